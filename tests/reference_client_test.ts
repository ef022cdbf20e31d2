import { assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { startServer } from "./support/server.ts";

const SCRIPT = new URL("./support/reference_client.py", import.meta.url).pathname;

testWith(
  "python3",
  "the reference client in Python passes the cases of the text dialect",
  async () => {
    await using server = await startServer();
    const { code, stdout, stderr } = await new Deno.Command("python3", {
      args: [SCRIPT, "--host", server.host, "--port", `${server.port}`],
      env: { PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals([code, decoder.decode(stderr)], [0, ""]);
    const lines = decoder.decode(stdout).trim().split("\n");
    assertEquals(lines.at(-1), `${lines.length - 1} cases`);
    assertEquals(lines.length, 11);
  },
);
