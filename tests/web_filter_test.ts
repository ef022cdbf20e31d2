/** What a user of the page chose not to see: ignored users, and comings and goings. */
import { assertEquals } from "@std/assert";
import { gone, heard, shown, testInBrowser, type } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";

testInBrowser(
  "messages of ignored users neither appear nor count, also after a reload",
  async ({ server, people }) => {
    await using bob = await Peer.json(server, "Bob");
    await using carla = await Peer.json(server, "Carla");
    const alice = await people.enter("Alice");
    await bob.send({ type: "say", room: "#geral", text: "antes" });
    await heard(alice, "antes");
    await alice.locator(".members").getByText("Bob").click();
    await alice.getByRole("button", { name: "Ignorar Bob" }).click();
    await shown(alice, ".note", "Você não verá mais as mensagens de Bob");
    assertEquals(await alice.locator(".message").count(), 0);
    await type(alice, "/join jogos");
    await shown(alice, ".conversation-title h1", "#jogos");
    await bob.send({ type: "say", room: "#geral", text: "oi, @Alice" });
    await bob.send({ type: "direct", to: "Alice", text: "a sós", ref: "last" });
    // What Carla says comes after what is hidden.
    await bob.skipTo("ack");
    await carla.send({ type: "say", room: "#geral", text: "olá" });
    await shown(alice, ".badge", "1 não lida");
    assertEquals(await alice.locator(".badge.is-mention").count(), 0);
    assertEquals(await alice.title(), "(1) #jogos · chat");
    assertEquals(await alice.getByRole("button", { name: "Bob" }).count(), 0);
    await alice.reload();
    await shown(alice, ".badge", "1 não lida");
    await type(alice, "/join geral");
    await heard(alice, "olá");
    assertEquals(await alice.locator(".message").allTextContents(), ["olá"]);
    await type(alice, "/unignore Bob");
    await heard(alice, "oi, @Alice");
    await heard(alice, "antes");
  },
);

testInBrowser(
  "joins and leaves are hidden by a command and a setting",
  async ({ server, people }) => {
    const alice = await people.enter("Alice");
    const pass = async (name: string) => {
      await using peer = await Peer.json(server, name);
      await shown(alice, ".members", name);
      await peer.send({ type: "say", room: "#geral", text: `sou ${name}` });
      await heard(alice, `sou ${name}`);
    };
    await pass("Bob");
    await shown(alice, ".note", "Bob entrou em #geral.");
    await gone(alice, ".members :text('Bob')");
    await type(alice, "/quiet on");
    await shown(alice, ".note", "Entradas e saídas não aparecem mais.");
    await pass("Carla");
    assertEquals(await alice.locator(".note", { hasText: "Carla" }).count(), 0);
    await alice.reload();
    await pass("Davi");
    assertEquals(await alice.locator(".note", { hasText: "Davi" }).count(), 0);
    await alice.locator(".account-button").click();
    await alice.getByLabel("Esconder entradas e saídas").uncheck();
    await alice.keyboard.press("Escape");
    await pass("Elisa");
    await shown(alice, ".note", "Elisa entrou em #geral.");
  },
);
