import { assertEquals } from "@std/assert";
import { testWithAccounts } from "../support/account_fixture.ts";
import { PASSWORD } from "../support/moderation_fixture.ts";
import { Peer } from "../support/peer.ts";
import { ask, codeOf } from "../support/requests.ts";

testWithAccounts("a nonce belongs to its sender's identity, not to the name", async (fixture) => {
  const nonce = "1";
  const token = crypto.randomUUID();
  const say = { type: "say", room: "#geral", text: "oi", nonce };
  const idOf = async (peer: Peer) => {
    const answer = await ask(peer, say);
    return answer.type === "ack" ? answer.id : answer.type;
  };
  {
    await using ana = await Peer.json(fixture.server, "Ana", { token });
    assertEquals(await idOf(ana), 1);
    assertEquals(await codeOf(ana, { type: "quit" }), "bye");
  }
  {
    await using other = await Peer.json(fixture.server, "Ana");
    assertEquals(await idOf(other), 2);
    assertEquals(await codeOf(other, { type: "quit" }), "bye");
  }
  await using again = await Peer.json(fixture.server, "Outra", { token });
  assertEquals(await idOf(again), 1);
});

/** Ways to change identity: an existing account, the first `hello`, the change, and the next `hello`. */
const CHANGES = [
  {
    type: "register",
    first: { name: "Ana" },
    change: { type: "register", password: PASSWORD },
    next: { name: "Ana", password: PASSWORD },
    answer: "registered",
  },
  {
    type: "login",
    account: "Ana",
    first: { name: "Visita" },
    change: { type: "login", name: "Ana", password: PASSWORD },
    next: { name: "Ana", password: PASSWORD },
    answer: "logged_in",
  },
  {
    type: "logout",
    account: "Ana",
    first: { name: "Ana", password: PASSWORD },
    change: { type: "logout" },
    next: { name: "Outra" },
    answer: "logged_out",
  },
];

for (const { type, account, first, change, next, answer } of CHANGES) {
  testWithAccounts(`a nonce from before ${type} is not stored again after it`, async (fixture) => {
    if (account !== undefined) await fixture.user(`add ${account}`);
    const token = crypto.randomUUID();
    await using bia = await Peer.json(fixture.server, "Bia");
    const repeated = [
      { type: "say", room: "#geral", text: "oi", nonce: "1" },
      { type: "direct", to: "Bia", text: "segredo", nonce: "2" },
    ];
    const acks = async (peer: Peer) => {
      const answers = [];
      for (const message of repeated) answers.push(await ask(peer, message));
      assertEquals(answers.map((ack) => ack.type), ["ack", "ack"]);
      return answers;
    };
    const before = await Peer.json(fixture.server, first.name, { ...first, token });
    const said = await acks(before);
    assertEquals(await codeOf(before, change), answer);
    assertEquals(await acks(before), said);
    await before[Symbol.asyncDispose]();
    await using after = await Peer.json(fixture.server, next.name, { ...next, token });
    assertEquals(await acks(after), said);
    // These messages arrive after any duplicates.
    assertEquals(await codeOf(after, { ...repeated[0], text: "fim", nonce: "3" }), "ack");
    assertEquals(await codeOf(after, { ...repeated[1], text: "fim", nonce: "4" }), "ack");
    const texts: Record<string, string[]> = { message: [], direct: [] };
    while (texts.message!.at(-1) !== "fim" || texts.direct!.at(-1) !== "fim") {
      const event = JSON.parse(await bia.next());
      texts[event.type]?.push(event.text);
    }
    assertEquals(texts, { message: ["oi", "fim"], direct: ["segredo", "fim"] });
  });
}
