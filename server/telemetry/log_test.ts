import { assertEquals } from "@std/assert";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { nextTick } from "../testing/test_hub.ts";
import { Log } from "./log.ts";

/** Sink that collects text. */
class Output {
  text = "";
  /** Promise that each write waits for. */
  reader: Promise<void> = Promise.resolve();
  /** Resolves at the next write. */
  written = Promise.withResolvers<void>();
  readonly #decoder = new TextDecoder();

  async write(bytes: Uint8Array): Promise<number> {
    await this.reader;
    this.text += this.#decoder.decode(bytes);
    this.written.resolve();
    return bytes.length;
  }
}

const HOSTILE = "\n[ESCUTANDO] falso\x1b]0;x\x07\u2028\u202e\r\x7f\x9b\u061c\u2066";

Deno.test("Log writes one line per event, whatever is in it", async () => {
  const output = new Output();
  const log = new Log(output, "text", ptBR);
  log.write({ event: "listening", host: "127.0.0.1", port: 12345 });
  log.write({ event: "listening", host: "::1", port: 12345 });
  log.write({ event: "connected", host: "127.0.0.1", port: 54321 });
  log.write({ event: "disconnected", host: "h", port: 1, name: "Alice", reason: HOSTILE });
  await log.flushed();
  assertEquals(output.text.split("\n"), [
    "[ESCUTANDO] Servidor em 127.0.0.1:12345",
    "[ESCUTANDO] Servidor em [::1]:12345",
    "[NOVA CONEXÃO] ('127.0.0.1', 54321) conectado.",
    "[DESCONECTADO] ('h', 1) Alice: \\n[ESCUTANDO] falso\\u001b]0;x\\u0007\\u2028\\u202e\\r\\u007f\\u009b\\u061c\\u2066",
    "",
  ]);
});

Deno.test("Log writes lines about connections together, soon or before any other line", async () => {
  const output = new Output();
  const log = new Log(output, "text", ptBR);
  log.write({ event: "connected", host: "127.0.0.1", port: 1 });
  log.write({ event: "connected", host: "127.0.0.1", port: 2 });
  await output.written.promise;
  assertEquals(output.text.split("\n").length - 1, 2);
  output.written = Promise.withResolvers();
  log.write({ event: "connected", host: "127.0.0.1", port: 3 });
  log.write({ event: "stopping" });
  await output.written.promise;
  assertEquals(output.text.split("\n").slice(2, -1), [
    "[NOVA CONEXÃO] ('127.0.0.1', 3) conectado.",
    "[ENCERRANDO] O servidor não aceita mais conexões.",
  ]);
});

Deno.test("Log writes one object per line as JSON", async () => {
  const output = new Output();
  const log = new Log(output, "json", ptBR);
  log.write({ event: "accept_failed", reason: HOSTILE });
  await log.flushed();
  assertEquals(/[\p{Cc}\p{Bidi_Control}\u2028]/u.test(output.text.slice(0, -1)), false);
  const { time, ...event } = JSON.parse(output.text);
  assertEquals(event, { event: "accept_failed", reason: HOSTILE });
  assertEquals(new Date(time).toISOString(), time);
});

Deno.test("Log cuts what is too long, as text and as JSON", async () => {
  for (const format of ["text", "json"] as const) {
    const output = new Output();
    const log = new Log(output, format, ptBR);
    log.write({ event: "accept_failed", reason: `${"x".repeat(999)}🙂${"y".repeat(100_000)}` });
    await log.flushed();
    assertEquals(/x{999}\ufffd…/.test(output.text), true);
    assertEquals(output.text.includes("y"), false);
  }
});

Deno.test("Log drops lines that are not read instead of keeping them", async () => {
  const output = new Output();
  const reader = Promise.withResolvers<void>();
  output.reader = reader.promise;
  const log = new Log(output, "text", ptBR);
  const reason = "x".repeat(1_000);
  for (let count = 0; count < 10_000; count++) log.write({ event: "accept_failed", reason });
  await nextTick();
  reader.resolve();
  await log.flushed();
  const stored = output.text.split("\n").length - 1;
  assertEquals(Math.round(stored * 1_000 / 1024 / 1024), 4);
  // The log continues once they are written.
  log.write({ event: "stopping" });
  await log.flushed();
  assertEquals(output.text.endsWith("[ENCERRANDO] O servidor não aceita mais conexões.\n"), true);
});
