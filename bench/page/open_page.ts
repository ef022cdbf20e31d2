import type { Browser, CDPSession, Page } from "playwright-core";
import { waitUntil } from "../../tests/support/wait_until.ts";
import { every } from "./every.ts";

/** Timeout of each wait on the page, in milliseconds: scrolling up thousands of messages takes long. */
const TIMEOUT = 300_000;

/** A page after login, and its measurements. */
export class OpenPage {
  readonly page: Page;
  readonly #devtools: CDPSession;
  #largest = 0;

  private constructor(page: Page, devtools: CDPSession) {
    this.page = page;
    this.#devtools = devtools;
  }

  static async enter(browser: Browser, url: string): Promise<OpenPage> {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
    context.setDefaultTimeout(TIMEOUT);
    const page = await context.newPage();
    await page.goto(url);
    await page.fill("[name=name]", "Leitora");
    await page.press("[name=name]", "Enter");
    await page.waitForSelector("#composer");
    return new OpenPage(page, await context.newCDPSession(page));
  }

  /** Enters a room that stays in the background. */
  async follow(room: string): Promise<void> {
    await this.page.fill("#composer", `/watch ${room.slice(1)}`);
    await this.page.press("#composer", "Enter");
    await this.page.locator(".sidebar .list-button", { hasText: room.slice(1) }).waitFor();
  }

  /** Waits until the title counts so many unread messages. */
  async waitForUnread(count: number): Promise<void> {
    // The page's policy allows no scripts that wait.
    await waitUntil(
      async () => (await this.page.title()).startsWith(`(${count})`),
      `${count} unread messages`,
      { timeout: TIMEOUT, interval: 100 },
    );
  }

  /** Begins to measure how long keys take until the next paint (Event Timing API; less than 16 ms counts as 16). */
  async watchKeys(): Promise<void> {
    await this.page.evaluate(`{
      globalThis.slowest = 16;
      new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) {
          if (/^key|input/.test(name)) globalThis.slowest = Math.max(globalThis.slowest, duration);
        }
      }).observe({ type: "event", durationThreshold: 16 });
    }`);
  }

  /** Milliseconds of the slowest key. */
  slowestKey(): Promise<number> {
    return this.page.evaluate<number>("globalThis.slowest");
  }

  /** Samples the heap each second. What the page no longer uses counts until the browser collects it. */
  async watchHeap(seconds: number): Promise<void> {
    await every(seconds, 1, async () => {
      const { usedSize } = await this.#devtools.send("Runtime.getHeapUsage");
      this.#largest = Math.max(this.#largest, usedSize);
    });
  }

  /** Bytes of the largest sample. */
  largestHeap(): number {
    return this.#largest;
  }

  /** Scrolls up to the first message; returns how many of the first `count` are missing. */
  countLost(count: number): Promise<number> {
    return this.page.evaluate<number>(`(async () => {
      const log = document.querySelector(".log");
      const ids = () =>
        [...log.querySelectorAll("[data-id]")].map((one) => Number(one.dataset.id));
      const since = () => performance.now();
      let known = ids();
      for (let changed = since(); known[0] > 1 && since() - changed < 10_000;) {
        log.scrollTop = 0;
        await new Promise((resolve) => setTimeout(resolve, 20));
        const now = ids();
        if (now.length !== known.length) changed = since();
        known = now;
      }
      const seen = new Set(known);
      return Array.from({ length: ${count} }, (_, index) => index + 1)
        .filter((id) => !seen.has(id)).length;
    })()`);
  }
}
