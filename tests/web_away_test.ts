import { assertEquals, assertMatch } from "@std/assert";
import { signIn } from "./support/change_fixture.ts";
import { gone, shown, testInBrowser, type } from "./support/browser.ts";
import { ask } from "./support/requests.ts";
import { waitUntil } from "./support/wait_until.ts";

testInBrowser(
  "members who are away look so, and a name tells who its user is",
  async ({ server, people }) => {
    await using bob = await signIn(server, "Bob");
    const alice = await people.enter("Alice");
    const member = alice.locator(".members .list-button", { hasText: "Bob" });
    await member.waitFor();
    assertEquals(await alice.locator(".is-away").count(), 0);
    await ask(bob, { type: "away", text: "almoço <b>" });
    await shown(alice, ".members .is-away", "Bob (Ausente)");
    assertEquals(await member.getAttribute("title"), "ausente: almoço <b>");
    await member.click();
    await shown(alice, ".user-summary", "salas em comum: #geral");
    const facts = await alice.locator(".user-summary p").allInnerTexts();
    assertEquals([facts.length, facts[0], facts[3]], [5, "sem conta", "ausente: almoço <b>"]);
    assertMatch(facts[1]!, /^on-line há \d+ /);
    await alice.getByRole("button", { name: "Falar com Bob no privado" }).click();
    await shown(alice, ".conversation-title", "ausente: almoço <b>");
    await ask(bob, { type: "away" });
    await gone(alice, ".conversation-title >> text=ausente", "detached");
    await bob.send({ type: "quit" });
    await bob.ended();
    await alice.locator(".sidebar .list-button", { hasText: "#geral" }).click();
    await gone(alice, ".members .list-button >> text=Bob", "detached");
  },
);

testInBrowser(
  "the profile marks the user as away, also after a reload",
  async ({ server, people }) => {
    await using bob = await signIn(server, "Bob");
    const alice = await people.enter("Alice", { locale: "en" });
    const isAway = async () => {
      const answer = await ask(bob, { type: "whois", name: "Alice" });
      return answer.type === "whois" ? answer.away : answer.type;
    };
    const openProfile = () => alice.getByRole("button", { name: "Profile and settings" }).click();
    await openProfile();
    const field = alice.getByRole("textbox", { name: "Away" });
    await field.fill("  ");
    await field.press("Enter");
    assertEquals(await isAway(), undefined);
    await field.fill("lunch, back at 2");
    await field.press("Enter");
    await shown(alice, "dialog", "You are away now: lunch, back at 2");
    assertEquals(await isAway(), "lunch, back at 2");
    await alice.keyboard.press("Escape");
    await shown(alice, ".account-button", "Away");
    await alice.reload();
    await shown(alice, ".account-button", "Away");
    await waitUntil(async () => await isAway() === "lunch, back at 2", "Alice to be away again");
    await openProfile();
    await alice.getByRole("button", { name: "I am back" }).click();
    await field.waitFor();
    assertEquals(await isAway(), undefined);
    await alice.keyboard.press("Escape");
    await alice.reload();
    await shown(alice, ".account-button", "Connected");
    assertEquals(await isAway(), undefined);
    // Commands do the same.
    await type(alice, "/away tea");
    await shown(alice, ".note", "You are away now: tea");
    await type(alice, "/whois bob");
    await shown(alice, ".note", "Bob (no account): online for");
  },
);
