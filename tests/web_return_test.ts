import { assertEquals } from "@std/assert";
import {
  BrowserUsers,
  gone,
  heard,
  PAGE,
  reconnect,
  say,
  shown,
  testInBrowser,
  testOverRestart,
  type,
} from "./support/browser.ts";
import { addAccounts, openFixture } from "./support/moderation_fixture.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";

testInBrowser("reloading the page keeps the session and its rooms", async ({ server, people }) => {
  await using bob = await Peer.json(server, "Bob");
  const alice = await people.enter("Alice");
  await say(alice, "antes");
  await type(alice, "/join jogos");
  await shown(alice, ".conversation-title h1", "#jogos");
  await say(alice, "nos jogos");
  await alice.goto("about:blank");
  await bob.skipTo("left");
  await bob.send({ type: "say", room: "#geral", text: "enquanto isso" });
  await alice.goBack();
  await shown(alice, ".conversation-title h1", "#jogos");
  await heard(alice, "nos jogos");
  await shown(alice, ".account-button", "Alice");
  await shown(alice, ".badge", "1 não lida");
  await alice.locator(".sidebar .list-button", { hasText: "geral" }).click();
  await heard(alice, "enquanto isso");
  await heard(alice, "antes");
  // Another tab has a session of its own.
  const other = await alice.context().newPage();
  await other.goto(people.url);
  await other.locator(".card").waitFor();
  await type(alice, "/quit");
  await alice.locator(".card").waitFor();
  await alice.reload();
  await alice.locator(".card").waitFor();
});

testOverRestart(
  "pages reconnect to a restarted server and lose nothing",
  async ({ server, people, restart }) => {
    const alice = await people.enter("Alice");
    const bob = await people.enter("Bob");
    for (const page of [alice, bob]) {
      await type(page, "/join aula");
      await shown(page, ".conversation-title h1", "#aula");
    }
    await shown(bob, ".operator-badge", "@");
    await say(alice, "um");
    await heard(bob, "um");
    await server.stop();
    await shown(alice, ".bar", "Sem conexão");
    await type(alice, "dito sem conexão");
    await shown(alice, ".pending", "será enviada quando a conexão voltar");
    await restart();
    await reconnect(alice);
    await gone(alice, ".pending");
    await heard(alice, "dito sem conexão");
    await heard(bob, "dito sem conexão");
    await shown(bob, ".members", "Alice");
    await shown(bob, ".operator-badge", "@");
    assertEquals(await bob.locator(".group .message").allTextContents(), [
      "um",
      "dito sem conexão",
    ]);
  },
);

testWith(PAGE, "a guest whose name is registered is told about the new name", async () => {
  await using fixture = await openFixture([], ["--web", "0"]);
  await using people = await BrowserUsers.start(fixture.server);
  const cida = await people.enter("Cida");
  await addAccounts(fixture.db, ["Cida"]);
  await shown(cida, ".note", "O nome Cida foi registrado: agora você se chama convidado-1.");
  await shown(cida, ".account-button", "convidado-1");
});

testInBrowser("a registered user signs in from another browser", async ({ people }) => {
  const alice = await people.enter("Alice");
  await type(alice, "/passwd");
  await shown(alice, ".note.is-error", "Você não está em uma conta");
  await type(alice, "/register");
  const dialog = alice.locator("dialog");
  await shown(alice, "dialog small", "de 8 a 1.024 caracteres");
  await dialog.locator("[autocomplete=new-password]").first().fill("segredo-1");
  await dialog.locator("[autocomplete=new-password]").last().fill("segredo-2");
  await dialog.locator("button[type=submit]").click();
  await shown(alice, "dialog .error", "não coincidem");
  await dialog.locator("[autocomplete=new-password]").last().fill("segredo-1");
  await dialog.locator("button[type=submit]").click();
  await shown(alice, ".note", "agora é seu");
  // Passwords are never typed in the open.
  await type(alice, "/passwd segredo-1 segredo-3");
  await shown(alice, ".note.is-error", "sem a senha");
  await shown(alice, "dialog h2", "Trocar a senha");
  await alice.keyboard.press("Escape");
  await type(alice, "/register");
  await shown(alice, ".note.is-error", "Você já está na conta Alice");

  const elsewhere = await people.window({ locale: "en" });
  await elsewhere.fill("[name=name]", "alice");
  await elsewhere.press("[name=name]", "Enter");
  await elsewhere.fill("[name=password]", "errado-1");
  await elsewhere.press("[name=password]", "Enter");
  await shown(elsewhere, ".error", "Wrong password.");
  await elsewhere.fill("[name=password]", "segredo-1");
  await elsewhere.press("[name=password]", "Enter");
  await elsewhere.locator("#composer").waitFor();
  await say(elsewhere, "de outro lugar");
  await heard(alice, "de outro lugar");
  // Two browsers of one account count as one member.
  assertEquals(await alice.locator(".members .list-button").count(), 1);
});
