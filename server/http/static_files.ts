import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { hasToken, type HttpRequest } from "./request.ts";
import { type HttpResponse, uncached } from "./response.ts";

/** Content types by file extension. */
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

/** Largest ratio of compressed to original size at which a file is served compressed. */
const MIN_GZIP_RATIO = 0.9;

/** Answer while the page is not built. */
const NOT_BUILT = "The page is not built: deno task web\n";

/** File that is served at `/`. */
const INDEX = "/index.html";

interface StaticFile {
  readonly type: string;
  readonly tag: string;
  readonly body: Uint8Array;
  /** Gzipped body, if that is smaller. */
  readonly gzip: Uint8Array | undefined;
}

/** Files of the page, in memory. */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  /** @param contents Files by name; unknown types are not served. */
  constructor(contents: ReadonlyMap<string, Uint8Array>) {
    const files = new Map<string, StaticFile>();
    for (const [name, body] of contents) {
      const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
      if (type !== undefined) files.set(`/${name}`, toStaticFile(body, type));
    }
    this.#files = files;
  }

  /** Answers a request for a file; returns `undefined` if it does not exist. */
  answer({ path, headers }: HttpRequest): HttpResponse | undefined {
    if (path === "/" && this.#files.size === 0) {
      return uncached(404, "text/plain; charset=utf-8", NOT_BUILT);
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

function toStaticFile(body: Uint8Array, type: string): StaticFile {
  const gzip = gzipSync(body, { level: 9 });
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 32);
  return {
    type,
    // A weak tag, because it also stands for the compressed body.
    tag: `W/"${digest}"`,
    body,
    gzip: gzip.length < MIN_GZIP_RATIO * body.length ? gzip : undefined,
  };
}

/** Returns whether a client accepts gzip; `q=0` means that it does not. */
function takesGzip(accepted: string | undefined): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(1|0?\.0*[1-9])[^,]*)?(,|$)/i.test(accepted ?? "");
}
