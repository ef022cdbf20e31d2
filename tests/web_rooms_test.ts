import { assert, assertEquals } from "@std/assert";
import { gone, shown, testInBrowser, type } from "./support/browser.ts";
import { enter } from "./support/requests.ts";
import { signIn } from "./support/change_fixture.ts";
import { waitUntil } from "./support/wait_until.ts";

testInBrowser(
  "Ctrl+K goes to the first match, and creates a room last",
  async ({ server, people }) => {
    await using bob = await signIn(server, "Bob");
    for (const room of ["#os-jogos", "#jogos-novos"]) await enter(bob, room);
    const alice = await people.enter("Alice");
    const { keyboard } = alice;
    const title = ".conversation-title h1";
    const options = alice.locator("dialog [role=option]");
    // Not a key is lost on the way to the dialog.
    await alice.locator("#composer:focus").waitFor();
    await alice.evaluate(`{
    const press = (key, more) =>
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
    press("k", { ctrlKey: true });
  }`);
    await keyboard.type("jogos");
    await shown(alice, "dialog [role=option]", "jogos-novos");
    assertEquals(await alice.locator("dialog input").inputValue(), "jogos");
    assertEquals(await alice.locator("#composer").inputValue(), "");
    const names = await options.locator(".list-label").allTextContents();
    assertEquals(names, ["jogos-novos", "os-jogos", "Criar #jogos"]);
    assertEquals(await options.first().getAttribute("aria-selected"), "true");
    await keyboard.press("Enter");
    await shown(alice, title, "#jogos-novos");
    await keyboard.press("Control+k");
    await keyboard.type("jogos");
    await shown(alice, "dialog [role=option]", "os-jogos");
    await keyboard.press("ArrowUp");
    const active = await alice.locator("dialog input").getAttribute("aria-activedescendant");
    assertEquals(await alice.locator(`#${active}`).textContent(), "Criar #jogos");
    await keyboard.press("Enter");
    await shown(alice, title, "#jogos");
    await gone(alice, "dialog", "detached");
  },
);

testInBrowser("a long topic is shown whole after a click", async ({ people }) => {
  const alice = await people.enter("Alice");
  await type(alice, "/join aula");
  await shown(alice, ".conversation-title h1", "#aula");
  const topic = alice.locator(".topic button");
  await type(alice, `/topic ${"Revoluções e redes ".repeat(8)}`);
  await topic.waitFor();
  const isWhole = () => topic.evaluate((button) => button.scrollWidth <= button.clientWidth);
  assert(!await isWhole());
  await topic.click();
  await waitUntil(isWhole, "the whole topic");
  assertEquals(await topic.getAttribute("aria-expanded"), "true");
});
