import { assertEquals, assertMatch } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { FilterFile } from "./filter_file.ts";

const NOTHING = { ignored: [], isQuiet: false };

Deno.test("FilterFile keeps settings of several clients in a file only its user can read", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/chat/filter.json`;
  const [one, other] = [new FilterFile(path, en), new FilterFile(path, en)];
  assertEquals(one.load(), NOTHING);
  one.update((settings) => ({ ...settings, ignored: [...settings.ignored, "Bob"] }));
  other.update((settings) => ({ ...settings, isQuiet: true }));
  assertEquals(one.load(), { ignored: ["Bob"], isQuiet: true });
  const modes = [path, `${directory}/chat`].map((path) => Deno.statSync(path).mode! & 0o777);
  assertEquals(modes, [0o600, 0o700]);
  assertEquals([...Deno.readDirSync(`${directory}/chat`)].map(({ name }) => name), ["filter.json"]);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("FilterFile ignores a damaged file, and reports a file that it cannot write", async () => {
  const path = await Deno.makeTempFile();
  for (const text of ["{", " ".repeat(300_000) + '{"quiet":true}']) {
    Deno.writeTextFileSync(path, text);
    assertEquals(new FilterFile(path, en).load(), NOTHING);
  }
  // The directory is a file.
  const problem = new FilterFile(`${path}/filter.json`, en).update((before) => before);
  assertMatch(problem ?? "", /cannot write .*filter\.json: /);
  await Deno.remove(path);
});
