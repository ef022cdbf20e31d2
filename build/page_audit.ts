/**
 * Audits the page with Lighthouse in Chromium: `deno task page-audit`. Each category must have 100, the median of three runs.
 *
 * Lighthouse has a lock file of its own: it brings 200 packages that nothing else needs.
 *
 * @module
 */
import { print } from "../cli/print.ts";

const LIGHTHOUSE = "npm:lighthouse@12.8.2";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

type Category = typeof CATEGORIES[number];

const RUNS = 3;

const ROOT = new URL("../", import.meta.url);

/** The part of Lighthouse's report that is used here. */
interface Report {
  readonly categories: Readonly<Record<Category, CategoryReport>>;
  readonly audits: Readonly<Record<string, AuditReport>>;
}

interface CategoryReport {
  /** From 0 to 1. */
  readonly score: number;
  readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
}

interface AuditReport {
  readonly title: string;
  /** From 0 to 1; `null` if it does not apply. */
  readonly score: number | null;
  readonly displayValue?: string;
}

/** A program that runs in the background, and what it said first. */
class Background implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  /** The text that `pattern` captured in its output. */
  readonly found: string;

  private constructor(process: Deno.ChildProcess, found: string) {
    this.#process = process;
    this.found = found;
  }

  /** Starts a program and waits for what it says on `output`; `pattern` has one group. */
  static async start(
    command: string,
    args: readonly string[],
    { output, pattern }: { readonly output: "stdout" | "stderr"; readonly pattern: RegExp },
  ): Promise<Background> {
    const process = new Deno.Command(command, {
      args: [...args],
      cwd: ROOT,
      stdin: "null",
      stdout: "null",
      stderr: "null",
      [output]: "piped",
    }).spawn();
    const reader = process[output].pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`Cannot start ${command}: ${text}`);
      text += value;
      const found = pattern.exec(text)?.[1];
      if (found === undefined) continue;
      void drain(reader);
      return new Background(process, found);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
  }
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

async function findChromium(): Promise<string | undefined> {
  const { success, stdout } = await new Deno.Command("which", { args: ["chromium"] }).output();
  return success ? new TextDecoder().decode(stdout).trim() : undefined;
}

/** Runs Lighthouse as often as {@linkcode RUNS} says. */
async function audit(chromium: string): Promise<Report[]> {
  const { default: lighthouse } = await import(LIGHTHOUSE);
  await using server = await Background.start(
    Deno.execPath(),
    [
      "run",
      ...["--quiet", "-A", "main.ts", "serve"],
      ...["--port", "0", "--web", "0", "--db", ":memory:"],
    ],
    { output: "stdout", pattern: /(http:\/\/\S+)/ },
  );
  const profile = await Deno.makeTempDir();
  try {
    await using browser = await Background.start(chromium, [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--no-first-run",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
    ], { output: "stderr", pattern: /DevTools listening on ws:\/\/[^:]+:(\d+)\// });
    const reports: Report[] = [];
    for (let run = 0; run < RUNS; run++) {
      const options = {
        port: Number(browser.found),
        logLevel: "error",
        onlyCategories: CATEGORIES,
      };
      reports.push((await lighthouse(server.found, options)).lhr);
    }
    return reports;
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}

/** Returns the audits that cost points, with their values. */
function losses({ categories, audits }: Report, category: Category): string[] {
  const weighed = categories[category].auditRefs.filter(({ weight }) => weight > 0);
  return weighed.flatMap(({ id }) => {
    const { title, score, displayValue = "" } = audits[id]!;
    return score === null || score === 1 ? [] : [`  ${id}: ${title} ${displayValue}`];
  });
}

/** Prints the scores, and what cost points; returns whether all are perfect. */
function judge(reports: readonly Report[]): boolean {
  let isPerfect = true;
  for (const category of CATEGORIES) {
    const scores = reports.map(({ categories }) => Math.round(100 * categories[category].score));
    const median = scores.toSorted((one, other) => one - other)[Math.floor(RUNS / 2)];
    print(`${category}: ${median} (${scores.join(", ")})`);
    if (median === 100) continue;
    isPerfect = false;
    print([...new Set(reports.flatMap((report) => losses(report, category)))].join("\n"));
  }
  return isPerfect;
}

const chromium = await findChromium();
if (chromium === undefined) {
  print("Skipped: Chromium is missing");
  // Where everything should be installed, a check that does not run has failed.
  Deno.exitCode = Deno.env.get("CI") === "true" ? 1 : 0;
} else {
  Deno.exitCode = judge(await audit(chromium)) ? 0 : 1;
}
