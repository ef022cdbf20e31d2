import { assert, assertEquals } from "@std/assert";
import type { Locator } from "playwright-core";
import { gone, goTo, heard, shown, testInBrowser, type } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";

/** Number of messages. */
const COUNT = 300;

testInBrowser(
  "scrolling up loads history without moving it, and search finds it",
  async ({ server, people }) => {
    await using bob = await Peer.json(server, "Bob");
    for (let id = 1; id <= COUNT; id++) {
      const text = id === 40 ? "a palavra é maçã" : `mensagem ${id}`;
      await bob.send({ type: "say", room: "#geral", text, ref: id });
    }
    await bob.skipTo("ack");
    const alice = await people.enter("Alice");
    await heard(alice, `mensagem ${COUNT}`);
    const log = alice.locator(".log");
    const messages = log.locator(".message");
    const distanceFromEnd = () =>
      log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    assert(await distanceFromEnd() < 2);
    // The page loads enough history to fill the window.
    const before = await messages.count();
    assert(before < COUNT);

    await log.evaluate((log) => log.scrollTop = 300);
    const seen = await topMessage(log);
    await alice.locator(`[data-id="${COUNT - before - 20}"]`).waitFor({ state: "attached" });
    assertEquals(await topMessage(log), seen);
    assert(await distanceFromEnd() > 100);

    // The position stays while the user reads history, also after resizing the window.
    await alice.setViewportSize({ width: 1_280, height: 700 });
    // In the frame after the one in which the log has its new size.
    const top = await log.evaluate((log) => {
      const { requestAnimationFrame } = log.ownerDocument.defaultView;
      return new Promise<number>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(log.scrollTop)))
      );
    });
    await bob.send({ type: "say", room: "#geral", text: "agora mesmo" });
    await shown(alice, ".to-end", "1 nova");
    assertEquals(await log.evaluate((log) => log.scrollTop), top);
    await alice.locator(".to-end").click();
    await alice.locator(".to-end").waitFor({ state: "detached" });
    assert(await distanceFromEnd() < 2);

    await type(alice, "/search MACA");
    await shown(alice, ".results mark", "maçã");
    await alice.locator(".results button").click();
    await alice.locator(".message.is-target", { hasText: "maçã" }).waitFor();
    assert(await isOnScreen(log, ".message.is-target"));
    const place = await log.evaluate((log) => log.scrollTop -= 150);
    await bob.send({ type: "say", room: "#geral", text: "e mais" });
    await shown(alice, ".to-end", "1 nova");
    assertEquals(await log.evaluate((log) => log.scrollTop), place);

    // A user who returns to a room continues where they were.
    await type(alice, "/join jogos");
    await shown(alice, ".conversation-title h1", "#jogos");
    for (let id = 1; id <= 60; id++) {
      await bob.send({ type: "say", room: "#geral", text: `+${id}` });
    }
    // Includes the message that came while she read history.
    await shown(alice, ".badge", "61");
    await goTo(alice, "geral");
    await shown(alice, ".to-end", "61 novas");
    assert(await isOnScreen(log, ".new-mark"));
    await alice.locator(".to-end").click();
    await gone(alice, ".badge");
    const ids = await messages.evaluateAll((all) =>
      all.map((message) => Number(message.getAttribute("data-id")))
    );
    assertEquals(ids, ids.map((_, index) => ids[0]! + index));
  },
);

/** Id and position of the first message on the screen. */
function topMessage(log: Locator): Promise<[id: string | null, top: number]> {
  return log.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    const message = [...log.querySelectorAll(".message")].find((message) =>
      message.getBoundingClientRect().top >= top
    )!;
    return [message.getAttribute("data-id"), Math.round(message.getBoundingClientRect().top - top)];
  });
}

function isOnScreen(log: Locator, selector: string): Promise<boolean> {
  return log.evaluate((log, selector) => {
    const frame = log.getBoundingClientRect();
    const { top, bottom } = log.querySelector(selector)!.getBoundingClientRect();
    return top >= frame.top && bottom <= frame.bottom;
  }, selector);
}
