import { assertEquals } from "@std/assert";
import { command, IS_EXECUTABLE } from "./support/program.ts";

Deno.test({
  name: "The executable keeps no code in the temporary directory, where other users can write",
  ignore: !IS_EXECUTABLE,
  async fn() {
    const directory = await Deno.makeTempDir();
    for (const args of [["--help"], ["man"], ["export", "--db", `${directory}/none.db`]]) {
      await command(args, { env: { TMPDIR: directory } }).output();
    }
    assertEquals(await Array.fromAsync(Deno.readDir(directory)), []);
    await Deno.remove(directory);
  },
});
