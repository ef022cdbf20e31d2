import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import {
  BrowserUsers,
  gone,
  heard,
  message,
  PAGE,
  reconnect,
  say,
  shown,
  testInBrowser,
  testOverRestart,
} from "./support/browser.ts";
import { idOf, say as sayFrom, signIn } from "./support/change_fixture.ts";
import { openFixture } from "./support/moderation_fixture.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { waitUntil } from "./support/wait_until.ts";

/** Waits until no message of the open conversation has a text. */
async function unsaid(page: Page, hasText: string): Promise<void> {
  await page.locator(".group .message", { hasText }).waitFor({ state: "detached" });
}

testInBrowser(
  "a message is deleted after a question, live and after a reload",
  async ({ people }) => {
    const alice = await people.enter("Alice");
    const bob = await people.enter("Bob");
    await say(alice, "primeira");
    await say(alice, "segredo");
    await heard(bob, "segredo");
    await message(alice, "segredo").press("Delete");
    await shown(alice, "dialog", "segredo");
    await alice.keyboard.press("Escape");
    await gone(alice, "dialog", "detached");
    // The focus is on the message again; the button is already chosen in the dialog.
    await alice.locator(".message:focus", { hasText: "segredo" }).waitFor();
    await alice.keyboard.press("Delete");
    await alice.locator("dialog .danger:focus").waitFor();
    await alice.keyboard.press("Enter");
    for (const page of [alice, bob]) {
      await shown(page, ".deleted", "Mensagem apagada por Alice");
      await unsaid(page, "segredo");
    }
    await alice.locator(".message:focus", { hasText: "apagada" }).waitFor();
    assertEquals(await message(alice, "apagada").locator("button").count(), 0);
    // An edit to nothing asks, too.
    await alice.locator("#composer").press("ArrowUp");
    await alice.locator("#composer").fill(" ");
    await alice.locator("#composer").press("Enter");
    await shown(alice, "dialog", "primeira");
    await alice.locator("dialog .danger").click();
    await unsaid(bob, "primeira");
    await bob.reload();
    await bob.locator(".deleted").nth(1).waitFor();
    assertEquals(
      await bob.locator(".log").innerText().then((text) => text.includes("segredo")),
      false,
    );
  },
);

testInBrowser(
  "nothing on the page keeps the text of a deleted message",
  async ({ server, people }) => {
    await using carla = await signIn(server, "Carla");
    const [first, second] = [
      await sayFrom(carla, "segredo um"),
      await sayFrom(carla, "segredo dois"),
    ];
    const alice = await people.enter("Alice");
    await heard(alice, "segredo dois");
    // Above the composer.
    await message(alice, "segredo um").press("r");
    await shown(alice, ".draft-target", "segredo um");
    await idOf(carla, { type: "edit", about: first, text: "segredo 1" });
    await shown(alice, ".draft-target", "segredo 1");
    // In what was searched.
    await alice.locator(".conversation-header").getByRole("button", { name: "Buscar" }).click();
    await alice.locator("dialog [role=search] input").fill("segredo");
    await alice.keyboard.press("Enter");
    await alice.locator(".results li").nth(1).waitFor();
    await idOf(carla, { type: "delete", about: first });
    await alice.locator(".results li").nth(1).waitFor({ state: "detached" });
    await idOf(carla, { type: "edit", about: second, text: "outro segredo" });
    await shown(alice, ".results", "outro segredo");
    await alice.keyboard.press("Escape");
    await shown(alice, ".draft-target", "mensagem apagada");
    // In the dialog about it.
    await message(alice, "outro segredo").press("+");
    await alice.locator("dialog .emoji button").first().waitFor();
    await idOf(carla, { type: "delete", about: second });
    await gone(alice, "dialog", "detached");
    await waitUntil(
      async () => !(await alice.locator("body").innerText()).includes("segredo"),
      "a page without the text",
    );
  },
);

testWith(PAGE, "operators delete messages in their rooms", async () => {
  await using fixture = await openFixture(["Prof!"], ["--web", "0"]);
  await using people = await BrowserUsers.start(fixture.server);
  await using bob = await Peer.text(fixture.server, "Bob");
  const alice = await people.enter("Alice");
  const prof = await people.window();
  for (const [field, value] of [["name", "Prof"], ["password", "cavalo certo"]] as const) {
    await prof.fill(`[name=${field}]`, value);
    await prof.press(`[name=${field}]`, "Enter");
  }
  await prof.locator("#composer").waitFor();
  await bob.send("ofensa");
  for (const page of [alice, prof]) await heard(page, "ofensa");
  await shown(prof, ".operator-badge", "operador");
  await message(alice, "ofensa").hover();
  await alice.getByRole("button", { name: "Responder" }).waitFor();
  assertEquals(await alice.getByRole("button", { name: "Apagar" }).count(), 0);
  await message(prof, "ofensa").hover();
  await prof.getByRole("button", { name: "Apagar" }).click();
  await prof.locator("dialog input").fill("sem ofensas");
  await prof.keyboard.press("Enter");
  for (const page of [alice, prof]) {
    await shown(page, ".deleted", "Mensagem apagada por Prof: sem ofensas");
    await unsaid(page, "ofensa,");
  }
  assertEquals(people.faults, []);
});

testOverRestart(
  "what was deleted while a page was away is gone when it is back",
  async ({ server, people, restart }) => {
    const alice = await people.enter("Alice");
    await using bob = await signIn(server, "Bob");
    const welcomed = await sayFrom(bob, "arrependimento");
    await sayFrom(bob, "fica");
    await heard(alice, "fica");
    await alice.context().setOffline(true);
    await idOf(bob, { type: "delete", about: welcomed });
    await server.stop();
    await shown(alice, ".bar", "Sem");
    await heard(alice, "arrependimento");
    await restart();
    await alice.context().setOffline(false);
    await reconnect(alice);
    await shown(alice, ".deleted", "Mensagem apagada por Bob");
    await unsaid(alice, "arrependimento");
    await heard(alice, "fica");
  },
);
