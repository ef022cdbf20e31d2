import { createHash } from "node:crypto";
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

/** Content codings in order of preference, with the extension that `build/page.ts` gives to the compressed file. */
const CODINGS = [["br", "br"], ["gzip", "gz"]] as const;

/** Names with a hash of their contents, as the bundler and `build/page.ts` give them: such a file never changes. */
const HASHED = /-[0-9A-Z]{8}\.(js|css)$/;

/** A year, the most that caches heed. */
const IMMUTABLE = "public, max-age=31536000, immutable";

/** Answer while the page is not built. */
const NOT_BUILT = "The page is not built: deno task web\n";

/** File that is served at `/`. */
const INDEX = "/index.html";

interface StaticFile {
  readonly type: string;
  readonly tag: string;
  readonly cacheControl: string;
  readonly body: Uint8Array;
  /** Compressed bodies by content coding, the best first. */
  readonly compressed: ReadonlyMap<string, Uint8Array>;
}

/** Files of the page, in memory. */
export class StaticFiles {
  readonly #files: ReadonlyMap<string, StaticFile>;

  /** @param contents Files by name, and compressed ones by their name and `.br` or `.gz`; unknown types are not served. */
  constructor(contents: ReadonlyMap<string, Uint8Array>) {
    const files = new Map<string, StaticFile>();
    for (const name of contents.keys()) {
      const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
      if (type !== undefined) files.set(`/${name}`, toStaticFile(name, type, contents));
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
    const { type, tag, cacheControl, body, compressed } = file;
    const common = { "ETag": tag, "Cache-Control": cacheControl, "Vary": "Accept-Encoding" };
    if (hasToken(headers.get("if-none-match"), tag.toLowerCase())) {
      return { status: 304, headers: common };
    }
    const accepted = headers.get("accept-encoding");
    const coding = [...compressed.keys()].find((coding) => accepts(coding, accepted));
    return {
      status: 200,
      headers: {
        ...common,
        "Content-Type": type,
        ...(coding !== undefined && { "Content-Encoding": coding }),
      },
      body: coding === undefined ? body : compressed.get(coding)!,
    };
  }
}

function toStaticFile(
  name: string,
  type: string,
  contents: ReadonlyMap<string, Uint8Array>,
): StaticFile {
  const body = contents.get(name)!;
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 32);
  const compressed = new Map<string, Uint8Array>();
  for (const [coding, extension] of CODINGS) {
    const shorter = contents.get(`${name}.${extension}`);
    if (shorter) compressed.set(coding, shorter);
  }
  return {
    type,
    // A weak tag, because it also stands for the compressed bodies.
    tag: `W/"${digest}"`,
    cacheControl: HASHED.test(name) ? IMMUTABLE : "no-cache",
    body,
    compressed,
  };
}

/** Returns whether a client accepts a content coding; `q=0` means that it does not. */
function accepts(coding: string, accepted = ""): boolean {
  return accepted.toLowerCase().split(",").some((one) => {
    const [name, ...parameters] = one.split(";").map((part) => part.trim());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
