import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { goTo, heard, say, shown, testInBrowser, type } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";
import { waitUntil } from "./support/wait_until.ts";

/** Pixels of the log below its visible part. */
function belowTheFold(page: Page): Promise<number> {
  return page.locator(".log").evaluate((log) =>
    log.scrollHeight - log.scrollTop - log.clientHeight
  );
}

testInBrowser(
  "the log stays at its end while the field grows, and shows what is sent",
  async ({ server, people }) => {
    await using bob = await Peer.json(server, "Bob");
    for (let id = 1; id <= 60; id++) {
      await bob.send({ type: "say", room: "#geral", text: `mensagem ${id}`, ref: id });
    }
    await bob.skipTo("ack");
    const alice = await people.enter("Alice");
    await heard(alice, "mensagem 60");
    const composer = alice.locator("#composer");
    const height = () => composer.evaluate((field) => field.clientHeight);
    const before = await height();
    for (let line = 1; line <= 8; line++) {
      await composer.pressSequentially(`linha ${line}`);
      await composer.press("Shift+Enter");
    }
    assert(await height() > 4 * before, `${await height()} px`);
    await waitUntil(async () => await belowTheFold(alice) < 2, "the end of the log");
    await composer.press("Enter");
    await heard(alice, "linha 8");
    await waitUntil(async () => await height() === before, "a field of one line");
    await waitUntil(async () => await belowTheFold(alice) < 2, "the end of the log");
    // While earlier messages are read, what is sent is shown, and what others say is not.
    await alice.locator(".log").evaluate((log) => log.scrollTop = 200);
    await bob.send({ type: "say", room: "#geral", text: "de outro" });
    await alice.locator(".to-end").waitFor();
    await type(alice, "minha resposta");
    await waitUntil(async () => await belowTheFold(alice) < 2, "the end of the log");
    await say(alice, "e mais uma");
  },
);

testInBrowser("a room may be left while its log scrolls", async ({ people }) => {
  const alice = await people.enter("Alice");
  await say(alice, Array.from({ length: 60 }, (_, line) => `linha ${line}`).join("\n"));
  await type(alice, "/join jogos");
  await shown(alice, ".conversation-title h1", "#jogos");
  await goTo(alice, "geral");
  await heard(alice, "linha 59");
  // The event of scrolling comes with the next frame, when the log is gone; a fault fails the test.
  await alice.locator(".log").evaluate((log) => {
    log.scrollTop = 0;
    const rooms = [...log.ownerDocument.querySelectorAll(".sidebar .list-button")];
    rooms.find((room: { textContent: string }) => room.textContent.includes("jogos")).click();
  });
  await shown(alice, ".conversation-title h1", "#jogos");
  await say(alice, "oi");
});

testInBrowser(
  "what is typed while the log has the focus goes into the message",
  async ({ people }) => {
    const alice = await people.enter("Alice");
    await say(alice, "um");
    await alice.locator(".log-start").click();
    await alice.locator(".log:focus").waitFor();
    await alice.keyboard.type("dois");
    assertEquals(await alice.locator("#composer").inputValue(), "dois");
    // In a message, letters are keys of their own.
    await alice.keyboard.press("Enter");
    await heard(alice, "dois");
    await alice.keyboard.press("Shift+Tab");
    await alice.keyboard.press("r");
    await alice.locator(".composer", { hasText: "Em resposta a" }).waitFor();
    assertEquals(await alice.locator("#composer").inputValue(), "");
  },
);

testInBrowser("a code after a colon completes to an emoji", async ({ people }) => {
  const alice = await people.enter("Alice");
  const composer = alice.locator("#composer");
  await composer.pressSequentially("que dia :smil");
  const options = alice.getByRole("option");
  await options.filter({ hasText: ":smile:" }).waitFor();
  await composer.pressSequentially("e:");
  await options.first().filter({ hasText: "😄" }).waitFor();
  // A busy machine draws late; the cursor must be in its place before the next key all the same.
  await alice.evaluate(
    "((draw) => self.requestAnimationFrame = (fn) => setTimeout(draw, 200, fn))(self.requestAnimationFrame)",
  );
  await composer.press("Enter");
  assertEquals(await composer.inputValue(), "que dia 😄 ");
  await composer.pressSequentially("às 12:30 :)", { delay: 40 });
  await composer.press("Enter");
  await heard(alice, "que dia 😄 às 12:30 :)");
});

testInBrowser("a user is told of /help until the first message", async ({ people }) => {
  const alice = await people.enter("Alice");
  const hint = alice.locator("#composer-hint");
  await hint.filter({ hasText: "/help mostra os comandos" }).waitFor();
  await say(alice, "oi");
  await hint.filter({ hasText: "Enter envia" }).waitFor();
  await alice.reload();
  await heard(alice, "oi");
  await hint.filter({ hasText: "Enter envia" }).waitFor();
});
