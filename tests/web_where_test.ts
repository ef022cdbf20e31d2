import { assertEquals } from "@std/assert";
import { BrowserUsers, PAGE, shown, testInBrowser, type } from "./support/browser.ts";
import { ask, codeOf, settled } from "./support/requests.ts";
import { logIn, openFixture } from "./support/moderation_fixture.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { waitUntil } from "./support/wait_until.ts";

testInBrowser(
  "in a narrow window, the drawer's button counts unread messages and mentions",
  async ({ server, people }) => {
    await using bob = await Peer.json(server, "Bob");
    const alice = await people.enter("Alice", { width: 390, height: 844 });
    await type(alice, "/join jogos");
    await shown(alice, ".conversation-title h1", "#jogos");
    const button = alice.locator(".conversation-header .only-narrow");
    assertEquals(await button.getAttribute("aria-label"), "Salas e pessoas");
    assertEquals(await button.locator(".unread-dot").count(), 0);
    const say = (text: string) => codeOf(bob, { type: "say", room: "#geral", text });
    await say("oi");
    await button.locator(".unread-dot:not(.is-mention)").waitFor();
    assertEquals(await button.getAttribute("aria-label"), "Salas e pessoas: 1 não lida");
    await say("Alice, vem?");
    await button.locator(".unread-dot.is-mention", { hasText: "@" }).waitFor();
    const label = "Salas e pessoas: 2 não lidas, 1 menção";
    assertEquals(await button.getAttribute("aria-label"), label);
    // The mark does not widen the window.
    assertEquals(await alice.evaluate("document.documentElement.scrollWidth"), 390);
    await button.click();
    await shown(alice, ".sidebar .badge.is-mention", "2 não lidas, 1 menção");
  },
);

testWith(PAGE, "a page removed from its only room says why, and what to do", async () => {
  await using fixture = await openFixture(["Rute!"], ["--web", "0"]);
  const { server } = fixture;
  await using rute = await logIn(server, "Rute");
  await using people = await BrowserUsers.start(server);
  const alice = await people.enter("Alice");
  await shown(alice, ".conversation-title h1", "#geral");
  await codeOf(rute, { type: "kick", room: "#geral", name: "Alice", reason: "spam" });
  await shown(alice, ".empty", "Rute removeu você de #geral (spam).");
  // The message box, which had the focus, is gone.
  await alice.locator(".empty .primary:focus").waitFor();
  await alice.keyboard.press("Control+k");
  await alice.keyboard.type("jogos");
  await alice.keyboard.press("Enter");
  await shown(alice, ".conversation-title h1", "#jogos");
  // What is noted in the room would be gone with it.
  await type(alice, "/join geral");
  await shown(alice, ".conversation-title h1", "#geral");
  await codeOf(rute, { type: "ban", room: "#geral", name: "Alice", reason: "spam" });
  await shown(alice, ".conversation-title h1", "#jogos");
  await shown(alice, ".note", "Rute baniu você de #geral (spam).");
  assertEquals(people.faults, []);
});

testInBrowser("a reload enters the rooms of the tab and no other", async ({ server, people }) => {
  await using bob = await Peer.json(server, "Bob");
  const alice = await people.enter("Alice");
  await type(alice, "/join jogos");
  await shown(alice, ".conversation-title h1", "#jogos");
  await type(alice, "/unwatch geral");
  await waitUntil(
    async () => (await settled(bob)).some(({ type }) => type === "left"),
    "Alice to leave #geral",
  );
  await alice.reload();
  await shown(alice, ".conversation-title h1", "#jogos");
  await shown(alice, ".members", "Alice");
  assertEquals((await settled(bob)).map(({ type }) => type), []);
  const rooms = await alice.locator(".sidebar .list-button .list-label").allTextContents();
  assertEquals(rooms, ["jogos"]);
  const members = await ask(bob, { type: "who", room: "#geral" });
  assertEquals("names" in members && members.names, ["Bob"]);
});
