import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { encodeFrame, encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { TcpTable } from "../net/tcp_table.ts";
import { LengthPrefixedReader } from "../net/frame_reader.ts";
import { SendBudget } from "../send/send_budget.ts";
import { MemoryStore } from "../store/memory/store.ts";
import {
  JSON_WIRE,
  LateStore,
  nextTick,
  openLimiter,
  payloads,
  reserveSlot,
  TestHub,
  TEXT_WIRE,
} from "../testing/test_hub.ts";
import { ChatConnection } from "./connection.ts";

/** Time of the test, which stands still: only checks are later, so that no pause of a busy machine counts. */
const BEGUN = Math.ceil(performance.now());
performance.now = () => BEGUN;

/** Connection whose peer is the test. */
class FakeConn {
  readonly remoteAddr = { transport: "tcp", hostname: "127.0.0.1", port: 1 } as const;
  readonly localAddr = this.remoteAddr;
  /** Written payloads. */
  lines: string[] = [];
  /** Number of written payloads at each read. */
  readonly writtenAtReads: number[] = [];
  /** Whether writes complete. */
  takes = true;
  isWriteClosed = false;
  isClosed = false;
  #reading: { buffer: Uint8Array; end: PromiseWithResolvers<number | null> } | undefined;
  #isRead = Promise.withResolvers<void>();

  /** Sends bytes as the peer and waits until the next read. */
  async send(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      await this.#isRead.promise;
      this.#isRead = Promise.withResolvers();
      const { buffer, end } = this.#reading!;
      const chunk = rest.subarray(0, buffer.length);
      buffer.set(chunk);
      end.resolve(chunk.length);
      rest = rest.subarray(chunk.length);
    }
    await this.#isRead.promise;
    await nextTick();
  }

  /** Closes the peer's side. */
  end(): void {
    this.#reading?.end.resolve(null);
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const end = Promise.withResolvers<number | null>();
    this.#reading = { buffer, end };
    this.writtenAtReads.push(this.lines.length);
    this.#isRead.resolve();
    return end.promise;
  }

  write(bytes: Uint8Array): Promise<number> {
    if (!this.takes) return new Promise(() => {});
    this.lines.push(...payloads(bytes));
    return Promise.resolve(bytes.length);
  }

  closeWrite(): Promise<void> {
    this.isWriteClosed = true;
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
    this.#reading?.end.reject(new Deno.errors.BadResource("closed"));
  }
}

/** A new connection, its outcome, and its clock, which starts at 0. */
interface Accepted {
  readonly conn: FakeConn;
  readonly reasons: string[];
  readonly run: Promise<void>;
  check(seconds: number): Promise<string[]>;
}

function accept(hub: TestHub): Accepted {
  const conn = new FakeConn();
  const reasons: string[] = [];
  const speech = {
    dialects: { json: JSON_WIRE, text: TEXT_WIRE },
    frames: new LengthPrefixedReader(hub.limits.frame),
  };
  const connection = new ChatConnection(
    { stream: conn, slot: reserveSlot(openLimiter()), client: conn.remoteAddr },
    speech,
    {
      hub,
      texts: ptBR,
      timeouts: { handshake: 10_000, read: 20_000, ping: 60_000, maxPings: 2, write: 30_000 },
      maxSendQueue: 1_000,
      maxHandshake: 4_096,
      sendBudget: new SendBudget(Infinity, () => {}),
      rateLimits: { perSecond: 0, burst: 1, floodWindow: 0 },
      tcpTable: new TcpTable(() => Promise.resolve(undefined)),
      isTrusted: false,
      limitsLoopback: false,
      observer: { onBegin() {}, onEnd: (_, { reason }) => void reasons.push(reason) },
    },
  );
  const check = async (seconds: number) => {
    connection.check(BEGUN + seconds * 1_000);
    await nextTick();
    return conn.lines.splice(0);
  };
  return { conn, reasons, run: connection.run(), check };
}

Deno.test("ChatConnection waits for a name until the handshake times out", async () => {
  await using hub = new TestHub();
  const { conn, reasons, run, check } = accept(hub);
  assertEquals(await check(9), []);
  assertEquals(await check(10), [
    '{"type":"error","code":"timeout","message":"O tempo acabou: você não informou um nome.","cause":"sign_in"}',
    '{"type":"bye","reason":"timeout"}',
  ]);
  assertEquals([reasons, conn.isWriteClosed, conn.isClosed], [["timeout"], true, false]);
  conn.end();
  await run;
  assertEquals(conn.isClosed, true);
});

