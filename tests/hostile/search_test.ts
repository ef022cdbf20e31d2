import { assertEquals } from "@std/assert";
import { testOverStores } from "../support/over_stores.ts";
import { Peer } from "../support/peer.ts";
import { startServer } from "../support/server.ts";

/** Sends texts and resolves when they are stored. */
async function say(peer: Peer, texts: readonly string[]): Promise<void> {
  await peer.send(
    ...texts.map((text) => ({ type: "say", room: "#geral", text })),
    { type: "say", room: "#geral", text: "fim", ref: "fim" },
  );
  await peer.skipTo("ack");
}

testOverStores(
  "a search has a limited number of words and reports what it ignored",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await Peer.json(server, "Ana");
    await using texto = await Peer.text(server, "Texto");
    await say(ana, ["a casa amarela", "amigo 7", "um dois três quatro cinco seis sete oito nove"]);
    const search = async (terms: string, other: object = {}) => {
      await ana.send({ type: "search", terms, ref: terms, ...other });
      let answer;
      do answer = await ana.next().then((frame) => JSON.parse(frame)); while (answer.ref !== terms);
      const { type, code, value, messages = [], more, partial } = answer;
      return type === "error"
        ? [code, value]
        : [messages.map(({ text }: { readonly text: string }) => text), more, partial];
    };
    const words = "um dois tres quatro cinco seis sete oito";
    const all = "um dois três quatro cinco seis sete oito nove";
    assertEquals(await search(words), [[all], false, undefined]);
    // Repeated words count once.
    assertEquals(await search(`${words} UM Dois três`), [[all], false, undefined]);
    assertEquals((await search(`${words} nove`))[0], "too_many");
    assertEquals(
      (await search("a b c d e f g h i j k l m n o p q r s t u v w x y z"))[0],
      "too_many",
    );
    // A single letter matches itself, two letters match the beginnings of words.
    assertEquals(await search("a"), [["a casa amarela"], false, undefined]);
    assertEquals(await search("7"), [["amigo 7"], false, undefined]);
    assertEquals(await search("am"), [["amigo 7", "a casa amarela"], false, undefined]);
    assertEquals(await search("am", { before: 1 }), [[], false, undefined]);
    assertEquals(await search("...---..."), [[], false, undefined]);
    await texto.send(`/search ${words} nove`);
    await texto.until("[ERRO] 9 palavras em uma só busca (o limite é 8).");
    await texto.send("/search a");
    await texto.until("[SYS] 1 mensagem encontrada:");
  },
);

testOverStores("searches of many guests are answered once and delay no other", async ({ args }) => {
  await using server = await startServer({ args: args });
  await using speaker = await Peer.json(server, "Ana");
  await say(
    speaker,
    Array.from({ length: 500 }, (_, nth) => `${"ab ac ad ae ".repeat(20)}${nth}`),
  );
  const guests = await Promise.all(
    Array.from({ length: 8 }, (_, nth) => Peer.json(server, `g${nth}`)),
  );
  const terms = ["ab ac ad ae xx", "a", "ab", "ab ac ad ae af ag ah ai"];
  for (const guest of guests) {
    await guest.send(
      ...Array.from({ length: 40 }, (_, nth) => (
        { type: "search", terms: terms[nth % terms.length], before: 1 + nth * 1e12, ref: nth }
      )),
      { type: "ping", ref: "last" },
    );
  }
  await using newcomer = await Peer.json(server, "Nova");
  await newcomer.send({ type: "history", room: "#geral", ref: 1 });
  assertEquals((await newcomer.skipTo("history")).ref, 1);
  await newcomer.send({ type: "say", room: "#geral", text: "oi", ref: 2 });
  assertEquals((await newcomer.skipTo("ack")).ref, 2);
  // Each search is answered exactly once.
  for (const guest of guests) {
    const refs: unknown[] = [];
    while (refs.length < 40) {
      const { type, ref } = JSON.parse(await guest.next());
      if (type === "found" || type === "error") refs.push(ref);
    }
    assertEquals(
      refs.toSorted((one, other) => Number(one) - Number(other)),
      Array.from({ length: 40 }, (_, nth) => nth),
    );
    await guest[Symbol.asyncDispose]();
  }
});
