import { assert, assertEquals } from "@std/assert";
import { readModuleGraph } from "../tests/support/module_graph.ts";
import { SOURCES } from "./web.ts";

const ROOT = new URL("../", import.meta.url).pathname;

Deno.test("deno task web rebuilds the page only if a source changed or a file is missing", async () => {
  const root = await Deno.makeTempDir();
  try {
    for (const source of SOURCES) await copy(`${ROOT}${source}`, `${root}/${source}`);
    const page = `${root}/client/web/dist`;
    await build(root);
    const first = await list(page);
    assert(first.includes("index.html"));
    const { mtime } = await Deno.stat(`${page}/index.html`);
    await build(root);
    assertEquals((await Deno.stat(`${page}/index.html`)).mtime, mtime);

    await Deno.writeTextFile(`${root}/client/web/static/robots.txt`, "changed");
    await build(root);
    assertEquals(await list(page), first);
    assertEquals(await Deno.readTextFile(`${page}/robots.txt`), "changed");

    await Deno.remove(`${page}/index.html`);
    await build(root);
    assertEquals(await list(page), first);
    await Deno.remove(page, { recursive: true });
    await build(root);
    assertEquals(await list(page), first);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("everything that the page imports is among the sources of its build", async () => {
  const graph = await readModuleGraph();
  const found = new Set(["client/web/app.tsx", "client/web/worker/service_worker.ts"]);
  for (const file of found) for (const target of graph.get(file)!) found.add(target);
  const others = [...found].filter((file) => !SOURCES.some((source) => file.startsWith(source)));
  assertEquals(others, []);
});

async function build(root: string): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "web"],
    cwd: root,
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
}

async function list(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

/** Copies a file, or a folder without the page; a folder's paths end with a slash. */
async function copy(from: string, to: string): Promise<void> {
  if (!from.endsWith("/")) return await Deno.copyFile(from, to);
  if (from.endsWith("/client/web/dist/")) return;
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const end = isDirectory ? "/" : "";
    await copy(`${from}${name}${end}`, `${to}${name}${end}`);
  }
}
