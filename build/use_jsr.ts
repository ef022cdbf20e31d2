/**
 * Maps the `@std` packages to JSR in the configuration files, in place of the copy on npm. `deno task jsr` runs this.
 *
 * @module
 */

const ROOT = new URL("../", import.meta.url);

/** The files that say where `@std` comes from and which file declares its types. */
export const CONFIG_FILES: readonly string[] = ["deno.json", "client/web/deno.json"];

/**
 * Rewrites a configuration file line by line, so that its comments and its order stay. JSR has whole packages with their
 * types: one entry per package replaces one per module, and the setting that names `std.d.ts` goes.
 *
 * @param config Text of a `deno.json`.
 * @returns The text with `@std` from JSR. A text that is already so comes back unchanged.
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
