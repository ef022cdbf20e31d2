import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { needs } from "./needs.ts";
import type { TestServer } from "./server.ts";

/** For how long the page may take to show what it must, in milliseconds. */
const PATIENCE = 30_000;

/** What keeps the browser from the network, and lets it run as anybody. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Whether to leave tests in a browser out, for want of one. */
export const withoutBrowser: boolean = await needs("chromium");

/** Options of a person's window. */
export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  readonly locale?: string;
}

/** A browser, with a window for each of some people, who share nothing. */
export class BrowserUsers implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #server: TestServer;
  /** What the pages said of errors, and asked of other servers. */
  readonly faults: string[] = [];

  private constructor(browser: Browser, server: TestServer) {
    this.#browser = browser;
    this.#server = server;
  }

  /** Starts a browser. */
  static async start(server: TestServer): Promise<BrowserUsers> {
    const { stdout } = await new Deno.Command("which", { args: ["chromium"] }).output();
    const executablePath = new TextDecoder().decode(stdout).trim();
    return new BrowserUsers(await chromium.launch({ executablePath, args: ARGS }), server);
  }

  get url(): string {
    return `http://${this.#server.host}:${this.#server.webPort}/`;
  }

  /** Opens a window on the page, in which nobody is yet. */
  async window(options: WindowOptions = {}): Promise<Page> {
    const { width = 1_280, height = 800, colorScheme = "light", locale = "pt-BR" } = options;
    const context: BrowserContext = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme,
      locale,
    });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on("pageerror", (error) => this.faults.push(`${error}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(this.url)) this.faults.push(request.url());
    });
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) this.faults.push(message.text());
    });
    const answer = await page.goto(this.url).catch((error) => {
      // What the browser gave up by itself, on a loaded machine; what a server does to it has other names.
      if (!`${error}`.includes("ERR_ABORTED")) throw error;
      return page.goto(this.url);
    });
    if (answer?.status() !== 200) throw new Error("There is no page: deno task web makes it");
    return page;
  }

  /** Opens a window and comes in under a name. */
  async enter(name: string, options: WindowOptions = {}): Promise<Page> {
    const page = await this.window(options);
    await page.fill("[name=name]", name);
    await page.press("[name=name]", "Enter");
    await page.waitForSelector("#composer");
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Says something in the talk on the screen, and waits until it was heard. */
export async function say(page: Page, text: string): Promise<void> {
  await type(page, text);
  await heard(page, text);
}

/** Types a line and presses Enter. */
export async function type(page: Page, line: string): Promise<void> {
  await page.fill("#composer", line);
  await page.press("#composer", "Enter");
}

/** Waits until a message is in the talk on the screen. */
export async function heard(page: Page, text: string): Promise<void> {
  await page.locator(".group .message", { hasText: text }).first().waitFor();
}

/** Waits until something is on the page as text; `attached` where it need not be seen. */
export async function shown(
  page: Page,
  selector: string,
  hasText: string | RegExp,
  state: "visible" | "attached" = "visible",
): Promise<void> {
  await page.locator(selector, { hasText }).first().waitFor({ state });
}

/** Waits until something is not to be seen on the page, or, `detached`, not there any more. */
export async function gone(
  page: Page,
  selector: string,
  state: "hidden" | "detached" = "hidden",
): Promise<void> {
  await page.locator(selector).first().waitFor({ state });
}

/** Shows a talk by the name it has in the list. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.locator(".sidebar .talk-button", { hasText: name }).click();
  await page.locator(".talk-title h1", { hasText: name }).waitFor();
}
