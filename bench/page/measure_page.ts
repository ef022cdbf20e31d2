import { chromium } from "playwright-core";
import type { Measurements } from "../measurement.ts";
import type { BenchOptions } from "../options.ts";
import { printProgress } from "../print.ts";
import { serveCommand, WEB_LISTENING } from "../systems/chat.ts";
import { missing } from "../systems/missing.ts";
import { ServerProcess } from "../systems/server_process.ts";
import { TemporaryDirectory } from "../temporary_directory.ts";
import { Keyboard } from "./keyboard.ts";
import { OpenPage } from "./open_page.ts";
import { Speakers } from "./speakers.ts";

/** Name of the scenario on the command line. */
export const PAGE = "page";

/** Messages of the rooms that are not on screen, and their number. */
const BACKGROUND = { rooms: 4, messages: 14_000 } as const;

/** Messages a second in the room on screen, for how many seconds, and keys a second meanwhile. */
const BUSY = { rate: 100, seconds: 60, keys: 10 } as const;

/** Bounds on the medians. */
const BOUNDS = { "slowest key ms": 100, "heap bytes": 60e6 } as const;

type PageMetric = keyof typeof BOUNDS;

/**
 * Measures the page in Chromium while 100 messages a second arrive in the room on screen, after 14,000 in other rooms: the
 * slowest key press until its effect is painted, and the largest heap. Then it scrolls up to the first message.
 *
 * @returns Lines about what was skipped, and about what missed a bound.
 */
export async function measurePage(
  { runs }: BenchOptions,
  measurements: Measurements,
): Promise<{ readonly skipped: readonly string[]; readonly failures: readonly string[] }> {
  const obstacle = await missing("chromium", "chromium");
  if (obstacle !== undefined) return { skipped: [`page: skipped, ${obstacle}`], failures: [] };
  const failures: string[] = [];
  const values: Record<PageMetric, number[]> = { "slowest key ms": [], "heap bytes": [] };
  for (let run = 0; run < runs; run++) {
    printProgress(`page: ${run + 1} of ${runs}`);
    const { lost, ...measured } = await measureOnce();
    for (const metric of Object.keys(BOUNDS) as PageMetric[]) {
      values[metric].push(measured[metric]);
      measurements.add({ ...ABOUT, metric }, measured[metric]);
    }
    if (lost > 0) failures.push(`page: ${lost} messages cannot be reached by scrolling up`);
  }
  for (const [metric, bound] of Object.entries(BOUNDS) as [PageMetric, number][]) {
    const median = values[metric].toSorted((one, other) => one - other)[runs >> 1]!;
    if (median > bound) failures.push(`page: ${metric} is ${Math.round(median)}, over ${bound}`);
  }
  return { skipped: [], failures };
}

const ABOUT = {
  scenario: "page, 20,000 messages, 100/s on screen, 10 keys/s",
  system: "chat",
  title: "chat",
  isChat: true,
};

async function measureOnce(): Promise<Record<PageMetric | "lost", number>> {
  await using directory = new TemporaryDirectory();
  const flags = ["--port", "0", "--web", "0", "--rate", "0", "--db", `${directory.path}/chat.db`];
  await using server = await ServerProcess.start(serveCommand(flags), { listening: WEB_LISTENING });
  await using speakers = await Speakers.connect(server.port);
  await using browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const page = await OpenPage.enter(browser, `http://127.0.0.1:${server.port}/`);
  const rooms = Array.from({ length: BACKGROUND.rooms }, (_, index) => `#fundo${index + 1}`);
  for (const room of rooms) await page.follow(room);
  await speakers.sayAll(rooms, BACKGROUND.messages);
  await page.waitForUnread(BACKGROUND.messages);
  await page.watchKeys();
  const count = BUSY.rate * BUSY.seconds;
  const keyboard = new Keyboard(page.page);
  await Promise.all([
    speakers.sayAtRate("#geral", count, BUSY.rate),
    keyboard.type(BUSY.keys * BUSY.seconds, BUSY.keys),
    page.watchHeap(BUSY.seconds),
  ]);
  return {
    "slowest key ms": await page.slowestKey(),
    "heap bytes": await page.largestHeap(),
    lost: await page.countLost(count + keyboard.sent),
  };
}
