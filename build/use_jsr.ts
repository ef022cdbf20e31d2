/**
 * `deno task jsr`: maps the `@std` packages to JSR instead of the copy on npm, in the configuration files.
 *
 * @module
 */

const ROOT = new URL("../", import.meta.url);

/** Configuration files that map `@std` and name the file that declares its types. */
export const CONFIG_FILES: readonly string[] = ["deno.json", "client/web/deno.json"];

/**
 * Rewrites a configuration file line by line, which keeps its comments and order. JSR has whole packages with types: one
 * entry per package replaces one per module, and the setting that names `std.d.ts` is removed.
 *
 * @param config Text of a `deno.json`.
 * @returns The text with `@std` from JSR; unchanged if it is already so.
 */
export function useJsr(config: string): string {
  const mapped = new Set<string>();
  return config
    .replaceAll(/^ *"(@std\/[a-z]+)(?:\/[^"\n]*)?": "npm:[^"\n]*",\n/gm, (_line, name: string) => {
      if (mapped.has(name)) return "";
      mapped.add(name);
      return `    "${name}": "jsr:${name}@1",\n`;
    })
    .replace(/^ *"types": \["[./]*std\.d\.ts"\],\n/m, "")
    .replace(/^ *\/\/ @std: .*\n/m, "");
}

if (import.meta.main) {
  for (const name of CONFIG_FILES) {
    const file = new URL(name, ROOT);
    await Deno.writeTextFile(file, useJsr(await Deno.readTextFile(file)));
  }
  const done = `Changed ${CONFIG_FILES.join(" and ")}.`;
  const next = "Now run: deno install --frozen=false && deno check, and remove std.d.ts.";
  await Deno.stdout.write(new TextEncoder().encode(`${done}\n${next}\n`));
}
