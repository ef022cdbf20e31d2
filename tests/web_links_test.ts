import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { idOf, signIn } from "./support/change_fixture.ts";
import {
  type BrowserUsers,
  enterAs,
  heard,
  shown,
  testInBrowser,
  type,
} from "./support/browser.ts";
import { Peer } from "./support/peer.ts";
import { registerName } from "./support/register.ts";
import { ask, codeOf } from "./support/requests.ts";
import { waitUntil } from "./support/wait_until.ts";

/** Opens a link in a new window, before signing in. */
async function follow(people: BrowserUsers, fragment: string): Promise<Page> {
  const page = await people.window();
  await page.goto("about:blank");
  await page.goto(`${people.url}${fragment}`);
  return page;
}

/** Waits until the address bar shows a fragment. */
async function addressed(page: Page, fragment: string): Promise<void> {
  await waitUntil(() => new URL(page.url()).hash === fragment, fragment);
}

testInBrowser(
  "a link opens a room after the sign-in form, and the address bar follows",
  async ({ people }) => {
    const page = await follow(people, "#/aula");
    await enterAs(page, "Alice");
    await shown(page, ".conversation-title h1", "#aula");
    await addressed(page, "#/aula");
    await type(page, "/msg Alice oi");
    await shown(page, ".conversation-title h1", "Alice");
    await addressed(page, "#/@Alice");
    await type(page, "/join ação");
    await addressed(page, "#/a%C3%A7%C3%A3o");
    await page.goBack();
    await shown(page, ".conversation-title h1", "Alice");
    await page.goBack();
    await shown(page, ".conversation-title h1", "#aula");
    await addressed(page, "#/aula");
    await page.goForward();
    await shown(page, ".conversation-title h1", "Alice");
    // The form left no entry in the history, and a reload stays.
    await page.reload();
    await shown(page, ".conversation-title h1", "Alice");
    await page.evaluate("location.hash = '#/geral'");
    await shown(page, ".conversation-title h1", "#geral");
    // A link to nothing leads nowhere.
    await page.evaluate("location.hash = '#/a b'");
    await addressed(page, "#/geral");
    // The next user of the tab is not led there.
    await type(page, "/quit");
    await page.locator("[name=name]").waitFor();
    await addressed(page, "");
  },
);

testInBrowser("a link opens a message, however far back", async ({ server, people }) => {
  await using bob = await signIn(server, "Bob");
  await codeOf(bob, { type: "join", room: "#aula" });
  for (let index = 1; index <= 230; index++) {
    await idOf(bob, { type: "say", room: "#aula", text: `linha ${index}.` });
  }
  const page = await follow(people, "#/aula/7");
  await enterAs(page, "Alice");
  await page.locator(".message.is-target", { hasText: "linha 7." }).waitFor();
  await addressed(page, "#/aula");
});

testInBrowser(
  "an invitation enters a private room once, and leaves the address bar",
  async ({ server, people }) => {
    await using ana = await Peer.json(server, "Ana");
    const room = "#segredo";
    await codeOf(ana, { type: "join", room });
    await registerName(ana);
    await codeOf(ana, { type: "private", room, on: true });
    const link = await ask(ana, { type: "invite", room });
    assert(link.type === "invited" && "code" in link);
    const requests: string[] = [];
    const page = await people.window();
    page.on("request", (request) => requests.push(request.url()));
    await page.goto("about:blank");
    await page.goto(`${people.url}#/segredo?code=${link.code}`);
    await enterAs(page, "Bob");
    await shown(page, ".conversation-title h1", room);
    await addressed(page, "#/segredo");
    assert(
      requests.length > 0 && requests.every((url) => !new URL(url).pathname.includes(link.code)),
    );
    assert(!JSON.stringify(await page.evaluate("history.state")).includes(link.code));
    const late = await follow(people, `#/segredo?code=${link.code}`);
    await enterAs(late, "Eva");
    await shown(late, ".note", "Este convite para #segredo não vale");
    await addressed(late, "#/geral");
  },
);

testInBrowser(
  "links to rooms and messages are copied, with a QR code",
  async ({ server, people }) => {
    await using bob = await signIn(server, "Bob");
    const page = await people.enter("Alice");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const clipboard = () => page.evaluate<string>("navigator.clipboard.readText()");
    const id = await idOf(bob, { type: "say", room: "#geral", text: "olhe isto" });
    await heard(page, "olhe isto");
    await page.locator(".group .message", { hasText: "olhe isto" }).dispatchEvent("contextmenu");
    await page.locator(".message:focus").getByRole("button", { name: "Copiar link" }).click();
    await shown(page, ".message-actions [role=status]", "Copiado", "attached");
    assertEquals(await clipboard(), `${people.url}#/geral/${id}`);
    await page.getByRole("button", { name: "Mais opções" }).click();
    assertEquals(await page.getByRole("button", { name: "Convidar por link" }).count(), 0);
    await page.getByRole("button", { name: "Link e QR code" }).click();
    const url = `${people.url}#/geral`;
    await page.locator(`dialog .qr-code[aria-label="QR code de ${url}"] path[d^=M]`).waitFor();
    await page.locator("dialog").getByRole("button", { name: "Copiar link" }).click();
    await page.locator("dialog").getByRole("button", { name: "Copiado" }).waitFor();
    assertEquals(await clipboard(), url);
  },
);

testInBrowser("an operator invites by link on the page, and revokes", async ({ people }) => {
  const alice = await people.enter("Alice");
  await type(alice, "/join segredo");
  await shown(alice, ".conversation-title h1", "#segredo");
  await shown(alice, ".members", "Alice");
  const openDialog = async () => {
    await alice.getByRole("button", { name: "Mais opções" }).click();
    await alice.getByRole("button", { name: "Convidar por link" }).click();
  };
  await openDialog();
  const dialog = alice.locator("dialog");
  await dialog.getByLabel("Para quantas pessoas").fill("2");
  await dialog.getByRole("button", { name: "Criar link" }).click();
  const address = dialog.getByLabel("Endereço");
  await address.waitFor();
  // The button that had the focus is gone.
  await dialog.locator("button:focus", { hasText: "Copiar link" }).waitFor();
  const url = await address.inputValue();
  assertMatch(url, /#\/segredo\?code=[\w-]{22}$/);
  await shown(alice, ".open-links", "para mais 2 pessoas");
  const bob = await follow(people, new URL(url).hash);
  await enterAs(bob, "Bob");
  await shown(bob, ".conversation-title h1", "#segredo");
  await alice.keyboard.press("Escape");
  await openDialog();
  // An open room needs no invitation, so no use was taken.
  await shown(alice, ".open-links", "para mais 2 pessoas");
  await dialog.getByRole("button", { name: /^Cancelar / }).click();
  await dialog.locator(".open-links").waitFor({ state: "detached" });
  await dialog.locator("button:focus").waitFor();
  // The code is in no log.
  await alice.keyboard.press("Escape");
  assertEquals(await alice.locator(".log", { hasText: "code=" }).count(), 0);
  assertEquals(await alice.locator(".note", { hasText: "Convite para" }).count(), 0);
});
