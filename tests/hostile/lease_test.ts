import { assert, assertEquals } from "@std/assert";
import { testOverNodes } from "../support/cluster.ts";
import { Peer } from "../support/peer.ts";
import { waitUntil } from "../support/wait_until.ts";

/** Texts of the room in order. */
async function said(peer: Peer): Promise<string[]> {
  await peer.send({ type: "history", room: "#geral", ref: "said" });
  for (;;) {
    const history = await peer.skipTo("history");
    if (history.ref === "said") return history.messages.map(({ text }) => text);
  }
}

/** Repeats a message until it is stored. */
async function sayAtLast(peer: Peer, text: string): Promise<void> {
  for (;;) {
    await peer.send({ type: "say", room: "#geral", text, ref: text, nonce: text });
    for (;;) {
      const answer = JSON.parse(await peer.next());
      if (answer.ref !== text) continue;
      if (answer.type === "ack") return;
      assertEquals(answer.code, "not_stored");
      break;
    }
  }
}

testOverNodes(
  3,
  "a node whose lease ran out stores nothing under lost names",
  async ({ nodes: [a, b, c] }) => {
    const [first, second, third] = [a!, b!, c!];
    await using ana = await Peer.json(first, "Ana");
    await using caio = await Peer.json(first, "Caio");
    await using bia = await Peer.json(second, "Bia");
    await using eve = await Peer.connect(third);
    const heard: string[] = [];
    Deno.kill(first.pid, "SIGSTOP");
    try {
      // The node reads this when it resumes.
      await ana.send(
        ...["um", "dois", "três"].map((text) => ({ type: "say", room: "#geral", text, ref: text })),
        { type: "direct", to: "Bia", text: "em particular", ref: "direct" },
        { type: "register", password: "senha da primeira", ref: "register" },
      );
      const left = () =>
        bia.frames.map((frame) => JSON.parse(frame)).filter(({ type }) => type === "left");
      // The lease lasts eight seconds, and a busy machine is slow to notice that it is over.
      await waitUntil(() => left().length === 2, "the node's members to leave", {
        timeout: 45_000,
      });
      assertEquals(new Set(left().map(({ name }) => name)), new Set(["Ana", "Caio"]));
      await eve.send({ type: "hello", name: "Ana", version: 1 });
      await eve.message("welcome");
    } finally {
      Deno.kill(first.pid, "SIGCONT");
    }
    let last;
    do heard.push(last = await ana.next()); while (JSON.parse(last).type !== "bye");
    assertEquals(JSON.parse(last).reason, "name_taken");
    const stored = heard.map((frame) => JSON.parse(frame)).filter(({ type }) =>
      type === "ack" || type === "registered"
    );
    assertEquals(stored, []);
    // A session whose name is still free goes on.
    await sayAtLast(caio, "de volta");
    await sayAtLast(eve, "sou eu");
    assertEquals(await said(eve), ["de volta", "sou eu"]);
    assertEquals(await said(bia), ["de volta", "sou eu"]);
    assert(!bia.frames.some((frame) => frame.includes("em particular")));
    await eve.send({ type: "register", password: "senha da segunda", ref: "register" });
    assertEquals((await eve.skipTo("registered")).name, "Ana");
  },
);
