import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import {
  gone,
  goTo,
  heard,
  reconnect,
  say,
  shown,
  testInBrowser,
  testOverRestart,
  type,
} from "./support/browser.ts";
import type { HistoryPage } from "../protocol/messages/server_messages.ts";
import { signIn } from "./support/change_fixture.ts";
import { Peer } from "./support/peer.ts";
import { ask } from "./support/requests.ts";

/** The code of an invitation that the server does not know. */
const CODE = "A".repeat(22);

/** Waits until the service worker can open the page. */
function kept(page: Page): Promise<unknown> {
  return page.evaluate("navigator.serviceWorker.ready.then(() => true)");
}

/** Names and addresses of what the browser keeps for the page. */
function keptFiles(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(async () => {
    const urls = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) urls.push(url);
    }
    return urls;
  })()`);
}

testOverRestart(
  "the page opens without the server, with what the tab had",
  async ({ server, people, restart }) => {
    const alice = await people.enter("Alice");
    await kept(alice);
    await type(alice, "/join jogos");
    await shown(alice, ".conversation-title h1", "#jogos");
    await say(alice, "dito antes");
    await goTo(alice, "#geral");
    await say(alice, "bom dia");
    await server.stop();
    await alice.reload();
    await shown(alice, ".bar", "Sem conexão");
    await heard(alice, "bom dia");
    await goTo(alice, "#jogos");
    await heard(alice, "dito antes");
    // A second time, too; and what is sent meanwhile waits.
    await alice.reload();
    await shown(alice, ".conversation-title h1", "#jogos");
    await heard(alice, "dito antes");
    await type(alice, "dito sem servidor");
    await shown(alice, ".pending", "será enviada quando a conexão voltar");

    const second = await restart();
    await using bob = await Peer.json(second, "Bob");
    await bob.send({ type: "join", room: "#jogos" });
    await reconnect(alice);
    await heard(alice, "dito sem servidor");
    await gone(alice, ".pending", "detached");
    const history = await ask(bob, { type: "history", room: "#jogos" }) as HistoryPage;
    assertEquals(history.messages.map(({ text }) => text), ["dito antes", "dito sem servidor"]);
    await shown(alice, ".members", "Bob");
    assertEquals(await alice.locator(".group .message").allTextContents(), [
      "dito antes",
      "dito sem servidor",
    ]);
  },
);

testOverRestart(
  "after a long absence the latest messages replace those of the tab",
  async ({ server, people, restart }) => {
    const alice = await people.enter("Alice");
    await kept(alice);
    await say(alice, "há muito tempo");
    await server.stop();
    await alice.reload();
    await heard(alice, "há muito tempo");
    const second = await restart();
    await using bob = await signIn(second, "Bob");
    for (let number = 1; number <= 120; number++) {
      await bob.send({ type: "say", room: "#geral", text: `número ${number}.` });
    }
    await reconnect(alice);
    await heard(alice, "número 120.");
    const texts = await alice.locator(".group .message").allTextContents();
    const start = texts.findIndex((text) => text.startsWith("número"));
    const numbers = texts.slice(start).map((text) => Number(/\d+/.exec(text)));
    for (const [index, number] of numbers.entries()) assertEquals(number, numbers[0]! + index);
    // Either nothing is missing before the first of them, or the old message is not shown above the gap.
    assert(numbers[0] === 1 || start === 0, `${texts.slice(0, start + 1)}`);
  },
);

testInBrowser(
  "the browser keeps no private messages or codes, and nothing after signing out",
  async ({ server, people }) => {
    await using bob = await signIn(server, "Bob");
    const alice = await people.enter("Alice");
    await kept(alice);
    await say(alice, "para todos");
    await bob.send({ type: "direct", to: "Alice", text: "a sós" });
    await goTo(alice, "Bob");
    await heard(alice, "a sós");
    await alice.goto(`${people.url}#/segredo?code=${CODE}`);
    await alice.reload();
    await alice.locator("#composer").waitFor();
    const log = await alice.evaluate<string>("sessionStorage.getItem('chat.log')");
    assert(log.includes("para todos") && !log.includes("a sós"), log);
    const files = await keptFiles(alice);
    assert(files.includes(`${people.url}index.html`), `${files}`);
    assert(!files.some((url) => /code=|segredo|\/ws|\.png/.test(url)), `${files}`);
    await goTo(alice, "#geral");
    await type(alice, "/quit");
    await alice.locator(".card").waitFor();
    await alice.reload();
    await alice.locator(".card").waitFor();
    assertEquals(await alice.evaluate("sessionStorage.length"), 0);
  },
);

testInBrowser("without JavaScript the page explains the terminal", async ({ people }) => {
  const page = await people.window({ javaScriptEnabled: false });
  await shown(page, ".no-script", "Esta página precisa de JavaScript");
  await shown(page, ".no-script", "This page needs JavaScript");
  await shown(page, ".no-script pre", "chat connect SERVIDOR:PORTA");
  assertEquals(await page.locator(".card").count(), 0);
  assertEquals(await page.locator(".starting").isVisible(), false);
  // It can be scrolled to its end, also on a small screen.
  await page.setViewportSize({ width: 320, height: 400 });
  await page.locator(".no-script p").last().scrollIntoViewIfNeeded();
  const box = await page.locator(".no-script p").last().boundingBox();
  assert(box && box.y + box.height <= 400, JSON.stringify(box));
});

testInBrowser(
  "the login form waits for the script only, and says if the rest is missing",
  async ({ people }) => {
    const page = await people.window();
    const { promise: loaded, resolve: load } = Promise.withResolvers<void>();
    await page.route("**/app-*.js", (route) => loaded.then(() => route.continue()));
    await page.route("**/texts_*.js", (route) => route.abort());
    await page.reload({ waitUntil: "commit" });
    await shown(page, ".starting h1", "chat");
    load();
    await page.locator("form.card").waitFor();
    assertEquals(await page.locator("main").count(), 1);
    await page.fill("input[name=name]", "Alice");
    await page.click("button[type=submit]");
    await shown(page, ".error", "Não foi possível conectar ao servidor");
    await page.unroute("**/texts_*.js");
    await page.click("button[type=submit]");
    await page.locator("#composer").waitFor();
  },
);
