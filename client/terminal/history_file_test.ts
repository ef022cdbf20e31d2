import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "../../cli/cli_error.ts";
import { en } from "../../locale/en/catalogue.ts";
import { HistoryFile } from "./history_file.ts";
import { MAX_LINES } from "./line_history.ts";

Deno.test("HistoryFile keeps lines in a file that only its owner can read", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/a/b/typed.jsonl`;
  {
    using historyFile = HistoryFile.open(path, en);
    assertEquals(historyFile.lines, []);
    historyFile.add("um");
    historyFile.add("dois\nlinhas");
  }
  await Deno.chmod(path, 0o644);
  await Deno.writeTextFile(path, "not JSON\n{}\n", { append: true });
  {
    using historyFile = HistoryFile.open(path, en);
    assertEquals(historyFile.lines, ["um", "dois\nlinhas"]);
  }
  assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
  assertEquals((await Deno.stat(`${directory}/a`)).mode! & 0o777, 0o700);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("HistoryFile shortens a file that has grown long", async () => {
  const path = await Deno.makeTempFile();
  const many = Array.from({ length: 2 * MAX_LINES + 1 }, (_, index) => `"${index}"\n`);
  await Deno.writeTextFile(path, many.join(""));
  {
    using historyFile = HistoryFile.open(path, en);
    assertEquals(historyFile.lines.length, MAX_LINES);
  }
  const kept = (await Deno.readTextFile(path)).trimEnd().split("\n");
  assertEquals([kept.length, kept.at(-1)], [MAX_LINES, `"${2 * MAX_LINES}"`]);
  await Deno.remove(path);
});

Deno.test("HistoryFile explains a failure in one line", () => {
  assertThrows(() => HistoryFile.open("/dev/null/typed.jsonl", en), CliError, "Cannot save");
});
