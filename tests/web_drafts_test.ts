import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { gone, goTo, heard, message, say, shown, testInBrowser, type } from "./support/browser.ts";
import { signIn } from "./support/change_fixture.ts";

/** The name of the menu with the settings, the language to choose in it, and its tag. */
const CHANGES = [
  ["Perfil e configurações", "English", "en"],
  ["Profile and settings", "Português", "pt-BR"],
] as const;

/** Begins a message in #geral, goes to #jogos and begins another one there. */
async function draftInTwoRooms(page: Page): Promise<void> {
  const composer = page.locator("#composer");
  await composer.fill("para a geral");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("jogos");
  await shown(page, "dialog [role=option]", "jogos");
  await page.keyboard.press("Enter");
  await shown(page, ".conversation-title h1", "#jogos");
  assertEquals(await composer.inputValue(), "");
  await composer.fill("para os jogos");
}

testInBrowser(
  "drafts stay in their rooms, over a reload too, and passwords do not",
  async ({ people }) => {
    const alice = await people.enter("Alice");
    const composer = alice.locator("#composer");
    await draftInTwoRooms(alice);
    await goTo(alice, "geral");
    assertEquals(await composer.inputValue(), "para a geral");
    await alice.reload();
    await shown(alice, ".conversation-title h1", "#geral");
    assertEquals(await composer.inputValue(), "para a geral");
    await goTo(alice, "jogos");
    assertEquals(await composer.inputValue(), "para os jogos");
    await composer.fill("/regster segredo123");
    await alice.reload();
    await shown(alice, ".conversation-title h1", "#jogos");
    assertEquals(await composer.inputValue(), "");
    assertEquals(await alice.evaluate("JSON.stringify(sessionStorage).includes('segredo')"), false);
  },
);

testInBrowser("a begun edit or reply is there after a reload, as a command", async ({ people }) => {
  const alice = await people.enter("Alice");
  const composer = alice.locator("#composer");
  const reload = async () => {
    await alice.reload();
    await heard(alice, "um");
    return composer.inputValue();
  };
  await say(alice, "um");
  await composer.press("ArrowUp");
  assertEquals(await reload(), "");
  await composer.press("ArrowUp");
  await composer.press("End");
  await alice.keyboard.type(" e meio");
  assertEquals(await reload(), "/edit 1 um e meio");
  await composer.press("Enter");
  await shown(alice, ".message", "um e meio (editada)");
  await composer.press("Shift+Tab");
  await alice.keyboard.press("r");
  await alice.keyboard.type("dois");
  assertEquals(await reload(), "/reply 1 dois");
  await composer.press("Enter");
  await message(alice, "dois").locator(".quote", { hasText: "Alice um e meio" }).waitFor();
});

testInBrowser("drafts survive a change of language, in every room", async ({ people }) => {
  const alice = await people.enter("Alice");
  const composer = alice.locator("#composer");
  await draftInTwoRooms(alice);
  for (const [menu, language, label] of CHANGES) {
    await alice.getByRole("button", { name: menu }).click();
    await alice.locator("dialog").getByText(language, { exact: true }).click();
    await alice.keyboard.press("Escape");
    await gone(alice, "dialog", "detached");
    await alice.locator(`html[lang="${label}"]`).waitFor();
    assertEquals(await composer.inputValue(), "para os jogos");
    await goTo(alice, "geral");
    assertEquals(await composer.inputValue(), "para a geral");
    await goTo(alice, "jogos");
  }
});

testInBrowser("a draft survives a reload that loads the page in part", async ({ people }) => {
  const alice = await people.enter("Alice");
  await alice.locator("#composer").fill("ainda não dito");
  // A service worker would have the whole page.
  await alice.evaluate(`navigator.serviceWorker.ready.then((worker) => worker.unregister())`);
  await alice.route("**/layout-*.js", (route) => route.abort());
  await alice.reload();
  await shown(alice, ".error", "Não foi possível conectar ao servidor");
  await alice.unroute("**/layout-*.js");
  await alice.reload();
  await shown(alice, ".conversation-title h1", "#geral");
  assertEquals(await alice.locator("#composer").inputValue(), "ainda não dito");
});

testInBrowser(
  "what the server refuses stays in the log, to be edited or sent again",
  async ({ server, people }) => {
    const alice = await people.enter("Alice");
    const composer = alice.locator("#composer");
    await type(alice, "/kick Bob por nada");
    await shown(alice, ".refused-line", "/kick Bob por nada");
    await composer.fill("rascunho");
    await alice.getByRole("button", { name: "Editar" }).click();
    await gone(alice, ".refused-line", "detached");
    assertEquals(await composer.inputValue(), "/kick Bob por nada\nrascunho");
    await type(alice, "/kick Bob");
    await shown(alice, ".refused-line", "/kick Bob");
    await alice.getByRole("button", { name: "Descartar" }).press("Enter");
    await gone(alice, ".refused-line", "detached");
    await alice.locator("#composer:focus").waitFor();
    // A private message to a user who is not there, until they are.
    await type(alice, "/msg Bob já chegou?");
    await shown(alice, ".refused", "Não enviada");
    await alice.reload();
    await shown(alice, ".refused", "Não enviada");
    await using bob = await signIn(server, "Bob");
    await alice.getByRole("button", { name: "Tentar de novo" }).click();
    await heard(alice, "já chegou?");
    await bob.skipTo("direct");
    await gone(alice, ".refused", "detached");
    await alice.locator("#composer:focus").waitFor();
    await goTo(alice, "geral");
    await say(alice, "fim");
  },
);
