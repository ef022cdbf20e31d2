/**
 * Service worker: opens the page without a network, from a copy of its files that `build/page.ts` lists.
 *
 * It answers GET requests for these files and nothing else; what users say never passes through it. A browser runs it on
 * HTTPS and on the same machine only, and elsewhere the page works without it.
 *
 * @module
 */

/** Names of the files to keep, and a hash of their contents. */
declare const FILES: readonly string[];
declare const VERSION: string;

/** How long to wait for the server before the copy of the page opens, in milliseconds. */
const PATIENCE = 5_000;

const INDEX = "index.html";

interface LifecycleEvent {
  waitUntil(done: Promise<unknown>): void;
}

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** What is used of the scope of a service worker, whose types exclude those of a page. */
interface WorkerScope {
  addEventListener(type: "install" | "activate", listener: (event: LifecycleEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

const scope = globalThis as unknown as WorkerScope;

const pathOf = (name: string) => new URL(name, location.href).pathname;

const ROOT = pathOf("./");

/** Other pages of the same origin have caches, too. */
const PREFIX = `chat ${ROOT} `;

const CACHE = PREFIX + VERSION;

const PATHS: ReadonlySet<string> = new Set(FILES.map(pathOf));

scope.addEventListener("install", (event) => event.waitUntil(copyFiles()));

// The former version goes when no tab uses it any more: until then its tabs may load further chunks.
scope.addEventListener("activate", (event) => event.waitUntil(removeFormer()));

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname === ROOT || pathname === pathOf(INDEX)) event.respondWith(openPage(request));
  else if (PATHS.has(pathname)) event.respondWith(openFile(request, pathname));
});

async function copyFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
}

async function removeFormer(): Promise<void> {
  const former = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(former.map((name) => caches.delete(name)));
}

/** Opens the page as the server has it, or its copy if the server does not answer. */
async function openPage(request: Request): Promise<Response> {
  const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) })
    .catch(() => Response.error());
  // A proxy answers for a server that is gone.
  if (response.type !== "error" && response.status < 500) return response;
  return await copyOf(pathOf(INDEX)) ?? response;
}

async function openFile(request: Request, path: string): Promise<Response> {
  return await copyOf(path) ?? await fetch(request);
}

/** Looks a file up by its path alone: the address of the page may have a room or the code of an invitation after it. */
async function copyOf(path: string): Promise<Response | undefined> {
  const cache = await caches.open(CACHE);
  return await cache.match(path);
}
