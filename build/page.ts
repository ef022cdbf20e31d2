/**
 * Finishes the page that the bundler wrote into `client/web/dist/`, for `build/web.ts`.
 *
 * - Script and style get a name with a hash of their contents, as the other chunks have, so that browsers need not ask again.
 * - `index.html` names them, and the chunks that the script imports, which load with it instead of after it, but after the
 *   style, which the first view needs.
 * - The service worker gets the list of files that it keeps.
 * - What is worth it is compressed here, with more effort than a server could spend at its start.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { listPage, PAGE } from "./page_files.ts";

/** Largest ratio of compressed to original size at which a compressed file is kept. */
const MAX_RATIO = 0.9;

/** Files that browsers ask for by a fixed name and that only an installation needs. */
const NOT_OFFLINE = /^(robots\.txt|favicon\.ico|.*\.png|service_worker\.js)$/;

/** Compressors by the extension of their files. Each makes its greatest effort; that is Brotli's default. */
const ENCODERS: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  br: (body) => brotliCompressSync(body),
  gz: (body) => gzipSync(body, { level: 9 }),
};

const pathOf = (name: string) => new URL(name, PAGE);

function hashOf(...contents: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("hex").slice(0, 8).toUpperCase();
}

/** Renames a file after its contents, as `app-1A2B3C4D.js`; returns the name. */
function addHash(name: string): string {
  const [stem, extension] = name.split(".");
  const hashed = `${stem}-${hashOf(Deno.readFileSync(pathOf(name)))}.${extension}`;
  Deno.renameSync(pathOf(name), pathOf(hashed));
  return hashed;
}

/** Returns the chunks that a script imports before it runs, and those that they import. */
function importsOf(name: string, found = new Set<string>()): Set<string> {
  const code = Deno.readTextFileSync(pathOf(name));
  for (const [, chunk] of code.matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)) {
    if (found.has(chunk!)) continue;
    found.add(chunk!);
    importsOf(chunk!, found);
  }
  return found;
}

function edit(name: string, change: (text: string) => string): void {
  const before = Deno.readTextFileSync(pathOf(name));
  const after = change(before);
  if (after === before) throw new Error(`Nothing to replace in ${name}`);
  Deno.writeTextFileSync(pathOf(name), after);
}

/** Keeps each compressed form of a file that is worth it. */
function compress(name: string): void {
  const body = Deno.readFileSync(pathOf(name));
  for (const [extension, encode] of Object.entries(ENCODERS)) {
    const compressed = encode(body);
    if (compressed.length >= MAX_RATIO * body.length) continue;
    Deno.writeFileSync(pathOf(`${name}.${extension}`), compressed);
  }
}

/**
 * Finishes the page, see above.
 *
 * @throws {Error} If `index.html` does not name script or style.
 */
export function finishPage(): void {
  const script = addHash("app.js");
  const style = addHash("app.css");
  const preloads = [...importsOf(script)].map((chunk) =>
    `<link rel="modulepreload" href="${chunk}" fetchpriority="low">`
  );
  edit("index.html", (html) =>
    html.replace('href="app.css"', `href="${style}"`)
      .replace(
        '    <script type="module" src="app.js">',
        [
          ...preloads.map((link) => `    ${link}\n`),
          `    <script type="module" src="${script}">`,
        ].join(""),
      ));
  const offline = listPage().filter((name) => !NOT_OFFLINE.test(name));
  const version = hashOf(...offline.map((name) => Deno.readFileSync(pathOf(name))));
  edit(
    "service_worker.js",
    (code) => `const FILES=${JSON.stringify(offline)},VERSION="${version}";${code}`,
  );
  for (const name of listPage()) compress(name);
}
