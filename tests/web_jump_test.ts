/** Jumps to earlier messages on the page: from a search result, and from a quote. */
import { assert, assertEquals } from "@std/assert";
import type { Locator, Page } from "playwright-core";
import { enterAs, gone, goTo, heard, shown, testInBrowser, type } from "./support/browser.ts";
import { idOf, say, signIn } from "./support/change_fixture.ts";
import type { Peer } from "./support/peer.ts";

/** Number of messages between the first ones and the latest: far more than a page of the history has. */
const FAR = 600;

/** Says a word to find, then many other messages; returns its id. */
async function bury(peer: Peer): Promise<number> {
  const asked = await say(peer, "Quem traz a maçã?");
  for (let index = 0; index < FAR - 1; index++) {
    await peer.send({ type: "say", room: "#geral", text: `linha ${index}` });
  }
  await say(peer, `linha ${FAR - 1}`);
  return asked;
}

/** Keeps the requests for history that a page sends from now on. */
function historyOf(page: Page): Record<string, unknown>[] {
  const sent: Record<string, unknown>[] = [];
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const message = JSON.parse(`${payload}`);
      if (message.type === "history") sent.push(message);
    }));
  return sent;
}

/** Ids of the messages that are drawn. */
function idsIn(log: Locator): Promise<number[]> {
  return log.locator(".group .message").evaluateAll((all) =>
    all.map((message) => Number(message.getAttribute("data-id")))
  );
}

function contiguous(ids: readonly number[]): readonly number[] {
  return ids.map((_, index) => ids[0]! + index);
}

testInBrowser(
  "a search result is shown in one request from any distance",
  async ({ server, people }) => {
    await using carla = await signIn(server, "Carla");
    const asked = await bury(carla);
    const page = await people.window();
    const requests = historyOf(page);
    await enterAs(page, "Alice");
    await heard(page, `linha ${FAR - 1}`);
    const before = requests.length;
    await type(page, "/search MACA");
    await page.locator(".results button").click();
    await page.locator(".message.is-target", { hasText: "maçã" }).waitFor();
    assertEquals(requests.slice(before).map(({ around }) => around), [asked]);
    const log = page.locator(".log");
    // A window on the past, where new messages do not come in between.
    await say(carla, "novidade");
    await shown(page, ".to-end", "1 nova");
    const ids = await idsIn(log);
    assertEquals(ids, contiguous(ids));
    assert(ids.at(-1)! < FAR);
    // Changes do.
    await idOf(carla, { type: "edit", about: asked, text: "Quem traz a pera?" });
    await shown(page, ".is-target", "Quem traz a pera?");
    // What went wrong is said where the user looks.
    await type(page, "/edit -99 x");
    await shown(page, ".to-end.is-error", "A mensagem -99 de #geral não existe");
    await page.locator(".to-end").click();
    await shown(page, ".note.is-error", "A mensagem -99 de #geral não existe");
    await gone(page, ".to-end", "detached");
    await log.evaluate((log) => log.scrollTop = 0);
    await shown(page, ".to-end:not(.is-error)", "Ir para o fim");
    await type(page, "/search PERA");
    await page.locator(".results button").click();
    await page.locator(".message.is-target", { hasText: "pera" }).waitFor();
    // Scrolling to the bottom loads later messages.
    await log.evaluate((log) => log.scrollTop = log.scrollHeight);
    await page.locator(`[data-id="${ids.at(-1)! + 1}"]`).waitFor({ state: "attached" });
    await page.locator(".to-end").click();
    await heard(page, "novidade");
    await gone(page, ".to-end", "detached");
    await gone(page, ".message.is-target", "detached");
    assertEquals(await idsIn(log).then((ids) => ids.at(-1)), FAR + 2);
  },
);

testInBrowser("a quote leads to a message that is not on the page", async ({ server, people }) => {
  await using carla = await signIn(server, "Carla");
  const asked = await bury(carla);
  const page = await people.window();
  const requests = historyOf(page);
  await enterAs(page, "Alice");
  await heard(page, `linha ${FAR - 1}`);
  await say(carla, "Alguém?", { reply: asked });
  const before = requests.length;
  const quote = page.getByRole("button", { name: "Quem traz a maçã?" });
  await quote.click();
  await page.locator(".message.is-target:focus", { hasText: "maçã" }).waitFor();
  assertEquals(requests.slice(before).map(({ around }) => around), [asked]);
  // What is sent from there is shown where it is: at the end.
  await page.keyboard.press("r");
  await page.locator("#composer:focus").waitFor();
  await page.keyboard.type("Eu trago");
  await page.keyboard.press("Enter");
  await heard(page, "Eu trago");
  await gone(page, ".to-end", "detached");
  await page.getByRole("button", { name: "Quem traz a maçã?" }).nth(1).click();
  await page.locator(".message.is-target", { hasText: "maçã" }).waitFor();
  // A user who comes back to the room sees the latest messages.
  await type(page, "/join jogos");
  await shown(page, ".conversation-title h1", "#jogos");
  await goTo(page, "geral");
  await heard(page, "Eu trago");
  // The window goes on until it has joined the latest messages, and stays where it is.
  await quote.first().click();
  await page.locator(".message.is-target", { hasText: "maçã" }).waitFor();
  const log = page.locator(".log");
  while (await page.locator(".log-end").count() > 0) {
    await log.evaluate((log) => log.scrollTop = log.scrollHeight);
    await page.locator(".log-end button:disabled").waitFor({ state: "detached" });
  }
  const ids = await idsIn(log);
  assertEquals(ids, contiguous(ids));
  assertEquals([ids[0], ids.at(-1)], [asked, FAR + 3]);
  // Nothing leads to a deleted message.
  await idOf(carla, { type: "delete", about: asked });
  await page.locator("button.quote").first().waitFor({ state: "detached" });
});
