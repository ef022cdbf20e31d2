import { type ProgramResult, run } from "./program.ts";
import type { TestServer } from "./server.ts";

/** Sends one line with `chat connect`. */
export function sendLine(
  { port }: TestServer,
  flags: readonly string[],
  host = "127.0.0.1",
): Promise<ProgramResult> {
  const args = ["connect", "--host", host, "--port", `${port}`, "--name", "bot", ...flags];
  return run(args, { input: "oi\n" });
}
