import { assert, assertEquals, assertRejects } from "@std/assert";
import { delay } from "@std/async/delay";
import { issue, makeAuthority } from "../../cert/issue.ts";
import type { ByteStream } from "./byte_stream.ts";
import { PrefixedStream } from "./prefixed_stream.ts";
import type { SocketStream } from "./socket_stream.ts";
import { NodeTlsAcceptor } from "./node_tls_acceptor.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 };

/** More bytes than the system buffers for a connection. */
const ENOUGH = 32 * 1024 * 1024;

/** Time after which a write counts as waiting, in milliseconds. */
const STALLED = 500;

/** Bytes of two reads of the system. */
const MAX_HELD = 128 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const now = Date.now();
const validity = { notBefore: new Date(now - 60_000), notAfter: new Date(now + 3_600_000) };
const authority = await makeAuthority("test", validity);
const keys = await issue(authority, [LOCAL.hostname], validity);

/** Both ends of a connection, of which the client has not begun the handshake. */
interface Ends extends AsyncDisposable {
  readonly client: Deno.TcpConn;
  readonly socket: SocketStream;
  readonly stream: ByteStream;
}

async function connect(): Promise<Ends> {
  const acceptor = await listen();
  const client = await Deno.connect({ ...LOCAL, port: acceptor.addr.port });
  const socket = await acceptor.accept();
  return {
    client,
    socket,
    stream: acceptor.encrypt(socket, socket),
    [Symbol.asyncDispose]: async () => {
      acceptor.close();
      socket.close();
      // Its handle is closed in a later turn.
      await new Promise((resolve) =>
        socket.socket.closed ? resolve(0) : socket.socket.once("close", resolve)
      );
    },
  };
}

function listen(): Promise<NodeTlsAcceptor> {
  const fdReserve = { probe: () => false, use: <T>(open: () => Promise<T>) => open() };
  return NodeTlsAcceptor.listen(LOCAL, { keys, backlog: 16, fdReserve });
}

/** Connects, and has the client shake hands with its first message. */
async function shakeHands(ends: Ends, text: string): Promise<Deno.TlsConn> {
  const conn = await Deno.startTls(ends.client, {
    hostname: LOCAL.hostname,
    caCerts: [authority.cert],
  });
  const [, read] = await Promise.all([
    conn.write(encoder.encode(text)),
    readText(ends.stream, text.length),
  ]);
  assertEquals(read, text);
  return conn;
}

async function readText(stream: Pick<ByteStream, "read">, length: number): Promise<string> {
  let text = "";
  // Smaller than the messages: the rest of each waits.
  const buffer = new Uint8Array(3);
  while (text.length < length) {
    const count = await stream.read(buffer);
    assert(count !== null, `the end after ${text}`);
    text += decoder.decode(buffer.subarray(0, count));
  }
  return text;
}

async function writeAll(stream: Pick<ByteStream, "write">, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await stream.write(bytes.subarray(sent));
}

Deno.test("each end may close its side first, and the other one reads the end", async (t) => {
  await t.step("the client", async () => {
    await using ends = await connect();
    using conn = await shakeHands(ends, "hello");
    await conn.closeWrite();
    assertEquals(await ends.stream.read(new Uint8Array(8)), null);
    await writeAll(ends.stream, encoder.encode("bye"));
    await ends.stream.closeWrite();
    assertEquals(await readText(conn, 3), "bye");
    // Without the alert `close_notify` this would be an error.
    assertEquals(await conn.read(new Uint8Array(8)), null);
  });
  await t.step("the server", async () => {
    await using ends = await connect();
    using conn = await shakeHands(ends, "hello");
    await ends.stream.closeWrite();
    assertEquals(await conn.read(new Uint8Array(8)), null);
    await conn.closeWrite();
    assertEquals(await ends.stream.read(new Uint8Array(8)), null);
  });
});

/** Writes until nothing reads; returns the number of bytes written, and the write that waits. */
async function fill(conn: Deno.TlsConn): Promise<{ sent: number; writing: Promise<number> }> {
  const chunk = new Uint8Array(64 * 1024);
  for (let sent = 0;;) {
    const writing = conn.write(chunk);
    const count = await Promise.race([writing, delay(STALLED)]);
    if (count === undefined || sent > ENOUGH) return { sent, writing };
    sent += count;
  }
}

Deno.test("a client that sends faster than the server reads waits, and loses nothing", async () => {
  await using ends = await connect();
  using conn = await shakeHands(ends, "hello");
  const { sent, writing } = await fill(conn);
  const rest = writing.then(async (count) => {
    await conn.closeWrite();
    return count;
  });
  let received = 0;
  const buffer = new Uint8Array(1_000);
  for (let count: number | null; (count = await ends.stream.read(buffer)) !== null;) {
    received += count;
  }
  assertEquals(received, sent + await rest);
});

