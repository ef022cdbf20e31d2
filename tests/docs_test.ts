import { assertEquals, assertStringIncludes } from "@std/assert";
import { GENERATED, renderDocument, tablesIn } from "../build/docs.ts";
import { SUBCOMMAND_NAMES, SUBCOMMANDS } from "../subcommands.ts";

const ROOT = new URL("../", import.meta.url);

/** A link or an image of Markdown, without those to other sites. */
const LINK = /\]\((?!https?:)([^()#\s]*)(?:#([^()\s]+))?\)/g;

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

Deno.test("links between documents lead to a file and a heading", async () => {
  const dead: string[] = [];
  for (const path of await documents()) {
    const text = (await read(path)).replaceAll(/^(```+).*?^\1$/gms, "");
    for (const [, file, heading] of text.matchAll(LINK)) {
      const target = file === "" ? path : new URL(file!, new URL(path, ROOT)).href;
      if (!await leads(target, heading)) {
        dead.push(`${path}: ${file}${heading ? `#${heading}` : ""}`);
      }
    }
  }
  assertEquals(dead, []);
});

Deno.test("documents name tests that exist", async () => {
  const missing: string[] = [];
  for (const path of await documents()) {
    for (const [, test] of (await read(path)).matchAll(/`((?:\w+\/)+\w+_test\.ts)`/g)) {
      if (!await leads(test!, undefined)) missing.push(`${path}: ${test}`);
    }
  }
  assertEquals(missing, []);
});

Deno.test("docs/architecture.md names files and folders that exist", async () => {
  const missing: string[] = [];
  for (const [, path] of (await read("docs/architecture.md")).matchAll(/`((?:\w+\/)+[\w.]*)`/g)) {
    if (!await leads(path!, undefined)) missing.push(path!);
  }
  assertEquals(missing, []);
});

function read(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}

/** Lists the documents of the repository, relative to its root. */
async function documents(): Promise<string[]> {
  const paths: string[] = [];
  for (const directory of ["", "docs/", "docs/adr/", "docs/cluster/", "bench/", "examples/"]) {
    try {
      for await (const { name } of Deno.readDir(new URL(directory, ROOT))) {
        if (name.endsWith(".md")) paths.push(directory + name);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return paths;
}

/** Returns whether a file exists and has a heading with the anchor that GitHub gives it. */
async function leads(target: string, heading: string | undefined): Promise<boolean> {
  const url = new URL(target, ROOT);
  try {
    if (heading === undefined) return Boolean(await Deno.stat(url));
    const headings = (await Deno.readTextFile(url)).matchAll(/^#+ (.+)$/gm);
    return [...headings].some(([, title]) => toAnchor(title!) === heading);
  } catch {
    return false;
  }
}

function toAnchor(title: string): string {
  return title.toLowerCase().replaceAll(/[^\p{L}\p{N}_\- ]/gu, "").replaceAll(" ", "-");
}
