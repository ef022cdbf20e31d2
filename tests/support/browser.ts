import { assertEquals } from "@std/assert";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { type Need, testWith } from "./needs.ts";
import { freePort } from "./ports.ts";
import { startServer, type TestServer } from "./server.ts";

/** How long to wait for something on a page, in milliseconds. */
const TIMEOUT = 30_000;

/** Flags that keep the browser off the network and let it run as root. */
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

/**
 * What a test of the page needs. The page is not tested with the executable, which serves the same bytes;
 * `executable_test.ts` checks that.
 */
export const PAGE: readonly Need[] = ["chromium", "the sources"];

/** Options of {@linkcode BrowserUsers.window}. */
export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  readonly locale?: string;
  readonly javaScriptEnabled?: boolean;
}

/** A browser with one window per user; the windows share no storage. */
export class BrowserUsers implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #server: TestServer;
  /** Errors on the pages, and their requests to other servers. */
  readonly faults: string[] = [];

  private constructor(browser: Browser, server: TestServer) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(server: TestServer): Promise<BrowserUsers> {
    const { stdout } = await new Deno.Command("which", { args: ["chromium"] }).output();
    const executablePath = new TextDecoder().decode(stdout).trim();
    return new BrowserUsers(await chromium.launch({ executablePath, args: ARGS }), server);
  }

  get url(): string {
    return `http://${this.#server.host}:${this.#server.webPort}/`;
  }

  /** Opens the page in a new window, before signing in. */
  async window(options: WindowOptions = {}): Promise<Page> {
    const { width = 1_280, height = 800, colorScheme = "light", locale = "pt-BR" } = options;
    const { javaScriptEnabled = true } = options;
    const context: BrowserContext = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme,
      locale,
      javaScriptEnabled,
    });
    context.setDefaultTimeout(TIMEOUT);
    const page = await context.newPage();
    page.on("pageerror", (error) => this.faults.push(`${error}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(this.url)) this.faults.push(request.url());
    });
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) this.faults.push(message.text());
    });
    const answer = await page.goto(this.url).catch((error) => {
      // A browser on a loaded machine aborts requests by itself; failures of a server have other names.
      if (!`${error}`.includes("ERR_ABORTED")) throw error;
      return page.goto(this.url);
    });
    if (answer?.status() !== 200) throw new Error("The page is missing: run deno task web");
    return page;
  }

  /** Opens a window and signs in. */
  async enter(name: string, options: WindowOptions = {}): Promise<Page> {
    const page = await this.window(options);
    await enterAs(page, name);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Arguments of a test in a browser. */
export interface BrowserFixture {
  readonly server: TestServer;
  readonly people: BrowserUsers;
}

/**
 * Defines a test in a browser: starts a server with the page, and a browser. The test fails if a page sends a request to
 * another server, or reports an error.
 *
 * @param name The name of the test.
 * @param fn The test.
 * @param options What it needs besides a browser.
 */
export function testInBrowser(
  name: string,
  fn: (fixture: BrowserFixture) => Promise<void>,
  { needs = [] }: { readonly needs?: readonly Need[] } = {},
): void {
  testWith([...PAGE, ...needs], name, async () => {
    await using server = await startServer({ args: ["--web", "0"] });
    await using people = await BrowserUsers.start(server);
    await fn({ server, people });
    assertEquals(people.faults, []);
  });
}

/** What a test has whose server starts again. */
export interface RestartFixture extends BrowserFixture {
  /** Starts the server again where it was, with its database, after it has stopped. */
  restart(): Promise<TestServer>;
}

/**
 * Defines a test in a browser whose server stops and starts again.
 *
 * @param name The name of the test.
 * @param fn The test.
 */
export function testOverRestart(
  name: string,
  fn: (fixture: RestartFixture) => Promise<void>,
): void {
  testWith(PAGE, name, async () => {
    await using used = new AsyncDisposableStack();
    const cwd = await Deno.makeTempDir();
    used.defer(() => Deno.remove(cwd, { recursive: true }));
    const web = ["--web", `${freePort()}`];
    const server = used.use(await startServer({ args: web, cwd, port: freePort() }));
    const people = used.use(await BrowserUsers.start(server));
    const restart = async () => used.use(await startServer({ args: web, cwd, port: server.port }));
    await fn({ server, people, restart });
    assertEquals(people.faults, []);
  });
}

/** Signs in on a page. */
export async function enterAs(page: Page, name: string): Promise<void> {
  await page.fill("[name=name]", name);
  await page.press("[name=name]", "Enter");
  await page.waitForSelector("#composer");
}

/** Sends a message in the open conversation and waits until it is shown. */
export async function say(page: Page, text: string): Promise<void> {
  await type(page, text);
  await heard(page, text);
}

/** Types a line and presses Enter. */
export async function type(page: Page, line: string): Promise<void> {
  await page.fill("#composer", line);
  await page.press("#composer", "Enter");
}

/** Returns the newest message of the open conversation that has a text. */
export function message(page: Page, hasText: string | RegExp): Locator {
  return page.locator(".group .message", { hasText }).last();
}

/** Waits until the open conversation shows a message. */
export async function heard(page: Page, text: string): Promise<void> {
  await page.locator(".group .message", { hasText: text }).first().waitFor();
}

/** Waits until an element has a text; with `attached` it need not be visible. */
export async function shown(
  page: Page,
  selector: string,
  hasText: string | RegExp,
  state: "visible" | "attached" = "visible",
): Promise<void> {
  await page.locator(selector, { hasText }).first().waitFor({ state });
}

/** Waits until an element is hidden or, with `detached`, removed. */
export async function gone(
  page: Page,
  selector: string,
  state: "hidden" | "detached" = "hidden",
): Promise<void> {
  await page.locator(selector).first().waitFor({ state });
}

/** Lets a page that lost its connection try again at once, unless it is connected again already. */
export async function reconnect(page: Page): Promise<void> {
  await page.evaluate('document.querySelector(".bar button")?.click()');
}

/** Opens a conversation by its name in the sidebar. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.locator(".sidebar .list-button", { hasText: name }).click();
  await page.locator(".conversation-title h1", { hasText: name }).waitFor();
}
