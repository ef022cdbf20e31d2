import { assertEquals } from "@std/assert";
import { signIn } from "./support/change_fixture.ts";
import { gone, heard, say, shown, testInBrowser, type } from "./support/browser.ts";
import { waitUntil } from "./support/wait_until.ts";

testInBrowser(
  "a name opens a menu: mention, private talk, and sanctions for operators",
  async ({ people }) => {
    const alice = await people.enter("Alice");
    const bob = await people.enter("Bob");
    for (const page of [alice, bob]) {
      await type(page, "/join aula");
      await shown(page, ".conversation-title h1", "#aula");
    }
    await shown(bob, ".members", "Alice");
    await say(bob, "oi @alice e @ninguém");
    await heard(alice, "oi @alice");
    const composer = alice.locator("#composer");
    await composer.fill("olá");
    await alice.locator(".sender", { hasText: "Bob" }).click();
    await alice.getByRole("button", { name: "Mencionar Bob" }).click();
    await alice.locator("#composer:focus").waitFor();
    await alice.keyboard.type("tudo bem?");
    assertEquals(await composer.inputValue(), "olá @Bob tudo bem?");
    // No user here has this name.
    await bob.locator(".mention", { hasText: "@ninguém" }).click();
    await bob.locator(".mention", { hasText: "@alice" }).click();
    await shown(bob, "dialog h2", "Alice");
    assertEquals(await bob.getByRole("button", { name: "Silenciar Alice" }).count(), 0);
    await bob.getByRole("button", { name: "Falar com Alice no privado" }).click();
    await shown(bob, ".conversation-title h1", "Alice");
    await alice.locator(".members .list-button", { hasText: "Bob" }).click();
    await alice.getByRole("button", { name: "Silenciar Bob" }).click();
    await alice.getByLabel("Minutos").fill("5");
    await alice.getByLabel("Motivo").fill("spam demais");
    await alice.keyboard.press("Enter");
    await gone(alice, "dialog", "detached");
    await shown(alice, ".note", "spam demais");
  },
);

testInBrowser("/ lists the commands with arguments and what they do", async ({ people }) => {
  const alice = await people.enter("Alice", { locale: "en" });
  const composer = alice.locator("#composer");
  await composer.pressSequentially("/ki");
  await shown(alice, "[role=option]", "/kick <name> [reason]");
  await composer.fill("");
  await composer.pressSequentially("/");
  await composer.press("ArrowUp");
  // The last one is in sight.
  await alice.locator("[role=option][aria-selected=true]:last-child").waitFor();
  const isInSight = () =>
    alice.locator(".completions").evaluate((list) =>
      list.scrollTop + list.clientHeight + 6 >= list.scrollHeight
    );
  assertEquals(await isInSight(), true);
});

testInBrowser("an emoji goes into the message where the cursor was", async ({ people }) => {
  const alice = await people.enter("Alice");
  const composer = alice.locator("#composer");
  await composer.fill("bom dia");
  await composer.press("Home");
  for (let letter = 0; letter < 3; letter++) await composer.press("ArrowRight");
  await alice.getByRole("button", { name: "Emojis" }).click();
  await alice.locator("dialog .emoji button").first().waitFor();
  await alice.keyboard.type("joinha");
  await shown(alice, "dialog .emoji", "👍");
  await alice.keyboard.press("Enter");
  await gone(alice, "dialog", "detached");
  await alice.locator("#composer:focus").waitFor();
  await alice.keyboard.type("!");
  assertEquals(await composer.inputValue(), "bom👍! dia");
});

testInBrowser(
  "the text of a message is copied, and a long press shows its buttons",
  async ({ server, people }) => {
    await using bob = await signIn(server, "Bob");
    await bob.send({ type: "say", room: "#geral", text: "duas\nlinhas, https://example.org" });
    const alice = await people.enter("Alice");
    await alice.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await heard(alice, "duas");
    const message = alice.locator(".group .message", { hasText: "duas" });
    await message.dispatchEvent("contextmenu");
    await alice.locator(".message:focus .message-actions").waitFor();
    await alice.getByRole("button", { name: "Copiar texto" }).click();
    await shown(alice, ".message-actions [role=status]", "Copiado", "attached");
    const clipboard = () => alice.evaluate<string>("navigator.clipboard.readText()");
    assertEquals(await clipboard(), "duas\nlinhas, https://example.org");
    // Without TLS, browsers have no clipboard.
    await alice.evaluate("navigator.clipboard.writeText('outra coisa')");
    await alice.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error())");
    await message.press("c");
    await waitUntil(async () => (await clipboard()).startsWith("duas"), "the copied text");
  },
);
