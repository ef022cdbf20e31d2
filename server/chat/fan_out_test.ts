import { assertEquals } from "@std/assert";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { DEFAULT_LIMITS, DEFAULT_RATE } from "../../protocol/limits.ts";
import { LocalBus } from "../bus/local_bus.ts";
import type { Wire } from "../dialect/dialect.ts";
import { JsonDialect } from "../dialect/json_dialect.ts";
import { TextDialect } from "../dialect/text_dialect.ts";
import { SendQueue } from "../send/send_queue.ts";
import { MemoryStore } from "../store/memory/store.ts";
import { LOOPBACK_PEER, nextTick, SILENT_OBSERVER } from "../testing/test_hub.ts";
import { Hub } from "./hub.ts";
import { Member } from "./member.ts";
import type { SessionHandle } from "./session_handle.ts";

/** Costly calls of a load and what they delivered. */
class Counts {
  encodes = 0;
  writes = 0;
  bytes = 0;

  /** Counts the encodings of a dialect. */
  over(wire: Wire): Wire {
    const { echoes, announces, replays, answersPing, changes } = wire;
    const encode: Wire["encode"] = (events) => {
      this.encodes++;
      return wire.encode(events);
    };
    return { echoes, announces, replays, answersPing, changes, encode };
  }

  /** A sink that counts writes and takes each whole. */
  sendQueue(): SendQueue {
    const write = (bytes: Uint8Array) => {
      this.writes++;
      this.bytes += bytes.length;
      return Promise.resolve(bytes.length);
    };
    return new SendQueue({ write }, { limit: 1024 * 1024, onOverflow: () => {} });
  }

  reset(): void {
    this.encodes = this.writes = this.bytes = 0;
  }
}

/** A room with members of a dialect and counters at zero. */
interface Crowd extends AsyncDisposable {
  readonly hub: Hub;
  readonly members: Member[];
  readonly counts: Counts;
}

async function crowd(wire: Wire, size: number): Promise<Crowd> {
  const counts = new Counts();
  const counted = counts.over(wire);
  const store = new MemoryStore();
  const hub = new Hub({
    store,
    bus: new LocalBus(),
    texts: ptBR,
    limits: DEFAULT_LIMITS,
    rate: DEFAULT_RATE,
    announceLimit: 0,
    server: "chat/0",
    rules: [],
    observer: SILENT_OBSERVER,
  });
  const members = Array.from({ length: size }, (_, index) => {
    const sendQueue = counts.sendQueue();
    const handle: SessionHandle = { isEnded: false, end: () => {}, probe: () => {} };
    const name = `p${index}`;
    const member = new Member({
      ...{ name, digest: name, wire: counted, sendQueue, handle, peer: LOOPBACK_PEER },
    });
    void hub.admit(member, { type: "hello", name: member.name, version: 1 }, "");
    return member;
  });
  await nextTick();
  counts.reset();
  return { hub, members, counts, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

/** Each of the first `speakers` members sends messages in one tick. */
async function speak(
  hub: Hub,
  members: readonly Member[],
  speakers: number,
  times: number,
): Promise<void> {
  for (const member of members.slice(0, speakers)) {
    for (let count = 0; count < times; count++) hub.sender.say(member, "#geral", { text: "olá" });
  }
  await nextTick();
}

const JSON_WIRE = new JsonDialect(encodeFrames, DEFAULT_LIMITS);
const TEXT_WIRE = new TextDialect(encodeFrames, DEFAULT_LIMITS, ptBR);

Deno.test("messages of one tick are encoded once and written once per member", async () => {
  for (const size of [4, 50, 500]) {
    await using crowded = await crowd(JSON_WIRE, size);
    const { hub, members, counts } = crowded;
    await speak(hub, members, 4, 64);
    assertEquals([counts.encodes, counts.writes], [1, size]);
    await speak(hub, members, 4, 64);
    assertEquals([counts.encodes, counts.writes], [2, 2 * size]);
  }
});

Deno.test("the text dialect encodes once per speaker, who gets no echo", async () => {
  await using crowded = await crowd(TEXT_WIRE, 50);
  const { hub, members, counts } = crowded;
  await speak(hub, members, 4, 64);
  assertEquals([counts.encodes, counts.writes], [4, 50]);
  // 46 members receive all four messages, the four speakers three each.
  const line = encodeFrames(["[#geral] p0: olá"]).length;
  assertEquals(counts.bytes, (46 * 4 + 4 * 3) * 64 * line);
});

Deno.test("acknowledgements go out with the messages in the same write", async () => {
  await using crowded = await crowd(JSON_WIRE, 10);
  const { hub, members, counts } = crowded;
  const [speaker] = members;
  for (let ref = 0; ref < 100; ref++) hub.sender.say(speaker!, "#geral", { text: "olá", ref });
  await nextTick();
  assertEquals([counts.encodes, counts.writes], [2, 10]);
});
