import { assertEquals } from "@std/assert";
import { gunzipSync } from "node:zlib";
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
  await Deno.writeTextFile(`${directory}/app.js`, "1");
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

Deno.test("StaticFiles compresses what is worth it if the client accepts that", async () => {
  await using files = await make();
  for (const accepted of ["gzip", "br, gzip", "deflate, GZIP;q=0.5, br", "gzip;q=1.0"]) {
    const { headers, body } = files.ask("/", { "accept-encoding": accepted })!;
    assertEquals(headers!["Content-Encoding"], "gzip", accepted);
    assertEquals(headers!["Vary"], "Accept-Encoding");
    assertEquals(new TextDecoder().decode(gunzipSync(body!)), HTML);
  }
  for (const accepted of ["", "br", "gzip;q=0", "gzip;q=0.0", "x-gzip"]) {
    const { headers, body } = files.ask("/", { "accept-encoding": accepted })!;
    assertEquals(
      [headers!["Content-Encoding"], body!.length],
      [undefined, HTML.length + 100],
      accepted,
    );
  }
  assertEquals(
    files.ask("/app.js", { "accept-encoding": "gzip" })!.headers!["Content-Encoding"],
    undefined,
  );
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
