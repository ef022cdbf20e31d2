import { assertEquals, assertMatch } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { FilterFile } from "./filter_file.ts";

const NOTHING = { ignored: [], isQuiet: false };

Deno.test("FilterFile keeps settings in a file that only its user can read, over several clients", async () => {
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

Deno.test("FilterFile shows everything if the file is damaged, and says when it cannot be written", async () => {
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
