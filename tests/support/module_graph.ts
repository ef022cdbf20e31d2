/** Root of the repository. */
const ROOT = new URL("../../", import.meta.url);

/** Folders without sources of their own: output of tasks, and packages. */
const SKIPPED = new Set(["dist", "node_modules"]);

/** The part of a module in `deno info --json` that is needed here. */
interface Module {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly type?: { readonly specifier?: string };
  }[];
}

/** For each source file, the source files that it imports. Paths are relative to the root. */
export type ModuleGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the imports of all sources with one run of `deno info`: static, dynamic and type imports.
 *
 * @throws {Error} If an import cannot be resolved.
 */
export async function readModuleGraph(): Promise<ModuleGraph> {
  const files = await sourceFiles();
  const directory = await Deno.makeTempDir();
  try {
    const entry = `${directory}/all.ts`;
    const imports = files.map((file) => `import ${JSON.stringify(new URL(file, ROOT).href)};\n`);
    await Deno.writeTextFile(entry, imports.join(""));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", new URL("deno.json", ROOT).pathname, entry],
    }).output();
    const decoder = new TextDecoder();
    if (code !== 0) throw new Error(`deno info failed: ${decoder.decode(stderr)}`);
    const modules: readonly Module[] = JSON.parse(decoder.decode(stdout)).modules;
    return toGraph(files, modules);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Lists the sources of the repository in TypeScript, relative to its root. */
export async function sourceFiles(folder: string = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    if (isDirectory) {
      if (SKIPPED.has(name) || name.startsWith(".")) continue;
      files.push(...await sourceFiles(`${folder}${name}/`));
    } else if (/\.tsx?$/.test(name) && !name.endsWith(".d.ts")) files.push(`${folder}${name}`);
  }
  return files.sort();
}

/** Reads a file of the repository. */
export function readSource(file: string): Promise<string> {
  return Deno.readTextFile(new URL(file, ROOT));
}

function toGraph(files: readonly string[], modules: readonly Module[]): ModuleGraph {
  const bySpecifier = new Map(files.map((file) => [new URL(file, ROOT).href, file]));
  const graph = new Map<string, readonly string[]>();
  for (const { specifier, error, dependencies = [] } of modules) {
    if (error !== undefined) throw new Error(`${specifier}: ${error}`);
    const file = bySpecifier.get(specifier);
    if (file === undefined) continue;
    const targets = dependencies.flatMap(({ code, type }) =>
      [code, type].flatMap((target) => bySpecifier.get(target?.specifier ?? "") ?? [])
    );
    graph.set(file, [...new Set(targets)]);
  }
  const unseen = files.filter((file) => !graph.has(file));
  if (unseen.length > 0) throw new Error(`deno info does not list ${unseen.join(", ")}`);
  return graph;
}
