import { assertEquals, assertStringIncludes } from "@std/assert";
import { GENERATED, renderDocument, tablesIn } from "../build/docs.ts";
import { SUBCOMMAND_NAMES, SUBCOMMANDS } from "../subcommands.ts";

const ROOT = new URL("../", import.meta.url);

Deno.test("generated tables of the documents are up to date: deno task docs", async () => {
  for (const path of GENERATED.keys()) {
    assertEquals(await read(path), await renderDocument(path), path);
  }
});

Deno.test("docs/configuration.md has every flag of every subcommand", async () => {
  const text = await read("docs/configuration.md");
  assertEquals(new Set(tablesIn(text)), new Set([...SUBCOMMAND_NAMES, "limits"]));
  for (const { flags } of Object.values(SUBCOMMANDS)) {
    for (const flag of Object.keys(await flags())) assertStringIncludes(text, `\n| \`--${flag}`);
  }
});

Deno.test("both READMEs have the table of commands", async () => {
  for (const path of ["README.md", "README.pt-BR.md"]) {
    assertEquals(tablesIn(await read(path)), ["commands"]);
  }
});

function read(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}
