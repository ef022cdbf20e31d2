import { assertEquals } from "@std/assert";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { readPage } from "../commands/read_page.ts";
import { StaticFiles } from "./static_files.ts";

const HTML = `<!doctype html>${"<p>olá</p>".repeat(100)}`;

/** Creates a few files and serves them. */
async function make(): Promise<
  AsyncDisposable & {
    ask(path: string, headers?: Record<string, string>): ReturnType<StaticFiles["answer"]>;
  }
> {
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(`${directory}/index.html`, HTML);
  await Deno.writeFile(`${directory}/index.html.br`, brotliCompressSync(HTML));
  await Deno.writeFile(`${directory}/index.html.gz`, gzipSync(HTML));
  await Deno.writeTextFile(`${directory}/app.js`, "1");
  await Deno.writeTextFile(`${directory}/app-0A1B2C3D.js`, "2");
  await Deno.writeTextFile(`${directory}/notes.md`, "# not for browsers");
  await Deno.mkdir(`${directory}/sub.js`);
  const files = new StaticFiles(await readPage(new URL(`file://${directory}/`)));
  return {
    ask: (path, headers = {}) =>
      files.answer({
        method: "GET",
        path,
        headers: new Map(Object.entries(headers)),
        isLasting: true,
      }),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

Deno.test("StaticFiles serves its files by name and nothing else", async () => {
  await using files = await make();
  const index = files.ask("/")!;
  assertEquals([index.status, index.headers!["Content-Type"]], [200, "text/html; charset=utf-8"]);
  assertEquals(new TextDecoder().decode(index.body), HTML);
  assertEquals(files.ask("/index.html"), index);
  assertEquals(files.ask("/app.js")!.headers!["Content-Type"], "text/javascript; charset=utf-8");
  for (
    const path of [
      "/notes.md",
      "/index.html.br",
      "/sub.js",
      "/none",
      "/..",
      "//index.html",
      "/index.html/",
      "/__proto__",
    ]
  ) {
    assertEquals(files.ask(path), undefined, path);
  }
});

Deno.test("StaticFiles serves the best compressed body that the client accepts", async () => {
  await using files = await make();
  const decoders = { br: brotliDecompressSync, gzip: gunzipSync } as const;
  const accepted = {
    "br, gzip": "br",
    "gzip, deflate, br;q=0.1, zstd": "br",
    "GZIP , BR ; q=1": "br",
    "gzip": "gzip",
    "br;q=0, gzip": "gzip",
    "br; q=0.000, gzip;q=0.5": "gzip",
  } as const;
  for (const [header, coding] of Object.entries(accepted)) {
    const { headers, body } = files.ask("/", { "accept-encoding": header })!;
    assertEquals(headers!["Content-Encoding"], coding, header);
    assertEquals(headers!["Vary"], "Accept-Encoding");
    assertEquals(new TextDecoder().decode(decoders[coding](body!)), HTML);
  }
  for (const header of ["", "identity", "gzip;q=0", "gzip;q=0.0", "x-gzip", "brotli"]) {
    const { headers, body } = files.ask("/", { "accept-encoding": header })!;
    assertEquals(
      [headers!["Content-Encoding"], body!.length],
      [undefined, HTML.length + 100],
      header,
    );
  }
  // There is no compressed file beside it.
  assertEquals(
    files.ask("/app.js", { "accept-encoding": "br, gzip" })!.headers!["Content-Encoding"],
    undefined,
  );
});

Deno.test("StaticFiles lets browsers keep only files with a hash in their name", async () => {
  await using files = await make();
  assertEquals(
    files.ask("/app-0A1B2C3D.js")!.headers!["Cache-Control"],
    "public, max-age=31536000, immutable",
  );
  for (const path of ["/", "/index.html", "/app.js"]) {
    assertEquals(files.ask(path)!.headers!["Cache-Control"], "no-cache", path);
  }
});

Deno.test("StaticFiles does not send a file again that the browser has", async () => {
  await using files = await make();
  const { ETag: tag } = files.ask("/")!.headers!;
  for (const known of [tag!, `"other", ${tag}`]) {
    const { status, headers, body } = files.ask("/", { "if-none-match": known })!;
    assertEquals([status, headers!["ETag"], body], [304, tag, undefined], known);
  }
  assertEquals(files.ask("/", { "if-none-match": '"other"' })!.status, 200);
  assertEquals(files.ask("/app.js", { "if-none-match": tag! })!.status, 200);
});

Deno.test("StaticFiles says how to build the page if it is missing", async () => {
  const files = new StaticFiles(await readPage(new URL("file:///none/such/")));
  const request = { method: "GET", path: "/", headers: new Map(), isLasting: true };
  const { status, body } = files.answer(request)!;
  assertEquals([status, new TextDecoder().decode(body)], [
    404,
    "The page is not built: deno task web\n",
  ]);
});
