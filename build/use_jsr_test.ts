import { assert, assertEquals } from "@std/assert";
import { CONFIG_FILES, useJsr } from "./use_jsr.ts";

const ROOT = new URL("../", import.meta.url);

/** Name of the npm package, concatenated because the test searches this file too. */
const NPM_COPY = ["deno", "std"].join("-");

Deno.test("useJsr maps every @std module in use to its package on JSR", async () => {
  const text = useJsr(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const imports = Object.entries(parse(text)["imports"] as Record<string, string>);
  const std = imports.filter(([name]) => name.startsWith("@std"));
  for (const [name, target] of std) assertEquals(target, `jsr:${name}@1`);
  const packages = new Set(std.map(([name]) => name));
  for await (const [file, source] of files()) {
    for (const [, name] of source.matchAll(/(?:from|import) "(@std\/[a-z]+)/g)) {
      assert(packages.has(name!), `${file} imports ${name}`);
    }
  }
});

Deno.test("useJsr changes nothing but the place of @std and its types", async () => {
  for (const name of CONFIG_FILES) {
    const before = await Deno.readTextFile(new URL(name, ROOT));
    const after = useJsr(before);
    assertEquals([after.includes(NPM_COPY), after.includes("std.d.ts")], [false, false]);
    assertEquals(useJsr(after), after);
    assertEquals(withoutStd(parse(after)), withoutStd(parse(before)));
  }
});

Deno.test("no file but deno.json names the copy of @std on npm", async () => {
  const naming: string[] = [];
  for await (const [file, text] of files()) if (text.includes(NPM_COPY)) naming.push(file);
  assertEquals(naming, ["deno.json"]);
});

/** A configuration without the parts that {@linkcode useJsr} may change. */
function withoutStd(config: Record<string, unknown>): unknown {
  const { imports = {}, compilerOptions, ...rest } = config;
  const others = Object.entries(imports as object).filter(([name]) => !name.startsWith("@std"));
  return { ...rest, others, compilerOptions: { ...compilerOptions as object, types: [] } };
}

/** Parses JSON with comments on lines of their own, as in `deno.json`. */
function parse(text: string): Record<string, unknown> {
  return JSON.parse(text.replaceAll(/^ *\/\/.*$/gm, ""));
}

/** Yields the source and documentation files of the repository with their texts. */
async function* files(folder = ""): AsyncGenerator<readonly [path: string, text: string]> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}${name}`;
    if (isDirectory) {
      if (!/^(\.git|coverage|dist|node_modules)$/.test(name)) yield* files(`${path}/`);
    } else if (/\.(css|html|json|md|py|tsx?|ya?ml)$/.test(name)) {
      yield [path, await Deno.readTextFile(new URL(path, ROOT))];
    }
  }
}
