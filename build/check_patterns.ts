/**
 * Checks with recheck that every regular expression of the program takes linear time: `deno task patterns`.
 *
 * It is written as a test because `Deno.lint`, which finds the patterns, works in tests only. recheck has a lock file of
 * its own: besides the JavaScript used here it downloads programs of 50 MB, which running the server should not wait for.
 *
 * @module
 */
const RECHECK = "npm:recheck@4.5.0/lib/browser.js";

const ROOT = new URL("../", import.meta.url);

/** Folders to check. Tests are skipped: they parse the program's own output. */
const FOLDERS = ["bench", "build", "cert", "cli", "client", "locale", "protocol", "server"];

/** Patterns that are composed at run time, each with the reason why it takes linear time. */
const MADE = new Map([
  ["protocol/text/names.ts", "one class of characters, repeated between both ends"],
  ["protocol/text/emoji.ts", "one of a fixed list of sequences, in a text of 32 characters"],
  ["build/icons.ts", "one of two colours"],
]);

/** Fewer iterations than recheck's default of ten: it finds what it finds in the first ones. */
const OPTIONS = { timeout: 30_000, maxIteration: 3 };

/** Patterns that must be reported: one is found by analysis, the other, once part of this program, by fuzzing. */
const BAD = [String.raw`^[0-9a-f:.]*:[0-9a-f:.]*$`, String.raw`(?<=:.*)\/64$`];

interface Diagnostics {
  readonly status: "safe" | "vulnerable" | "unknown";
  readonly complexity?: { readonly summary: string };
  readonly error?: unknown;
}

interface Pattern {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

Deno.test("no regular expression of the program takes more than linear time", async () => {
  const { checkSync } = (await import(RECHECK)).default;
  const problems: string[] = [];
  const known = new Map<string, Diagnostics>();
  for (const file of sources()) {
    for (const { place, source, flags } of await readPatterns(file, problems)) {
      const pattern = `/${source}/${flags}`;
      const { status, complexity, error }: Diagnostics = known.get(pattern) ??
        checkSync(source, flags, OPTIONS);
      known.set(pattern, { status, ...(complexity && { complexity }), error });
      if (status === "safe") continue;
      problems.push(`${place}: ${complexity?.summary ?? JSON.stringify(error)}: ${pattern}`);
    }
  }
  if (problems.length > 0) throw new Error(`\n${problems.join("\n")}`);
  // Checks the check: without patterns to report it would pass.
  const isBlind = BAD.some((source) => checkSync(source, "", OPTIONS).status !== "vulnerable");
  if (isBlind || known.size < 50) throw new Error("Bad patterns are not found any more");
});

/** Yields the program's source files, relative to the root. */
function* sources(): Generator<string> {
  yield* ["main.ts", "subcommands.ts"];
  for (const folder of FOLDERS) yield* inside(folder);
}

function* inside(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
    const path = `${folder}/${name}`;
    if (isDirectory && name !== "dist") yield* inside(path);
    else if (/\.tsx?$/.test(name) && !name.endsWith("_test.ts")) yield path;
  }
}

/** Finds the regular expressions of a file with Deno's parser; reports those that are not literals. */
async function readPatterns(file: string, problems: string[]): Promise<Pattern[]> {
  const text = await Deno.readTextFile(new URL(file, ROOT));
  const patterns: Pattern[] = [];
  const placeOf = ({ range }: { readonly range: readonly [number, number] }) =>
    `${file}:${text.slice(0, range[0]).split("\n").length}`;
  const made = (node: Deno.lint.NewExpression | Deno.lint.CallExpression) => {
    const { callee, arguments: [source, flags] } = node;
    if (callee.type !== "Identifier" || callee.name !== "RegExp") return;
    if (source?.type === "Literal" && typeof source.value === "string") {
      const given = flags?.type === "Literal" ? `${flags.value}` : "";
      patterns.push({ place: placeOf(node), source: source.value, flags: given });
    } else if (!MADE.has(file)) problems.push(`${placeOf(node)}: put together: say why in MADE`);
  };
  const rule: Deno.lint.Rule = {
    create: () => ({
      Literal(node) {
        if (!("regex" in node) || node.regex === undefined) return;
        const { pattern, flags } = node.regex;
        patterns.push({ place: placeOf(node), source: pattern, flags });
      },
      NewExpression: made,
      CallExpression: made,
    }),
  };
  Deno.lint.runPlugin({ name: "patterns", rules: { find: rule } }, file, text);
  return patterns;
}
