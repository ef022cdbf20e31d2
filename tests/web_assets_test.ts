import { assert, assertEquals, assertMatch } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { get, scriptOf } from "./support/http.ts";
import { startServer, type TestServer } from "./support/server.ts";

const WEB = ["--web", "0"];

/** Requests a file as it is sent, without decompression; the program's HTTP client would undo it. */
async function load(
  { host, webPort }: TestServer,
  path: string,
  accepted = "",
): Promise<{ readonly head: string; readonly body: Uint8Array }> {
  // The end of its stream closes the connection.
  const conn = await Deno.connect({ hostname: host, port: webPort! });
  const request = `GET ${path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${accepted}\r\n` +
    "Connection: close\r\n\r\n";
  await conn.write(new TextEncoder().encode(request));
  const bytes = new Uint8Array(await new Response(conn.readable).arrayBuffer());
  const text = new TextDecoder("latin1").decode(bytes);
  const end = text.indexOf("\r\n\r\n");
  return { head: text.slice(0, end), body: bytes.subarray(end + 4) };
}

Deno.test("every file that the page names is served, and those with a hash for a year", async () => {
  await using server = await startServer({ args: WEB });
  const [, page] = await get(server, "/");
  const { icons } = JSON.parse((await get(server, "/manifest.webmanifest"))[1]);
  const named = [...page.matchAll(/(?:href|src|content)="([\w-]+\.\w+)"/g)].map(([, name]) =>
    name!
  );
  assert(named.some((name) => /^app-[0-9A-F]{8}\.js$/.test(name)), `${named}`);
  assert(named.some((name) => /^app-[0-9A-F]{8}\.css$/.test(name)), `${named}`);
  for (const name of [...named, ...icons.map(({ src }: { readonly src: string }) => src)]) {
    const { head, body } = await load(server, `/${name}`);
    assert(head.startsWith("HTTP/1.1 200 "), `${name}: ${head}`);
    assert(body.length > 0, name);
    const expected = /-[0-9A-Z]{8}\.\w+$/.test(name)
      ? "Cache-Control: public, max-age=31536000, immutable"
      : "Cache-Control: no-cache";
    assert(head.includes(`\r\n${expected}\r\n`), `${name}: ${head}`);
  }
  for (const path of ["/", "/service_worker.js"]) {
    assertMatch((await load(server, path)).head, /\r\nCache-Control: no-cache\r\n/);
  }
});

Deno.test("the page is sent in Brotli or gzip, as the browser accepts", async () => {
  await using server = await startServer({ args: WEB });
  for (const path of ["/", await scriptOf(server)]) {
    const plain = await load(server, path);
    assert(!plain.head.includes("Content-Encoding"), plain.head);
    const brotli = await load(server, path, "gzip, deflate, br, zstd");
    assertMatch(brotli.head, /\r\nContent-Encoding: br\r\n/);
    assertEquals(new Uint8Array(brotliDecompressSync(brotli.body)), plain.body);
    const gzip = await load(server, path, "gzip, deflate");
    assertMatch(gzip.head, /\r\nContent-Encoding: gzip\r\n/);
    assertEquals(new Uint8Array(gunzipSync(gzip.body)), plain.body);
    assert(brotli.body.length < gzip.body.length, `${path}: ${brotli.body.length}`);
    for (const { head } of [plain, brotli, gzip]) {
      assertMatch(head, /\r\nVary: Accept-Encoding\r\n/);
    }
    // The compressed files have no address of their own.
    for (const extension of ["br", "gz"]) {
      assertEquals((await get(server, `${path}.${extension}`))[0], 404);
    }
  }
});

Deno.test("the first view stays under 60 KB in either coding", async () => {
  await using server = await startServer({ args: WEB });
  const [, page] = await get(server, "/");
  const named = [...page.matchAll(/<(?:script|link rel="(?!apple)|img)[^>]*"([\w-]+\.\w+)"/g)]
    .map(([, name]) => name!);
  assert(named.length > 5, `${named}`);
  for (const accepted of ["br", "gzip"]) {
    const files = ["", ...new Set(named)].map((name) => load(server, `/${name}`, accepted));
    const sizes = (await Promise.all(files)).map(({ head, body }) => head.length + body.length);
    const sum = sizes.reduce((total, size) => total + size, 0);
    assert(sum < 60_000, `${sum} bytes: ${named} ${sizes}`);
  }
});

Deno.test("the icons have the types and sizes that are announced", async () => {
  await using server = await startServer({ args: WEB });
  const manifest = JSON.parse((await get(server, "/manifest.webmanifest"))[1]);
  const { id, lang, description, icons } = manifest;
  assertEquals([id, lang, typeof description], ["./", "pt-BR", "string"]);
  assert(
    icons.some(({ purpose }: { readonly purpose?: string }) => purpose === "maskable"),
    "a maskable icon",
  );
  const sizes: readonly (readonly [string, number])[] = [
    ["/icon-192.png", 192],
    ["/icon-512.png", 512],
    ["/icon-maskable-512.png", 512],
    ["/apple-touch-icon.png", 180],
  ];
  for (const [path, size] of sizes) {
    const { head, body } = await load(server, path);
    assertMatch(head, /\r\nContent-Type: image\/png\r\n/);
    assertEquals(sizeOf(body), [size, size], path);
  }
  const { head, body } = await load(server, "/favicon.ico");
  assertMatch(head, /\r\nContent-Type: image\/x-icon\r\n/);
  assertEquals([...body.subarray(0, 8)], [0, 0, 1, 0, 1, 0, 32, 32]);
  assertEquals(sizeOf(body.subarray(22)), [32, 32]);
});

/** Reads width and height from the header of a PNG. */
function sizeOf(png: Uint8Array): [width: number, height: number] {
  assertEquals(new TextDecoder().decode(png.subarray(1, 4)), "PNG");
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

Deno.test("robots.txt lets search engines see the page", async () => {
  await using server = await startServer({ args: WEB });
  assertEquals(await get(server, "/robots.txt"), [200, "User-agent: *\nDisallow: /ws\n"]);
});
