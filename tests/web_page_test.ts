import { assert, assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { gone, heard, say, shown, testInBrowser, type } from "./support/browser.ts";
import { idOf, say as sayFrom, signIn } from "./support/change_fixture.ts";
import { Peer } from "./support/peer.ts";

/** Maximum size of the first view, in compressed bytes. */
const MOST = 60 * 1024;

/** Returns the serious accessibility violations of a page. */
async function obstacles(page: Page): Promise<string[]> {
  // Evaluated by the browser, because the page's policy refuses other scripts.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: axe.Result[] }>("axe.run(document)");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

testInBrowser("the first view takes under 60 KiB from this server only", async ({ people }) => {
  const page = await people.window();
  // Otherwise the end of this first load may be counted too.
  await page.goto("about:blank");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await devtools.send("Network.enable");
  const sizes: number[] = [];
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    sizes.push(encodedDataLength);
  });
  await page.goto(people.url, { waitUntil: "networkidle" });
  await page.locator(".card").waitFor();
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert(sizes.length >= 4 && total > 10_000, `${sizes}`);
  assert(total < MOST, `${total} bytes`);
});

for (const colorScheme of ["light", "dark"] as const) {
  testInBrowser(
    `the page has no serious accessibility violations (${colorScheme})`,
    async ({ server, people }) => {
      await using bob = await signIn(server, "Bob");
      const window = await people.window({ colorScheme });
      await window.locator(".card").waitFor();
      assertEquals(await obstacles(window), []);
      const wide = await people.enter("Alice", { colorScheme });
      const narrow = await people.enter("Carla", { colorScheme, width: 390, height: 844 });
      await bob.send({ type: "say", room: "#geral", text: "olá @Alice https://example.org" });
      await bob.send({ type: "direct", to: "Alice", text: "a sós" });
      await bob.send({ type: "away", text: "almoço" });
      await heard(wide, "olá @Alice");
      await heard(narrow, "olá @Alice");
      await shown(wide, ".members .is-away", "Bob");
      await shown(wide, ".badge", "1");
      await type(wide, "/nada");
      await shown(wide, ".note.is-error", "/nada");
      const about = await sayFrom(bob, "quem vem");
      await idOf(bob, { type: "edit", about, text: "quem vem?" });
      await idOf(bob, { type: "react", about, emoji: "👍" });
      await sayFrom(bob, "acena", { action: true, reply: about });
      const wrong = await sayFrom(bob, "engano");
      await idOf(bob, { type: "delete", about: wrong });
      await say(wide, "eu");
      for (const page of [wide, narrow]) {
        await heard(page, "eu");
        await page.locator(".message", { hasText: "quem vem?" }).first().focus();
        await page.locator(".message-actions").waitFor();
      }
      assertEquals(await obstacles(wide), []);
      assertEquals(await obstacles(narrow), []);
      await wide.locator(".members .is-away").click();
      await shown(wide, ".user-summary", "almoço");
      assertEquals(await obstacles(wide), []);
      await wide.keyboard.press("Escape");
      await gone(wide, "dialog", "detached");
      for (const key of ["+", "Delete"]) {
        await wide.locator(".message", { hasText: "eu" }).last().press(key);
        await wide.locator("dialog .emoji button, dialog .danger").first().waitFor();
        assertEquals(await obstacles(wide), []);
        await wide.keyboard.press("Escape");
        await gone(wide, "dialog", "detached");
      }
      await wide.locator(".message", { hasText: "eu" }).last().press("r");
      await narrow.getByRole("button", { name: "Salas e pessoas" }).click();
      await narrow.locator(".sidebar").waitFor();
      assertEquals(await obstacles(narrow), []);
      for (const command of ["/list", "/search olá", "/help", "/register"]) {
        await type(wide, command);
        await wide.locator("dialog[open]").waitFor();
        if (command === "/search olá") await shown(wide, ".results", "olá");
        assertEquals(await obstacles(wide), []);
        await wide.keyboard.press("Escape");
        await gone(wide, "dialog", "detached");
      }
    },
  );
}

testInBrowser(
  "the page works by keyboard in both languages at 390 pixels",
  async ({ server, people }) => {
    await using _bob = await Peer.text(server, "Bob");
    const page = await people.window({ width: 390, height: 844, locale: "en-US" });
    const { keyboard } = page;
    await shown(page, ".field", "Your name");
    await page.getByRole("radio", { name: "Português" }).press("Space");
    await shown(page, ".field", "Seu nome");
    await page.getByRole("textbox").press("Shift+Tab");
    await page.fill("[name=name]", "Alice");
    await keyboard.press("Enter");
    await page.locator("#composer").waitFor();
    assertEquals(await page.evaluate("document.documentElement.lang"), "pt-BR");
    // The first focusable element leads to the composer.
    await page.locator(".skip-link").focus();
    await keyboard.press("Enter");
    assertEquals(await focused(page), "composer");
    await keyboard.press("Control+k");
    await page.locator("dialog input").waitFor();
    await keyboard.type("jogos");
    await shown(page, "dialog [role=option]", "Criar #jogos");
    await keyboard.press("Enter");
    await shown(page, ".conversation-title h1", "#jogos");
    await page.focus("#composer");
    await keyboard.press("Alt+ArrowUp");
    await shown(page, ".conversation-title h1", "#geral");
    // The arrow keys move through the list, which Tab enters at the current room.
    await page.getByRole("button", { name: "Salas e pessoas" }).press("Enter");
    await page.locator(".sidebar .list-button:focus", { hasText: "#geral" }).waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await shown(page, ".conversation-title h1", "#jogos");
    await gone(page, ".sidebar");
    await keyboard.press("Escape");
    assertEquals(await focused(page), "composer");
    await say(page, "sozinha");
    assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 390);
    // A user without rooms is offered a way to join one.
    for (const room of ["#jogos", "#geral"]) {
      await shown(page, ".conversation-title h1", room);
      // Opening a conversation moves the focus to the composer, also from a button.
      await page.locator("#composer:focus").waitFor();
      await page.getByRole("button", { name: "Mais opções" }).press("Enter");
      await page.getByRole("button", { name: `Sair de ${room}` }).press("Enter");
    }
    await shown(page, ".empty", "nenhuma sala");
  },
);

testInBrowser(
  "a language that cannot be loaded is not chosen, and can be chosen again",
  async ({ people }) => {
    const page = await people.window({ locale: "en" });
    await shown(page, ".field", "Your name");
    const [english, portuguese] = ["English", "Português"].map((name) =>
      page.getByRole("radio", { name })
    );
    await shown(page, ".field", "Your name");
    await page.route("**/*.js", (route) => route.abort());
    for (const _ of ["first", "again"]) {
      await portuguese!.press("Space");
      await shown(page, "[role=alert]", "The language could not be loaded");
      assertEquals([await english!.isChecked(), await portuguese!.isChecked()], [true, false]);
    }
    await page.unroute("**/*.js");
    await portuguese!.press("Space");
    await shown(page, ".field", "Seu nome");
    await gone(page, "[role=alert]:not(:empty)", "detached");
  },
);

function focused(page: Page): Promise<string> {
  return page.evaluate<string>("document.activeElement.id");
}