Deno.test("the server holds at most the bytes of one read that it has not used", async () => {
  await using ends = await connect();
  using conn = await shakeHands(ends, "hello");
  const { writing } = await fill(conn);
  const failed = assertRejects(() => writing, Error);
  ends.socket.close();
  let held = 0;
  const buffer = new Uint8Array(1_000);
  const { message } = await assertRejects(async () => {
    for (;;) held += (await ends.stream.read(buffer))!;
  }, Error);
  assert(held <= MAX_HELD, `${held} bytes were held; then ${message}`);
  await failed;
});

Deno.test("a large write arrives whole at a slow reader", async () => {
  await using ends = await connect();
  using conn = await shakeHands(ends, "hello");
  const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => at * at >> 3);
  const written = writeAll(ends.stream, bytes);
  const got = new Uint8Array(bytes.length);
  for (let at = 0; at < got.length;) {
    at += (await conn.read(got.subarray(at, at + 10_000)))!;
  }
  await written;
  assertEquals(got, bytes);
});

Deno.test("closing ends a pending read and a pending write, and later calls fail", async () => {
  await using ends = await connect();
  using _conn = await shakeHands(ends, "hello");
  const reading = ends.stream.read(new Uint8Array(8));
  const writing = writeAll(ends.stream, new Uint8Array(ENOUGH));
  const failed = Promise.all([
    assertRejects(() => reading, Deno.errors.Interrupted),
    assertRejects(() => writing, Deno.errors.Interrupted),
  ]);
  ends.stream.close();
  await failed;
  await assertRejects(() => ends.stream.read(new Uint8Array(8)), Deno.errors.Interrupted);
  await assertRejects(() => ends.stream.write(new Uint8Array(8)), Deno.errors.Interrupted);
  await assertRejects(() => ends.stream.closeWrite(), Deno.errors.Interrupted);
  ends.stream.close();
});

Deno.test("a write after the socket below was closed fails", async () => {
  await using ends = await connect();
  using _conn = await shakeHands(ends, "hello");
  ends.socket.close();
  await assertRejects(() => ends.stream.write(new Uint8Array(8)), Deno.errors.Interrupted);
});

Deno.test("a peer that speaks no TLS gets an alert, and a silent one can be closed", async (t) => {
  await t.step("plain bytes", async () => {
    await using ends = await connect();
    using client = ends.client;
    await client.write(encoder.encode("hello"));
    const { message } = await assertRejects(
      () => ends.stream.read(new Uint8Array(8)),
      Deno.errors.InvalidData,
    );
    assertEquals(message, "received corrupt message of type InvalidContentType");
    const alert = new Uint8Array(2);
    await client.read(alert);
    assertEquals([...alert], [0x15, 3]);
  });
  await t.step("nothing", async () => {
    await using ends = await connect();
    using client = ends.client;
    const reading = ends.stream.read(new Uint8Array(8));
    await assertRejects(() => ends.stream.write(new Uint8Array(8)), Deno.errors.Interrupted);
    const failed = assertRejects(() => reading, Deno.errors.Interrupted);
    ends.stream.close();
    await failed;
    assertEquals(await client.read(new Uint8Array(8)).catch(() => null), null);
  });
});

Deno.test("TLS starts with bytes that were read already", async () => {
  const acceptor = await listen();
  const client = await Deno.connect({ ...LOCAL, port: acceptor.addr.port });
  const socket = await acceptor.accept();
  await client.write(encoder.encode("header\n"));
  const connecting = Deno.startTls(client, {
    hostname: LOCAL.hostname,
    caCerts: [authority.cert],
  }).then(async (conn) => {
    await conn.write(encoder.encode("hello"));
    return conn;
  });
  const buffer = new Uint8Array(16);
  let read = "";
  while (read.length < 9) {
    read += String.fromCharCode(
      ...buffer.subarray(0, (await socket.read(buffer.subarray(0, 9 - read.length)))!),
    );
  }
  const rest = Uint8Array.from(read.slice(7), (letter) => letter.charCodeAt(0));
  const stream = acceptor.encrypt(socket, new PrefixedStream(socket, rest));
  assertEquals(await readText(stream, 5), "hello");
  (await connecting).close();
  assertEquals(await stream.read(buffer), null);
  acceptor.close();
  stream.close();
  await new Promise((resolve) => socket.socket.once("close", resolve));
});

Deno.test("an acceptor that is closed ends the wait for a connection", async () => {
  const acceptor = await listen();
  const accepting = acceptor.accept();
  const failed = assertRejects(() => accepting, Deno.errors.Interrupted);
  acceptor.close();
  await failed;
  await assertRejects(() => acceptor.accept(), Deno.errors.Interrupted);
});
