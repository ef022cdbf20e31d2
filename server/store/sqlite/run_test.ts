import { assertEquals } from "@std/assert";
import { fromRuns, toRuns } from "./run.ts";
import type { Draft } from "../store.ts";

Deno.test("fromRuns gives back what toRuns got, in order", () => {
  const ana: Draft = {
    conversation: "#geral",
    to: "#geral",
    from: "Ana",
    person: "ana",
    text: "oi",
    at: 1,
  };
  const drafts = [
    ana,
    { ...ana, text: "", at: 2, nonce: "n" },
    { ...ana, from: "ANA" },
    { ...ana, person: "bob" },
    { ...ana, person: "bob", nonce: "n", digest: "ana" },
    { ...ana, conversation: "#jogos" },
    { ...ana, to: "#Geral" },
    ana,
  ];
  const runs = toRuns(drafts);
  assertEquals(runs.map(({ said }) => said.length / 3), [2, 1, 1, 1, 1, 1, 1]);
  assertEquals(fromRuns(runs), drafts);
  assertEquals(fromRuns(toRuns([])), []);
});
