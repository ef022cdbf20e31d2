// Makes few files of the many into which `deno bundle` cuts what several subcommands need: each takes a third of a
// millisecond to load. Arguments: the directory with them, and the one to write to.

import { type GetModuleInfo, rollup } from "rollup";

const [from, to] = Deno.args;
if (from === undefined || to === undefined) throw new TypeError("Two directories must be given");

const bundle = await rollup({
  input: `${from}/main.js`,
  external: /^node:/,
  // What makes `require` for some packages loads Node's modules: only who needs it is to load it.
  treeshake: {
    moduleSideEffects: "no-external",
    manualPureFunctions: ["__deno_internal_createRequire"],
  },
});
await bundle.write({
  dir: to,
  chunkFileNames: "[name].js",
  hoistTransitiveImports: false,
  onlyExplicitManualChunks: true,
  manualChunks: (id, { getModuleIds, getModuleInfo }) =>
    fileOf(id, [...getModuleIds()], getModuleInfo),
});
await bundle.close();

/**
 * Gives the file in which a module is to be: `base` has what every start loads, `serve` what only the server does, and
 * `shared` what the server shares with other subcommands. For the rest Rollup finds one.
 */
function fileOf(id: string, ids: readonly string[], info: GetModuleInfo): string | undefined {
  const isLoadedBy = (root: RegExp) => loaded(ids.filter((id) => root.test(id)), info).has(id);
  const { isEntry, importedIds } = info(id)!;
  // Nobody can load what waits for them itself; and Node's modules are not for every start.
  if (isEntry || importedIds.some((imported) => imported.startsWith("node:"))) return undefined;
  if (isLoadedBy(/\/main\.js$/)) return "base";
  if (!isLoadedBy(/\/serve-\w+\.js$/)) return undefined;
  return isLoadedBy(/\/(connect|export|user|cert|completions|man)-\w+\.js$/) ? "shared" : "serve";
}

/** Gives what some modules load before they run. */
function loaded(roots: readonly string[], info: GetModuleInfo): ReadonlySet<string> {
  const found = new Set(roots);
  for (const id of found) {
    for (const imported of info(id)?.importedIds ?? []) found.add(imported);
  }
  return found;
}
