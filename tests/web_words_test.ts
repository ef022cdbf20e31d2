/** Words as people type them from habit, on the page. */
import { assertEquals } from "@std/assert";
import { gone, heard, say, shown, testInBrowser, type } from "./support/browser.ts";
import { Peer } from "./support/peer.ts";

testInBrowser(
  "the page asks before it says exit, and suggests commands",
  async ({ server, people }) => {
    await using bob = await Peer.text(server, "Bob");
    const alice = await people.enter("Alice");
    await type(alice, "exit");
    await shown(alice, "dialog h2", "Enviar “exit” como mensagem?");
    await alice.getByRole("button", { name: "Cancelar" }).click();
    assertEquals(await alice.locator("#composer").inputValue(), "exit");
    await alice.press("#composer", "Enter");
    await alice.locator("dialog").getByRole("button", { name: "Enviar" }).click();
    await heard(alice, "exit");
    assertEquals(await bob.next(), "[#geral] Alice: exit");
    await type(alice, "/wacht jogos");
    await shown(alice, ".note", "você quis dizer /watch?");
    await alice.fill("#composer", "");
    await type(alice, "/help m");
    await shown(alice, ".note", "/msg, /m, /w <usuário> <mensagem>");
    await type(alice, "quit");
    await alice.locator("dialog").getByRole("button", { name: "Sair do chat" }).click();
    await shown(alice, ".login", "");
    await bob.send("/who");
    assertEquals(await bob.next(), "[SYS] Em #geral: Bob");
  },
);

testInBrowser("Enter sends a command or a name that is typed whole", async ({ server, people }) => {
  await using bob = await Peer.text(server, "Bob");
  await using _bobby = await Peer.text(server, "Bobby");
  const alice = await people.enter("Alice");
  const composer = alice.locator("#composer");
  await composer.pressSequentially("/who");
  await shown(alice, "[role=option]", "/whois");
  await composer.press("Enter");
  await shown(alice, ".note", /Em #geral: .*Bobby/);
  assertEquals(await composer.inputValue(), "");
  await composer.pressSequentially("oi @bob");
  await shown(alice, "[role=option][aria-selected=true]", /Bob$/);
  await composer.press("Enter");
  assertEquals(await bob.next(), "[#geral] Alice: oi @bob");
  // Another one that was chosen, or that is not whole, is completed.
  await composer.pressSequentially("/who");
  await composer.press("ArrowDown");
  await composer.press("Enter");
  assertEquals(await composer.inputValue(), "/whois ");
  await composer.fill("");
  await composer.pressSequentially("oi @bobb");
  await composer.press("Enter");
  assertEquals(await composer.inputValue(), "oi @Bobby ");
});

testInBrowser("/query, /r, /clear and /close work on the page", async ({ server, people }) => {
  await using bob = await Peer.text(server, "Bob");
  const alice = await people.enter("Alice");
  await say(alice, "um");
  await bob.send("/m Alice a sós");
  await shown(alice, ".badge.is-mention", "1");
  await type(alice, "/r sim");
  assertEquals(await bob.next(), "[#geral] Alice: um");
  assertEquals(await bob.next(), "[privado] Alice: sim");
  await shown(alice, ".conversation-title h1", "Bob");
  await type(alice, "/close");
  await shown(alice, ".conversation-title h1", "#geral");
  await type(alice, "/query Bob");
  await shown(alice, ".conversation-title h1", "Bob");
  await type(alice, "/join geral");
  await heard(alice, "um");
  await type(alice, "/clear");
  await gone(alice, ".message");
  await say(alice, "dois");
  assertEquals(await alice.locator(".message").allTextContents(), ["dois"]);
  await alice.getByRole("button", { name: "Mensagens anteriores" }).click();
  await heard(alice, "um");
  await type(alice, "/part");
  await gone(alice, ".sidebar :text('#geral')");
});

testInBrowser("all times are as the browser writes them", async ({ server, people }) => {
  await using bob = await Peer.text(server, "Bob");
  const alice = await people.enter("Alice", { locale: "en-US" });
  await type(alice, "/join club");
  await alice.locator("h1, h2").getByText("#club").waitFor();
  await bob.send("/join club");
  await shown(alice, ".note", "Bob joined #club.");
  await type(alice, "/mute Bob 10 noise");
  await shown(alice, ".note", /muted Bob in #club \(noise; until .*\d:\d\d\s[AP]M\)/);
});
