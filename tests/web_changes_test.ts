import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { gone, goTo, heard, message, say, shown, testInBrowser, type } from "./support/browser.ts";
import { idOf, say as sayFrom, signIn } from "./support/change_fixture.ts";

testInBrowser("own messages are edited by key and with Up", async ({ people }) => {
  const alice = await people.enter("Alice");
  const bob = await people.enter("Bob", { locale: "en" });
  await say(alice, "Olá a todo");
  await heard(bob, "Olá a todo");
  // Up needs an empty field; Escape gives up.
  const composer = alice.locator("#composer");
  await composer.fill("meio");
  await composer.press("ArrowUp");
  assertEquals(await composer.inputValue(), "meio");
  await composer.fill("");
  await composer.press("ArrowUp");
  assertEquals(await composer.inputValue(), "Olá a todo");
  await shown(alice, ".draft-target", "Editando");
  await composer.press("Escape");
  assertEquals(await composer.inputValue(), "");
  await gone(alice, ".draft-target", "detached");
  await composer.press("ArrowUp");
  await composer.press("s");
  await composer.press("Enter");
  for (const page of [alice, bob]) await heard(page, "Olá a todos");
  await shown(alice, ".edited", "(editada)");
  await shown(bob, ".edited", "(edited)");
  const title = await alice.locator(".edited").getAttribute("title");
  assert(/^Editada: Hoje, \d\d:\d\d$/.test(title ?? ""), `${title}`);
  // A draft is kept while another message is edited, and a leading / is text.
  await composer.fill("rascunho");
  await message(alice, "Olá").press("e");
  assertEquals(await composer.inputValue(), "Olá a todos");
  await alice.locator("#composer:focus").waitFor();
  await composer.fill("/topic não é um comando");
  await composer.press("Enter");
  await heard(bob, "/topic não é um comando");
  assertEquals(await composer.inputValue(), "rascunho");
  // Bob can edit nothing here.
  await message(bob, "/topic").press("e");
  await bob.locator("#composer").press("ArrowUp");
  await gone(bob, ".draft-target", "detached");
  await bob.reload();
  await heard(bob, "/topic não é um comando");
  await shown(bob, ".edited", "(edited)");
});

testInBrowser("a reply quotes a message and leads to it", async ({ server, people }) => {
  await using carla = await signIn(server, "Carla");
  const asked = await sayFrom(carla, "Quem vem?");
  for (let index = 0; index < 80; index++) await sayFrom(carla, `linha ${index}`);
  const alice = await people.enter("Alice");
  await heard(alice, "linha 79");
  await sayFrom(carla, "Alguém?", { reply: asked });
  // The message is not on the page yet: it is loaded; see `web_jump_test.ts`.
  const quote = message(alice, "Alguém?").getByRole("button", { name: "Quem vem?" });
  await quote.click();
  await alice.locator(".message.is-target", { hasText: "Quem vem?" }).waitFor();
  await alice.locator(".message:focus", { hasText: "Quem vem?" }).waitFor();
  await alice.keyboard.press("r");
  await shown(alice, ".draft-target", "Em resposta a Carla Quem vem?");
  await alice.locator("#composer:focus").waitFor();
  await alice.keyboard.type("Eu vou");
  await alice.keyboard.press("Enter");
  await gone(alice, ".draft-target", "detached");
  const reply = message(alice, "Eu vou");
  await reply.locator(".quote", { hasText: "Carla Quem vem?" }).waitFor();
  // Quotes follow their message.
  await idOf(carla, { type: "edit", about: asked, text: "Quem vem hoje?" });
  await reply.locator(".quote", { hasText: "Quem vem hoje?" }).waitFor();
  await idOf(carla, { type: "delete", about: asked });
  await reply.locator(".quote", { hasText: "mensagem apagada" }).waitFor();
  assertEquals(await reply.locator("button.quote").count(), 0);
});

