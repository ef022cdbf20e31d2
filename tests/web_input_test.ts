import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { gone, heard, say, shown, testInBrowser, type } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";

testInBrowser("Hebrew and Arabic run from right to left, also in the field", async ({ people }) => {
  const alice = await people.enter("Alice");
  await alice.fill("#composer", "שלום עולם!");
  const direction = (selector: string) =>
    alice.locator(selector).last().evaluate((one) =>
      one.ownerDocument.defaultView.getComputedStyle(one).unicodeBidi
    );
  assertEquals(await direction("#composer"), "plaintext");
  await alice.press("#composer", "Enter");
  await heard(alice, "שלום");
  await say(alice, "left to right!");
  const isMarkFirst = (text: string) =>
    alice.locator(".group .message", { hasText: text }).evaluate((message) => {
      const SHOW_TEXT = 4;
      const node = message.ownerDocument.createTreeWalker(message, SHOW_TEXT).nextNode();
      const left = (index: number) => {
        const range = message.ownerDocument.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        return range.getBoundingClientRect().left;
      };
      return left(node.data.length - 1) < left(0);
    });
  assertEquals([await isMarkFirst("שלום"), await isMarkFirst("left")], [true, false]);
});

testInBrowser("Enter that picks a word of an input method sends nothing", async ({ people }) => {
  const alice = await people.enter("Alice");
  const composer = alice.locator("#composer");
  await composer.fill("にほん");
  for (const more of [{ isComposing: true }, { keyCode: 229 }]) {
    await composer.dispatchEvent("keydown", { key: "Enter", bubbles: true, ...more });
  }
  assertEquals(await composer.inputValue(), "にほん");
  await composer.press("Enter");
  await heard(alice, "にほん");
  assertEquals(await alice.locator(".group .message").count(), 1);
});

testInBrowser(
  "many pasted lines are sent after a question, typed ones without",
  async ({ people }) => {
    const alice = await people.enter("Alice");
    const composer = alice.locator("#composer");
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) => `linha ${index + 1}`).join("\n");
    const paste = (text: string) =>
      composer.evaluate((field, text) => {
        const { ownerDocument } = field;
        const { ClipboardEvent } = ownerDocument.defaultView;
        field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
        ownerDocument.execCommand("insertText", false, text);
      }, text);
    await composer.focus();
    await paste(lines(300));
    await composer.press("Enter");
    await shown(alice, "dialog h2", "Enviar 300 linhas");
    await alice.keyboard.press("Escape");
    await gone(alice, "dialog", "detached");
    assertEquals(await composer.inputValue(), lines(300));
    await composer.press("Enter");
    await alice.locator("dialog .primary:focus").waitFor();
    await alice.keyboard.press("Enter");
    await heard(alice, "linha 300");
    await type(alice, lines(12));
    await alice.locator(".message", { hasText: /linha 12$/ }).waitFor();
    await composer.focus();
    await paste(lines(10));
    await composer.press("Enter");
    await alice.locator(".message", { hasText: /linha 10$/ }).waitFor();
  },
);

testInBrowser(
  "at 320 pixels nothing is cut off, and every target is large",
  async ({ server, people }) => {
    await using bob = await Peer.json(server, "aluno10");
    await using _carla = await Peer.json(server, "aluno9");
    const page = await people.window({ width: 320, height: 568 });
    await page.locator(".card").waitFor();
    await fits(page);
    await page.fill("[name=name]", "Alice");
    await page.keyboard.press("Enter");
    await page.locator("#composer").waitFor();
    await bob.send({
      type: "say",
      room: "#geral",
      text: `${"x".repeat(200)} https://example.org/${"y".repeat(200)}`,
    });
    await heard(page, "xxx");
    await fits(page);
    // The hint takes one row, also if it does not fit.
    const hidden = await page.locator("#composer").evaluate((one) => {
      one.setAttribute("placeholder", "Mensagem para #uma-sala-de-nome-comprido");
      return one.scrollHeight - one.clientHeight;
    });
    assertEquals(hidden, 0);
    for (const command of ["/list", "/search x", "/help", "/register"]) {
      await type(page, command);
      await page.locator("dialog[open]").waitFor();
      await fits(page);
      await page.keyboard.press("Escape");
      await gone(page, "dialog", "detached");
    }
    // Of the settings, only the content scrolls, not their frame.
    await page.getByRole("button", { name: "Salas e pessoas" }).click();
    await page.locator(".account-button").click();
    await page.locator("dialog[open]").waitFor();
    await fits(page);
    const below = await page.locator("dialog").evaluate((one) =>
      one.scrollHeight - one.clientHeight
    );
    assertEquals(below, 0);
    await page.keyboard.press("Escape");
    await gone(page, "dialog", "detached");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Quem está aqui" }).click();
    await page.locator(".members .list-button:focus").waitFor();
    assertEquals(await page.locator(".members .list-label").allTextContents(), [
      "Alice",
      "aluno9",
      "aluno10",
    ]);
    await fits(page);
    // Many rooms: the current one is in sight.
    await page.keyboard.press("Escape");
    for (let index = 1; index <= 14; index++) await type(page, `/watch sala${index}`);
    await type(page, "/join sala14");
    await shown(page, ".conversation-title h1", "#sala14");
    await page.getByRole("button", { name: "Salas e pessoas" }).click();
    await page.locator(".sidebar .list-button:focus", { hasText: "sala14" }).waitFor();
  },
);

/**
 * Asserts that nothing sticks out of the window, and that buttons and fields have 44 pixels in both directions, to a
 * hundredth: what moves has a size of 43.99997.
 */
async function fits(page: Page): Promise<void> {
  const small = await page.evaluate<string[]>(`
    [...document.querySelectorAll("button, input, textarea, [role=option]")]
      .filter((one) => !one.matches(".visually-hidden, [type=radio], [type=checkbox]"))
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((one) => ({ ...one.getBoundingClientRect().toJSON(), html: one.outerHTML }))
      .filter(({ width, height }) => Math.min(width, height).toFixed(2) < 44)
      .map(({ width, height, html }) => width + " × " + height + ": " + html.slice(0, 120))
  `);
  assertEquals(small, []);
  const cut = await page.evaluate<string[]>(`
    [document.documentElement, ...document.querySelectorAll(".log, .dialog, .login")]
      .filter((one) => one.scrollWidth > one.clientWidth)
      .map((one) => one.className || one.tagName)
  `);
  assertEquals(cut, []);
}
