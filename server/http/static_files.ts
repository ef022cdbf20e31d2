import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { hasToken, type Request } from "./request.ts";
import { fresh, type Response } from "./response.ts";

/** The kinds of files that a page is made of, by the ends of their names. */
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  webmanifest: "application/manifest+json",
  txt: "text/plain; charset=utf-8",
};

/** What must become how much smaller to be worth compressing. */
const WORTH = 0.9;

/** Where the page is, which the executable has within it. */
const DIRECTORY = new URL("../../client/web/dist/", import.meta.url);

/** What is told to whoever runs the server from its sources. */
const NOT_BUILT = "The page is not built: deno task web\n";

/** The name under which the page itself is served. */
const INDEX = "/index.html";

interface File {
  readonly type: string;
  readonly tag: string;
  readonly body: Uint8Array;
  /** The same, compressed, where that is worth it. */
  readonly gzip: Uint8Array | undefined;
}

/** The page: a few files, all in memory, each under its own name and no other. */
export class Page {
  readonly #files: ReadonlyMap<string, File>;

  private constructor(files: ReadonlyMap<string, File>) {
    this.#files = files;
  }

  /**
   * Reads the files.
   *
   * @param directory Where they are.
   */
  static async load(directory: URL = DIRECTORY): Promise<Page> {
    const files = new Map<string, File>();
    for (const { name, isFile } of await list(directory)) {
      const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
      if (!isFile || type === undefined) continue;
      files.set(`/${name}`, toFile(await Deno.readFile(new URL(name, directory)), type));
    }
    return new Page(files);
  }

  /** Answers a request for one of the files; `undefined` where it is for none. */
  answer({ path, headers }: Request): Response | undefined {
    if (path === "/" && this.#files.size === 0) {
      return fresh(404, "text/plain; charset=utf-8", NOT_BUILT);
    }
    const file = this.#files.get(path === "/" ? INDEX : path);
    if (!file) return undefined;
    const { type, tag, body, gzip } = file;
    const common = { "ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding" };
    if (hasToken(headers.get("if-none-match"), tag.toLowerCase())) {
      return { status: 304, headers: common };
    }
    const isCompressed = gzip !== undefined && takesGzip(headers.get("accept-encoding"));
    return {
      status: 200,
      headers: {
        ...common,
        "Content-Type": type,
        ...(isCompressed && { "Content-Encoding": "gzip" }),
      },
      body: isCompressed ? gzip : body,
    };
  }
}

async function list(directory: URL): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(directory));
  } catch (error) {
    // The page is built by a task: without it there is still WebSocket.
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function toFile(body: Uint8Array, type: string): File {
  const gzip = gzipSync(body, { level: 9 });
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 32);
  return {
    type,
    // Weak, as the bytes differ by how they are compressed.
    tag: `W/"${digest}"`,
    body,
    gzip: gzip.length < WORTH * body.length ? gzip : undefined,
  };
}

/** Tells whether a browser takes gzip; a quality of 0 says that it does not. */
function takesGzip(accepted: string | undefined): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(1|0?\.0*[1-9])[^,]*)?(,|$)/i.test(accepted ?? "");
}
