import { assertEquals, assertRejects } from "@std/assert";
import { concat } from "@std/bytes/concat";
import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { type ByteConnection, carryFrames } from "./carry_frames.ts";

const decoder = new TextDecoder();

/** Connection in memory that reads the given chunks and takes three bytes of a write. */
class FakeConnection implements ByteConnection {
  readonly written: number[] = [];
  isClosed = false;
  isLost = false;
  readonly #chunks: Uint8Array[];

  constructor(...chunks: Uint8Array[]) {
    this.#chunks = chunks;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const chunk = this.#chunks.shift();
    if (!chunk) return Promise.resolve(null);
    buffer.set(chunk);
    return Promise.resolve(chunk.length);
  }

  async write(bytes: Uint8Array): Promise<number> {
    await Promise.resolve();
    if (this.isLost) throw new Deno.errors.BrokenPipe();
    const taken = bytes.subarray(0, 3);
    this.written.push(...taken);
    return taken.length;
  }

  close(): void {
    this.isClosed = true;
  }
}

Deno.test("Frames arrive whatever the chunks are, and the first bytes are shown", async () => {
  const bytes = concat([encodeFrame("Olá"), encodeFrame(""), encodeFrame("a todos")]);
  const first: Uint8Array[] = [];
  const conn = new FakeConnection(bytes.slice(0, 2), bytes.slice(2, 14), bytes.slice(14));
  const { frames } = carryFrames(conn, (chunk) => first.push(chunk.slice()));
  const texts: string[][] = [];
  for await (const some of frames) texts.push(some.map((frame) => decoder.decode(frame)));
  assertEquals(texts, [["Olá", ""], ["a todos"]]);
  assertEquals(first, [bytes.slice(0, 2)]);
});

Deno.test("A length over the limit ends the frames, after those before it", async () => {
  const conn = new FakeConnection(concat([encodeFrame("oi"), new Uint8Array(4).fill(0xff)]));
  const texts: string[] = [];
  await assertRejects(async () => {
    for await (const some of carryFrames(conn).frames) {
      texts.push(...some.map((frame) => decoder.decode(frame)));
    }
  }, RangeError);
  assertEquals(texts, ["oi"]);
});

Deno.test("Payloads are sent in order, whatever a write takes", async () => {
  const conn = new FakeConnection();
  const { send } = carryFrames(conn);
  await Promise.all([send("Olá"), send("a todos")]);
  assertEquals(
    new Uint8Array(conn.written),
    concat([encodeFrame("Olá"), encodeFrame("a todos")]),
  );
});

Deno.test("A payload that cannot be sent closes the connection", async () => {
  const conn = new FakeConnection();
  conn.isLost = true;
  const { send } = carryFrames(conn);
  const [one, other] = [send("Olá"), send("a todos")];
  await Promise.all([one, other].map((sent) => assertRejects(() => sent, Deno.errors.BrokenPipe)));
  assertEquals([conn.isClosed, conn.written], [true, []]);
});