Deno.test("ChatConnection allows more time, up to a limit, while it looks up a name", async () => {
  const store = new MemoryStore();
  let answer = Promise.withResolvers<undefined>();
  store.accounts.findAccount = () => answer.promise;
  await using hub = new TestHub({ store });
  const hello = encodeFrame('{"type":"hello","name":"Ana","version":1}');
  // It is read again only after the answer.
  const slow = accept(hub);
  const slowRead = slow.conn.send(hello);
  await nextTick();
  for (const seconds of [10, 59]) assertEquals(await slow.check(seconds), []);
  assertEquals((await slow.check(60)).length, 2);
  const ana = accept(hub);
  const anaRead = ana.conn.send(hello);
  await nextTick();
  assertEquals(await ana.check(59), []);
  answer.resolve(undefined);
  await nextTick();
  assertMatch((await ana.check(59))[0]!, /^{"type":"welcome"/);
  // After a name that was rejected, the time is over.
  answer = Promise.withResolvers();
  const other = accept(hub);
  const otherRead = other.conn.send(hello);
  await nextTick();
  assertEquals(await other.check(59), []);
  answer.resolve(undefined);
  await nextTick();
  const codes = (await other.check(59)).map((line) => JSON.parse(line).code);
  assertEquals(codes, ["name_taken", "timeout", undefined]);
  await Promise.all([slowRead, anaRead, otherRead]);
  for (const { conn, run } of [slow, ana, other]) {
    conn.end();
    await run;
  }
});

Deno.test("ChatConnection gives each frame its own time, and times out an unfinished one", async () => {
  await using hub = new TestHub();
  const { conn, reasons, run, check } = accept(hub);
  await conn.send(encodeFrame("Alice"));
  await check(0);
  // Each chunk ends one frame and begins the next, for longer than a frame may take.
  await conn.send(new Uint8Array([0, 0]));
  for (let seconds = 5; seconds <= 60; seconds += 5) {
    await conn.send(new Uint8Array([0, 1, 0x61, 0, 0]));
    assertEquals(await check(seconds), [], `${seconds}`);
  }
  // Occasional bytes do not extend the time.
  await conn.send(new Uint8Array([0]));
  assertEquals(await check(75), []);
  await conn.send(new Uint8Array([9]));
  assertEquals(await check(80), [
    "[ERRO] O tempo acabou: um frame ficou incompleto, com 4 bytes.",
  ]);
  assertEquals(reasons, ["timeout"]);
  conn.end();
  await run;
});

Deno.test("ChatConnection pings a silent client twice if its dialect has pings", async () => {
  await using hub = new TestHub();
  const json = accept(hub);
  const text = accept(hub);
  await json.conn.send(encodeFrame('{"type":"hello","name":"Alice","version":1}'));
  await text.conn.send(encodeFrame("Bob"));
  const lines = async (seconds: number) => [await json.check(seconds), await text.check(seconds)];
  await lines(0);
  assertEquals(await lines(59), [[], []]);
  assertEquals(await lines(60), [['{"type":"ping"}'], []]);
  assertEquals(await lines(61), [[], []]);
  // Any frame restarts the timeout.
  await json.conn.send(encodeFrame('{"type":"pong"}'));
  await lines(100);
  assertEquals(await lines(159), [[], []]);
  assertEquals(await lines(160), [['{"type":"ping"}'], []]);
  assertEquals(await lines(220), [['{"type":"ping"}'], []]);
  const [[error, bye], none] = await lines(280) as [string[], string[]];
  assertStringIncludes(error!, '"code":"idle"');
  assertEquals([bye, none, json.reasons], ['{"type":"bye","reason":"idle"}', [], ["idle"]]);
  for (const { conn, run } of [json, text]) {
    conn.end();
    await run;
  }
});

Deno.test("ChatConnection closes on a stuck peer even if its write never ends", async () => {
  await using hub = new TestHub();
  const { conn, reasons, run, check } = accept(hub);
  await conn.send(encodeFrame("Alice"));
  await check(0);
  conn.takes = false;
  await conn.send(encodeFrame("/who"));
  await check(1);
  await check(30);
  assertEquals(reasons, []);
  await check(31);
  assertEquals([reasons, conn.isClosed, hub.roster.size], [["slow_reader"], false, 0]);
  await check(34);
  assertEquals(conn.isClosed, true);
  await run;
});

Deno.test("ChatConnection acknowledges what was said before the peer closed its side", async () => {
  const store = new LateStore();
  await using hub = new TestHub({ store });
  const { conn, run } = accept(hub);
  await conn.send(encodeFrames([
    '{"type":"hello","name":"Alice","version":1}',
    '{"type":"say","room":"#geral","text":"fim","ref":"r"}',
  ]));
  conn.lines = [];
  conn.end();
  await nextTick();
  assertEquals([conn.isClosed, hub.roster.size], [false, 1]);
  await store.goOn();
  await run;
  assertEquals(conn.lines.map((line) => JSON.parse(line).type), ["message", "ack"]);
  assertEquals([conn.isClosed, hub.roster.size], [true, 0]);
});

Deno.test("ChatConnection waits briefly for the peer to close its side", async () => {
  await using hub = new TestHub();
  const { conn, run, check } = accept(hub);
  await conn.send(encodeFrames(["Alice", "/quit", "/who"]));
  assertEquals(conn.lines, ["[SYS] Você entrou em #geral.", "[SYS] Até logo!"]);
  await check(1);
  assertEquals([conn.isWriteClosed, conn.isClosed], [true, false]);
  // Bytes after the end are read and dropped.
  await conn.send(encodeFrame("/who"));
  assertEquals(conn.lines.splice(0), []);
  await check(3);
  assertEquals(conn.isClosed, true);
  await run;
});

Deno.test("the results of a read are written before the next read", async () => {
  await using hub = new TestHub();
  const { conn, run } = accept(hub);
  await conn.send(encodeFrame(JSON.stringify({ type: "hello", name: "Ana", version: 1 })));
  conn.lines = [];
  for (const text of ["um", "dois"]) {
    await conn.send(encodeFrame(JSON.stringify({ type: "say", room: "#geral", text })));
  }
  assertEquals(conn.writtenAtReads.slice(-2), [1, 2]);
  conn.end();
  await run;
});
