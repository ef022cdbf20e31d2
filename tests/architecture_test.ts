import { assertEquals } from "@std/assert";
import {
  type ModuleGraph,
  readModuleGraph,
  readSource,
  sourceFiles,
} from "./support/module_graph.ts";

/**
 * The layers, highest first: a file or a folder imports from lower rows only, and a folder from within itself. Entries of a
 * row do not import each other. A file belongs to the longest entry that its path begins with.
 */
const LAYERS: readonly (readonly string[])[] = [
  ["main.ts", "mod.ts"],
  ["subcommands.ts"],
  ["server/commands/", "client/commands/", "cert/"],

  ["server/server.ts"],
  ["server/http/"],
  ["server/session/"],
  ["server/cluster/"],
  ["server/chat/"],
  ["server/options/"],
  ["server/bus/", "server/accounts/", "server/websocket/"],
  ["server/telemetry/"],
  ["server/store/open_archive.ts"],
  ["server/store/open_importer.ts"],
  ["server/store/open_store.ts"],
  ["server/store/sqlite/", "server/store/postgres/", "server/store/memory/"],
  ["server/store/"],
  ["server/net/"],
  ["server/dialect/", "server/send/", "server/confusables/"],
  ["server/collections/", "server/async/"],

  ["client/terminal/", "client/web/"],
  ["client/conversation/"],
  ["client/session/"],
  ["client/connection/"],

  ["cli/"],
  ["locale/locale.ts"],
  ["locale/en/", "locale/pt_br/", "locale/render/"],
  ["locale/texts/"],
  ["locale/languages.ts"],
  ["protocol/mod.ts"],
  ["protocol/commands/"],
  ["protocol/messages/"],
  ["protocol/framing/"],
  ["protocol/text/"],
  ["protocol/limits.ts", "protocol/token_bucket.ts", "version.ts"],
];

/** Folders that run or test the program from outside: they import from every layer, and no layer imports them. */
const OUTSIDE = [
  "tests/",
  "server/testing/",
  "client/testing/",
  "bench/",
  "build/",
  "docs/",
  "examples/",
];

/** Folders that may name `Deno`, besides tests and those outside. Others get what Deno provides as arguments. */
const NAMES_DENO = [
  "main.ts",
  "cli/",
  "cert/",
  "server/commands/",
  "server/net/",
  "server/store/",
  "client/commands/",
  "client/connection/",
  "client/terminal/",
];

const graph = await readModuleGraph();

Deno.test("no file imports itself through others", () => {
  assertEquals(findCycles(graph).map((files) => files.join(" → ")), []);
});

Deno.test("imports lead to lower layers only", () => {
  const wrong: string[] = [];
  for (const [from, targets] of graph) {
    if (isOutside(from)) continue;
    if (layerOf(from) === undefined) wrong.push(`${from} is in no layer of LAYERS`);
    for (const to of targets) {
      const broken = brokenRule(from, to);
      if (broken !== undefined) wrong.push(`${from} imports ${to}: ${broken}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("server and client do not import each other, in tests either", () => {
  const wrong: string[] = [];
  for (const [from, targets] of graph) {
    for (const to of targets) {
      const sides = [from, to].map((file) => file.split("/", 1)[0]).sort().join();
      if (sides === "client,server") wrong.push(`${from} imports ${to}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("Deno is named only in the layers that may use it", async () => {
  const wrong: string[] = [];
  for (const file of graph.keys()) {
    if (isOutside(file) || NAMES_DENO.some((place) => file.startsWith(place))) continue;
    for (const line of await linesNamingDeno(file)) {
      wrong.push(`${file}:${line} names Deno: pass in what it gives`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("one file of each folder begins with a comment that says what the folder is for", async () => {
  const heads = new Map<string, string[]>();
  for (const file of await sourceFiles()) {
    if (isOutside(file) && !file.startsWith("server/testing/") || !file.includes("/")) continue;
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    const found = heads.get(folder) ?? [];
    heads.set(folder, found);
    if (/^\/\*\*(?:(?!\*\/)[^])*@module\s+\*\//.test(await readSource(file))) found.push(file);
  }
  const wrong = [...heads].filter(([, files]) => files.length !== 1).map(([folder, files]) =>
    `${folder} has ${files.join(", ") || "no file"} with a first comment that ends in @module`
  );
  assertEquals(wrong, []);
});

/** Returns the rule that an import breaks; `undefined` if it breaks none, or if either file is in no layer. */
function brokenRule(from: string, to: string): string | undefined {
  if (isOutside(to)) return "it is for tests and tools only";
  const [above, below] = [layerOf(from), layerOf(to)];
  if (above === undefined || below === undefined) return undefined;
  if (above.place === below.place || above.row < below.row) return undefined;
  return above.row === below.row
    ? `${above.place} and ${below.place} are side by side`
    : `${below.place} is above ${above.place}`;
}

function layerOf(file: string): { readonly place: string; readonly row: number } | undefined {
  let found: { readonly place: string; readonly row: number } | undefined;
  for (const [row, places] of LAYERS.entries()) {
    for (const place of places) {
      if (file.startsWith(place) && place.length > (found?.place.length ?? 0)) {
        found = { place, row };
      }
    }
  }
  return found;
}

function isOutside(file: string): boolean {
  return file.endsWith("_test.ts") || OUTSIDE.some((place) => file.startsWith(place));
}

/** Finds import cycles, shortest first, each from a file back to itself; a file is in at most one of them. */
function findCycles(graph: ModuleGraph): string[][] {
  const cycles = [...graph.keys()].flatMap((file) => {
    const cycle = shortestCycle(graph, file);
    return cycle ? [cycle] : [];
  });
  const told = new Set<string>();
  return cycles.sort((one, other) => one.length - other.length).filter((files) => {
    const isNew = files.every((file) => !told.has(file));
    if (isNew) { for (const file of files) told.add(file); }
    return isNew;
  });
}

function shortestCycle(graph: ModuleGraph, start: string): string[] | undefined {
  const importers = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (importers.has(target)) continue;
      importers.set(target, file);
      queue.push(target);
    }
  }
  let file = importers.get(start);
  if (file === undefined) return undefined;
  const cycle = [start];
  for (; file !== start; file = importers.get(file)!) cycle.unshift(file);
  return [start, ...cycle];
}

/** Returns the lines of a file that name `Deno` in code or types, according to its parser. */
async function linesNamingDeno(file: string): Promise<number[]> {
  const text = await readSource(file);
  const lines: number[] = [];
  const rule: Deno.lint.Rule = {
    create: () => ({
      Identifier({ name, range: [start] }) {
        if (name === "Deno") lines.push(text.slice(0, start).split("\n").length);
      },
    }),
  };
  Deno.lint.runPlugin({ name: "architecture", rules: { deno: rule } }, file, text);
  return lines;
}
