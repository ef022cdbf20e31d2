import { assertEquals } from "@std/assert";
import type { NewMessage } from "../entry.ts";
import { fromRuns, toRuns } from "./run.ts";

Deno.test("fromRuns returns what toRuns got, in order", () => {
  const ana: NewMessage = {
    conversation: "#geral",
    to: "#geral",
    from: "Ana",
    person: "ana",
    text: "oi",
    at: 1,
  };
  const messages = [
    ana,
    { ...ana, text: "", at: 2, nonce: "n" },
    { ...ana, from: "ANA" },
    { ...ana, person: "bob" },
    { ...ana, person: "bob", nonce: "n", digest: "ana" },
    { ...ana, conversation: "#jogos" },
    { ...ana, to: "#Geral" },
    ana,
  ];
  const runs = toRuns(messages);
  assertEquals(runs.map((run) => "said" in run && run.said.length / 3), [2, 1, 1, 1, 1, 1, 1]);
  assertEquals(fromRuns(runs), messages);
  assertEquals(fromRuns(toRuns([])), []);
});
