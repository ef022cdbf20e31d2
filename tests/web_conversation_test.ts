import { assertEquals } from "@std/assert";
import { gone, goTo, heard, say, shown, testInBrowser, type } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";
import { Terminal } from "./support/tmux.ts";

testInBrowser("two people in browsers and one at a terminal talk", async ({ server, people }) => {
  await using carla = await Terminal.connect(server.port, ["--name", "Carla"]);
  await carla.endsWith("Você:");
  const alice = await people.enter("Alice");
  const bob = await people.enter("Bob");
  await shown(bob, ".members", "Carla");
  await say(alice, "Olá a todos!");
  await heard(bob, "Olá a todos!");
  await carla.shows("[#geral] Alice: Olá a todos!");
  await carla.line("Oi, Alice!");
  await heard(alice, "Oi, Alice!");
  await heard(bob, "Oi, Alice!");
  await carla.line("/msg Bob a sós");
  await goTo(bob, "Carla");
  await say(bob, "sim, a sós");
  await carla.shows("Bob: sim, a sós");
  await carla.line("sair");
  await shown(alice, ".note", "Carla saiu de #geral.");
}, { needs: ["tmux"] });

testInBrowser(
  "messages are shown as text, and only web pages become links",
  async ({ server, people }) => {
    await using carla = await Peer.text(server, "Carla");
    const alice = await people.enter("Alice");
    const bob = await people.enter("Bob", { locale: "en-GB" });
    await say(alice, "Olá a todos!");
    await heard(bob, "Olá a todos!");
    assertEquals(await carla.next(), "[#geral] Alice: Olá a todos!");
    await carla.send("<script>document.title='x'</script> <img src=x onerror=alert(1)>");
    for (const page of [alice, bob]) {
      await heard(page, "<script>document.title='x'</script> <img src=x onerror=alert(1)>");
      assertEquals(await page.locator(".log script, .message img").count(), 0);
    }
    await carla.send(
      "javascript:alert(1) https://example.org/a_(b)?c=1. data:text/html,x HTTP://b.example",
    );
    await heard(bob, "javascript:alert(1)");
    const links = await bob.locator(".message a").evaluateAll((all) =>
      all.map((link) => [
        link.textContent,
        link.getAttribute("href"),
        link.getAttribute("rel"),
        link.getAttribute("target"),
      ])
    );
    const rel = "noopener noreferrer nofollow";
    assertEquals(links, [
      ["https://example.org/a_(b)?c=1", "https://example.org/a_(b)?c=1", rel, "_blank"],
      ["HTTP://b.example", "http://b.example/", rel, "_blank"],
    ]);
    // Shift+Enter starts a new line without sending.
    await bob.locator("#composer").pressSequentially("uma");
    await bob.press("#composer", "Shift+Enter");
    await bob.locator("#composer").pressSequentially("duas");
    await bob.press("#composer", "Enter");
    assertEquals(await carla.next(), "[#geral] Bob: uma\\nduas");
  },
);

testInBrowser("unread messages are counted, and mentions stand out", async ({ server, people }) => {
  await using bob = await Peer.json(server, "Bob");
  const alice = await people.enter("Alice");
  await type(alice, "/join jogos");
  await shown(alice, ".conversation-title h1", "#jogos");
  await bob.send({ type: "say", room: "#geral", text: "um" });
  await bob.send({ type: "say", room: "#geral", text: "dois, @alice" });
  await shown(alice, ".badge.is-mention", "2 não lidas, 1 menção");
  assertEquals(await alice.title(), "(2) #jogos · chat");
  await goTo(alice, "geral");
  await heard(alice, "dois, @alice");
  await gone(alice, ".badge");
  assertEquals(await alice.title(), "#geral · chat");
  assertEquals(await alice.locator(".new-mark").count(), 1);
  assertEquals(await alice.locator(".message.is-mention").allTextContents(), ["dois, @alice"]);
});

