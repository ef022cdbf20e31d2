/**
 * Builds the page that the server serves into `client/web/dist/`, unless it is built from these very sources: `deno task web`.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { listPage, PAGE } from "./page_files.ts";

const ROOT = new URL("../", import.meta.url);

/** What the page is made of, and more: every file in these folders, and these files. Paths relative to the root. */
export const SOURCES = ["build/", "client/", "locale/", "protocol/", "deno.json", "deno.lock"];

/** File about the last build: the digest of its sources, and the names of the files that it made. */
const RECORD = new URL("dist/page.json", ROOT);

const encoder = new TextEncoder();

/** Returns the SHA-256 of all sources and of the version of Deno, in hexadecimal. */
async function digestSources(): Promise<string> {
  const parts = [encoder.encode(Deno.version.deno)];
  for (const path of SOURCES.flatMap(filesIn).sort()) {
    const content = Deno.readFileSync(new URL(path, ROOT));
    parts.push(encoder.encode(`\n${path} ${content.length}\n`), content);
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(parts))).toHex();
}

/** Lists a source, or the files in a folder and below without tests. */
function filesIn(path: string): string[] {
  if (!path.endsWith("/")) return [path];
  if (path === "client/web/dist/") return [];
  return [...Deno.readDirSync(new URL(path, ROOT))].flatMap(({ name, isDirectory, isFile }) => {
    if (isDirectory) return filesIn(`${path}${name}/`);
    return isFile && !name.endsWith("_test.ts") ? [`${path}${name}`] : [];
  });
}

/** Returns whether the page is there and complete, and was built from sources with this digest. */
async function isBuilt(digest: string): Promise<boolean> {
  try {
    return await Deno.readTextFile(RECORD) === recordOf(digest);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Returns what the file about a build of the page as it is now contains. */
function recordOf(digest: string): string {
  return JSON.stringify({ digest, files: listPage() });
}

async function build(): Promise<void> {
  await Deno.mkdir(PAGE, { recursive: true });
  for (const name of listPage()) await Deno.remove(new URL(name, PAGE));
  const fixed = new URL("client/web/static/", ROOT);
  for await (const { name } of Deno.readDir(fixed)) {
    await Deno.copyFile(new URL(name, fixed), new URL(name, PAGE));
  }
  // The first one downloads the bundler if need be; two downloads at once would collide.
  await bundle("--output", "client/web/dist/app.css", "client/web/styles/app.css");
  await Promise.all([
    bundle(
      ...["--platform", "browser", "--code-splitting"],
      ...["--outdir", "client/web/dist", "client/web/app.tsx"],
    ),
    bundle(
      ...["--platform", "browser", "--output", "client/web/dist/service_worker.js"],
      "client/web/worker/service_worker.ts",
    ),
  ]);
  const { finishPage } = await import("./page.ts");
  finishPage();
}

/** Runs the bundler in the root; ends the program if it fails, after its error. */
async function bundle(...args: string[]): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--minify", ...args],
    cwd: ROOT,
  }).spawn().status;
  if (code !== 0) Deno.exit(code);
}

if (import.meta.main) {
  const digest = await digestSources();
  if (!await isBuilt(digest)) {
    await Deno.mkdir(new URL("./", RECORD), { recursive: true });
    // An interrupted build leaves no record that could fit.
    await Deno.writeTextFile(RECORD, "");
    await build();
    await Deno.writeTextFile(RECORD, recordOf(digest));
  }
}
