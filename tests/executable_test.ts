import { assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { command } from "./support/program.ts";

testWith(
  "the executable",
  "the executable keeps no code in the shared temporary directory",
  async () => {
    const directory = await Deno.makeTempDir();
    for (const args of [["--help"], ["man"], ["export", "--db", `${directory}/none.db`]]) {
      await command(args, { env: { TMPDIR: directory } }).output();
    }
    assertEquals(await Array.fromAsync(Deno.readDir(directory)), []);
    await Deno.remove(directory);
  },
);