testInBrowser(
  "private messages between two users reach no other user",
  async ({ server, people }) => {
    await using carla = await Peer.text(server, "Carla");
    const alice = await people.enter("Alice");
    const bob = await people.enter("Bob");
    await alice.locator(".members .list-button", { hasText: "Bob" }).click();
    await alice.getByRole("button", { name: "Falar com Bob no privado" }).click();
    await shown(alice, ".conversation-title h1", "Bob");
    await say(alice, "só para você");
    await shown(bob, ".badge", "1");
    await goTo(bob, "Alice");
    await heard(bob, "só para você");
    await say(bob, "resposta");
    await heard(alice, "resposta");
    await type(alice, "/msg Carla oi, Carla");
    assertEquals(await carla.next(), "[privado] Alice: oi, Carla");
    await heard(alice, "oi, Carla");
    await type(alice, "/msg Ninguém oi");
    await shown(alice, ".refused", "Não enviada");
    await goTo(bob, "geral");
    await say(bob, "fim");
    assertEquals(await carla.next(), "[#geral] Bob: fim");
  },
);

testInBrowser("rooms are moderated from the page", async ({ people }) => {
  const alice = await people.enter("Alice");
  await type(alice, "/topic nada");
  await shown(alice, ".note.is-error", /./);
  await type(alice, "/register");
  for (const field of await alice.locator("dialog [autocomplete=new-password]").all()) {
    await field.fill("segredo-1");
  }
  await alice.locator("dialog button[type=submit]").click();
  await shown(alice, ".note", "agora é seu");
  await type(alice, "/join aula");
  await shown(alice, ".conversation-title h1", "#aula");
  await type(alice, "/topic Revoluções & <b>redes</b>");
  await shown(alice, ".conversation-title p", "Revoluções & <b>redes</b>");
  const bob = await people.enter("Bob");
  await type(bob, "/join aula");
  await shown(bob, ".conversation-title p", "Revoluções & <b>redes</b>");
  await shown(bob, ".members", "operador");
  await type(alice, "/mute Bob 5 chega");
  await shown(bob, ".note", "chega");
  await type(bob, "mas");
  await shown(bob, ".refused", "Não enviada");
  await type(alice, "/kick Bob agora");
  await shown(bob, ".conversation-title h1", "#geral");
  await shown(bob, ".note", "agora");
  await shown(alice, ".note", "agora");
  assertEquals(await bob.locator(".sidebar .list-button").count(), 1);
});

testInBrowser("a name is completed after an @ by keyboard alone", async ({ server, people }) => {
  await using _érica = await Peer.text(server, "Érica");
  await using _eric = await Peer.text(server, "Eric");
  const alice = await people.enter("Alice");
  await shown(alice, ".members", "Érica");
  const composer = alice.locator("#composer");
  await composer.pressSequentially("oi @er");
  await alice.locator("[role=option]", { hasText: "Eric" }).waitFor();
  await composer.press("Escape");
  assertEquals(await alice.locator("[role=option]").count(), 0);
  await composer.pressSequentially("i");
  await composer.press("Tab");
  assertEquals(await composer.inputValue(), "oi @Eric ");
  await composer.fill("");
  await composer.pressSequentially("@");
  await shown(alice, "[role=option]", "Érica");
  assertEquals(await alice.locator("[role=option]").allTextContents(), ["Er Eric", "Ér Érica"]);
  await composer.press("ArrowDown");
  const active = await composer.getAttribute("aria-activedescendant");
  assertEquals(await alice.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await composer.press("Enter");
  assertEquals(await composer.inputValue(), "@Érica ");
});

testInBrowser(
  "joins and leaves with nothing between them are one note",
  async ({ server, people }) => {
    const alice = await people.enter("Alice");
    await using bob = await Peer.json(server, "Bob");
    await shown(alice, ".note", "Bob entrou em #geral.");
    await using _carla = await Peer.json(server, "Carla");
    await shown(alice, ".note", "Bob e Carla entraram em #geral.");
    assertEquals(await alice.locator(".note").count(), 1);
    await bob.send({ type: "say", room: "#geral", text: "oi" });
    await heard(alice, "oi");
    await bob.send({ type: "quit" });
    await shown(alice, ".note", "Bob saiu de #geral.");
    assertEquals(await alice.locator(".note").count(), 2);
  },
);