testInBrowser("reactions are toggled, searched and named", async ({ people }) => {
  const alice = await people.enter("Alice");
  const bob = await people.enter("Bob", { width: 390, height: 844, locale: "en" });
  await say(alice, "Feito");
  await heard(bob, "Feito");
  await message(bob, "Feito").press("+");
  await bob.locator("dialog .emoji button").first().waitFor();
  await bob.keyboard.type("rocket");
  await bob.getByRole("button", { name: "thumbs up" }).waitFor({ state: "detached" });
  await bob.keyboard.press("Enter");
  const rocket = (page: Page) => message(page, "Feito").locator(".reactions button");
  await shown(bob, ".reactions [aria-pressed=true]", "🚀 1");
  await shown(alice, ".reactions [aria-pressed=false]", "🚀 1");
  await rocket(alice).click();
  await shown(bob, ".reactions", "🚀 2");
  assertEquals(await rocket(bob).getAttribute("title"), "Bob, Alice");
  await bob.reload();
  await shown(bob, ".reactions [aria-pressed=true]", "🚀 2");
  await rocket(bob).click();
  await shown(alice, ".reactions [aria-pressed=true]", "🚀 1");
  await rocket(alice).click();
  await gone(bob, ".reactions", "detached");
  // With the arrow keys, and in the other language.
  await message(alice, "Feito").press("+");
  await alice.locator("dialog input:focus").waitFor();
  await alice.keyboard.type("coracao");
  await alice.getByRole("button", { name: "coração vermelho" }).waitFor();
  await alice.keyboard.press("ArrowDown");
  await alice.keyboard.press("ArrowRight");
  const name = await alice.locator("dialog .emoji button:focus").getAttribute("aria-label");
  assertEquals(name, "olhos de coração");
  await alice.keyboard.press("Enter");
  await shown(bob, ".reactions", "😍 1");
  // An emoji that is not listed can be typed.
  await message(alice, "Feito").press("+");
  await alice.locator("dialog input").fill("🦥");
  await alice.keyboard.press("Enter");
  await shown(bob, ".reactions", "🦥 1");
});

testInBrowser(
  "the arrow keys move through messages, and /me has a line of its own",
  async ({ people }) => {
    const alice = await people.enter("Alice");
    await say(alice, "um");
    await say(alice, "dois");
    await type(alice, "/me acena");
    await shown(alice, ".group.is-action .message", "* Alice acena");
    // Shift+Tab from the composer enters the log at the last message.
    await alice.focus("#composer");
    await alice.keyboard.press("Shift+Tab");
    await alice.locator(".message:focus", { hasText: "acena" }).waitFor();
    await alice.keyboard.press("ArrowUp");
    await alice.locator(".message:focus", { hasText: "dois" }).waitFor();
    // Tab goes on to its buttons, and to no other message.
    await alice.keyboard.press("Tab");
    assertEquals(await alice.locator("button:focus").getAttribute("aria-label"), "Reagir");
    for (const _ of ["reply", "copy", "link", "edit", "delete"]) await alice.keyboard.press("Tab");
    await alice.keyboard.press("Enter");
    await shown(alice, "dialog", "dois");
    await alice.keyboard.press("Escape");
    await alice.locator(".message:focus", { hasText: "dois" }).waitFor();
    await alice.keyboard.press("Escape");
    await alice.locator("#composer:focus").waitFor();
    // It enters there again, wherever the focus was before and the mouse is.
    await alice.locator(".message", { hasText: "um" }).hover();
    await alice.keyboard.press("Shift+Tab");
    await alice.locator(".message:focus", { hasText: "acena" }).waitFor();
    assertEquals(await alice.locator(".message:focus [role=toolbar]").count(), 1);
    await alice.keyboard.press("Escape");
    await gone(alice, ".message:has-text('acena') [role=toolbar]", "detached");
  },
);

testInBrowser("private messages change for both people", async ({ people }) => {
  const alice = await people.enter("Alice");
  const bob = await people.enter("Bob");
  await type(alice, "/msg Bob segredu");
  await heard(alice, "segredu");
  await shown(bob, ".badge", "1");
  await goTo(bob, "Alice");
  await heard(bob, "segredu");
  await alice.locator("#composer").press("ArrowUp");
  await alice.locator("#composer").fill("segredo");
  await alice.locator("#composer").press("Enter");
  for (const page of [alice, bob]) await heard(page, "segredo");
  await message(bob, "segredo").press("r");
  await bob.keyboard.type("guardado");
  await bob.keyboard.press("Enter");
  for (const page of [alice, bob]) {
    await message(page, "guardado").locator(".quote", { hasText: "Alice segredo" }).waitFor();
  }
  // Only the author deletes in private.
  await bob.locator(".message", { hasText: "segredo" }).first().press("Delete");
  assertEquals(await bob.locator("dialog").count(), 0);
});
