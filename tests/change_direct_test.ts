/** Changes of private messages, as the two users get them. */
import { assert, assertEquals } from "@std/assert";
import { idOf, nextEntry, signIn } from "./support/change_fixture.ts";
import { testOverStores } from "./support/over_stores.ts";
import { Peer } from "./support/peer.ts";
import { ask, settled } from "./support/requests.ts";
import { startServer } from "./support/server.ts";

testOverStores(
  "private messages are changed by their authors, with the same events",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await using bia = await signIn(server, "Bia");
    await using old = await Peer.json(server, "Velho");
    const direct = (peer: Peer, to: string, text: string, fields = {}) =>
      idOf(peer, { type: "direct", to, text, room: undefined, ...fields });
    const change = (peer: Peer, other: string, fields: Record<string, unknown>) =>
      ask(peer, { with: other, ...fields }).then(({ type, ...answer }) =>
        type === "error" && "code" in answer ? answer.code : "id" in answer ? answer.id : type
      );
    assertEquals(await direct(ana, "bia", "oi"), 1);
    assertEquals(await direct(bia, "Ana", "olá", { reply: 1 }), 2);
    assertEquals(await change(ana, "bia", { type: "edit", about: 1, text: "oi!" }), 3);
    assertEquals(await change(bia, "Ana", { type: "react", about: 1, emoji: "👍" }), 4);
    assertEquals(await change(bia, "Ana", { type: "edit", about: 1, text: "x" }), "forbidden");
    assertEquals(await change(bia, "Ana", { type: "delete", about: 1 }), "forbidden");
    assertEquals(await change(bia, "Ana", { type: "delete", about: 9 }), "not_found");
    assertEquals(await change(bia, "Nino", { type: "delete", about: 1 }), "no_such_user");
    assertEquals(await change(ana, "bia", { type: "delete", about: 1 }), 5);
    assertEquals(await direct(ana, "Velho", "para ti"), 1);
    assertEquals(await change(ana, "Velho", { type: "edit", about: 1, text: "para você" }), 2);
    const told = [
      { type: "direct", id: 1, from: "Ana", to: "Bia", text: "oi" },
      { type: "edited", id: 3, with: "Ana", about: 1, from: "Ana", text: "oi!" },
      { type: "deleted", id: 5, with: "Ana", about: 1, from: "Ana" },
    ];
    // Bia's own requests are answered with `ack` alone, and these came before some of their answers.
    const page = await ask(bia, { type: "history", with: "Ana" });
    assert(page.type === "history");
    assertEquals(page.messages.map(({ id, text, deleted }) => [id, text, deleted?.by]), [
      [1, undefined, "Ana"],
      [2, "olá", undefined],
    ]);
    assertEquals(page.changes!.map(({ id, type }) => [id, type]), [[3, "edited"], [4, "reacted"], [
      5,
      "deleted",
    ]]);
    assertEquals([page.first, page.last, page.with], [1, 5, "Ana"]);
    await using caio = await signIn(server, "Caio");
    await direct(ana, "Caio", "oi");
    await change(ana, "Caio", { type: "edit", about: 1, text: "oi!" });
    await change(ana, "Caio", { type: "delete", about: 1 });
    for (const [index, { with: other, ...event }] of told.entries()) {
      const expected = { ...event, id: index + 1, ...(other && { with: other }) };
      assertEquals(
        await nextEntry(caio),
        "to" in expected ? { ...expected, to: "Caio" } : expected,
      );
    }
    assertEquals(await nextEntry(old), {
      type: "direct",
      id: 1,
      from: "Ana",
      to: "Velho",
      text: "para ti",
    });
    assertEquals(
      (await settled(old)).map(({ type }) => type).filter((type) => type !== "joined"),
      [],
    );
  },
);
