import { assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";

/** Bytes that the program keeps of each command that `decode`, an expression of the script, reads from a chunk of 60,000 bytes. */
async function keptBytes(text: string, decode: string): Promise<number> {
  const script = `
    import { ptBR } from "${import.meta.resolve("../../locale/pt_br/catalogue.ts")}";
    import { encodeFrames } from "${import.meta.resolve("../../protocol/framing/encode_frame.ts")}";
    import { DEFAULT_LIMITS } from "${import.meta.resolve("../../protocol/limits.ts")}";
    import { LengthPrefixedReader } from "${import.meta.resolve("../net/frame_reader.ts")}";
    import { JsonDialect } from "${import.meta.resolve("./json_dialect.ts")}";
    import { TextDialect } from "${import.meta.resolve("./text_dialect.ts")}";
    const json = new JsonDialect(encodeFrames, DEFAULT_LIMITS);
    const text = new TextDialect(encodeFrames, DEFAULT_LIMITS, ptBR);
    const decode = (frame) => ${decode};
    const used = () => {
      // V8 drops code that is not used any more after several collections only.
      for (let nth = 0; nth < 10; nth++) gc();
      return Deno.memoryUsage().heapUsed;
    };
    const kept = [];
    const keep = (count) => {
      for (let nth = 0; nth < count; nth++) {
        const chunk = encodeFrames([${JSON.stringify(text)}, "y".repeat(60_000)]);
        const [frame] = new LengthPrefixedReader(65_536).push(chunk);
        kept.push(decode(frame));
      }
    };
    keep(500);
    const before = used();
    keep(500);
    const after = used();
    if (kept.some(({ kind }) => kind !== "command")) throw new Error("Cannot decode");
    console.log((after - before) / 500);
  `;
  const args = ["eval", "--quiet", "--v8-flags=--expose-gc", script];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return Number(decoder.decode(stdout));
}

Deno.test("a command read from a large chunk does not keep the chunk in memory", async () => {
  const text = "x".repeat(100);
  const say = JSON.stringify({ type: "say", room: "#geral", text, nonce: "n".repeat(20) });
  for (
    const each of [
      await keptBytes(say, "json.decode(frame)"),
      await keptBytes(text, "text.decode(frame, true)"),
      await keptBytes(`/topic ${text}`, "text.decode(frame, true)"),
      await keptBytes("Alice-com-um-nome", "text.decode(frame, false)"),
    ]
  ) {
    assertLessOrEqual(each, 2_000);
    assertGreaterOrEqual(each, 20);
  }
});
