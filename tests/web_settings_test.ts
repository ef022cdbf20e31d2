import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { gone, heard, shown, testInBrowser } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";
import { waitUntil } from "./support/wait_until.ts";

testInBrowser(
  "a hidden page notifies as the user asked, for each room",
  async ({ server, people }) => {
    await using bob = await Peer.json(server, "Bob");
    const alice = await people.enter("Alice");
    await alice.evaluate(REPLACE_NOTIFICATIONS);
    const count = (what: "asked" | "sounds") => alice.evaluate<number>(`globalThis.${what}`);
    const told = () => alice.evaluate<string[]>("globalThis.told");
    const say = (text: string) => bob.send({ type: "say", room: "#geral", text });
    await alice.locator(".account-button").click();
    assertEquals(await count("asked"), 0);
    await alice.getByRole("button", { name: "Ativar notificações" }).click();
    await shown(alice, "dialog", "Desativar notificações");
    assertEquals(await count("asked"), 1);
    await alice.getByLabel("Tocar um som").check();
    assertEquals(await count("sounds"), 1);
    await alice.keyboard.press("Escape");
    await say("Alice, à vista");
    await heard(alice, "à vista");
    await alice.evaluate("globalThis.hide(true)");
    await say("a todos");
    await say("Alice, escondida");
    await bob.send({ type: "direct", to: "Alice", text: "a sós" });
    await shown(alice, ".badge.is-mention", "1");
    const first = ["Bob em #geral: Alice, escondida", "Mensagem privada de Bob: a sós"];
    await waitUntil(async () => (await told()).length === first.length, "both notifications");
    assertEquals([await told(), await count("sounds")], [first, 3]);
    await alice.evaluate("globalThis.hide(false)");
    await setLevel(alice, "#geral", "Todas as mensagens");
    await alice.evaluate("globalThis.hide(true)");
    await say("de novo a todos");
    await waitUntil(async () => (await told()).length === 3, "a notification");
    await alice.evaluate("globalThis.hide(false)");
    await setLevel(alice, "#geral", "Nada");
    await alice.evaluate("globalThis.hide(true)");
    await say("Alice, em silêncio");
    await heard(alice, "em silêncio");
    assertEquals(await told(), [...first, "Bob em #geral: de novo a todos"]);
  },
);

testInBrowser("without TLS the page says why there are no notifications", async ({ people }) => {
  const alice = await people.enter("Alice");
  await alice.evaluate(`Object.defineProperty(globalThis, "isSecureContext", { value: false })`);
  await alice.locator(".account-button").click();
  await shown(alice, "dialog", "HTTPS");
  assertEquals(await alice.getByRole("button", { name: "Ativar notificações" }).count(), 0);
});

testInBrowser(
  "the chosen theme holds whatever the system has, and after a reload",
  async ({ people }) => {
    const alice = await people.enter("Alice", { colorScheme: "light" });
    const background = () =>
      alice.locator("body").evaluate((body) =>
        body.ownerDocument.defaultView.getComputedStyle(body).backgroundColor
      );
    const light = await background();
    await alice.locator(".account-button").click();
    await alice.getByRole("radio", { name: "Escuro" }).press("Space");
    const dark = await background();
    assertEquals([light, dark], ["rgb(253, 252, 250)", "rgb(24, 27, 30)"]);
    await alice.reload();
    await alice.locator("#composer").waitFor();
    assertEquals(await background(), dark);
    await alice.locator(".account-button").click();
    await alice.getByRole("radio", { name: "Sistema" }).press("Space");
    await alice.emulateMedia({ colorScheme: "dark" });
    assertEquals(await background(), dark);
    await alice.emulateMedia({ colorScheme: "light" });
    assertEquals(await background(), light);
  },
);

async function setLevel(page: Page, room: string, level: string): Promise<void> {
  await page.locator(".account-button").click();
  await page.locator(".room-level", { hasText: room }).locator("select").selectOption(level);
  await page.keyboard.press("Escape");
  await gone(page, "dialog", "detached");
}

/** Replaces the browser's notifications and sounds, which need a desktop, and can hide the page. */
const REPLACE_NOTIFICATIONS = `{
  globalThis.asked = 0;
  globalThis.told = [];
  globalThis.sounds = 0;
  globalThis.Notification = class {
    static permission = "default";
    static requestPermission() {
      globalThis.asked++;
      return Promise.resolve(this.permission = "granted");
    }
    constructor(title, { body }) {
      globalThis.told.push(title + ": " + body);
    }
  };
  const resume = AudioContext.prototype.resume;
  AudioContext.prototype.resume = function () {
    globalThis.sounds++;
    return resume.call(this);
  };
  globalThis.hide = (isHidden) => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
}`;
