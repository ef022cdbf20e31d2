import { assertEquals } from "@std/assert";
import { Members } from "./members.ts";

Deno.test("Members sorts names by their numbers and without regard to case and accents", () => {
  const members = new Members(() => {});
  members.set(["aluno10", "érica", "Zé", "aluno2"], []);
  members.add("Eric");
  assertEquals(members.names, ["aluno2", "aluno10", "Eric", "érica", "Zé"]);
});

Deno.test("Members keeps operators who are absent from a list, until a list has them without rights", () => {
  const members = new Members(() => {});
  assertEquals(members.isKnown, false);
  members.set(["Ana", "Bob"], ["Ana"]);
  assertEquals(members.isKnown, true);
  members.set(["Bob"], []);
  members.add("Ana");
  assertEquals([...members.operators], ["Ana"]);
  members.set(["Ana", "Bob"], []);
  assertEquals([...members.operators], []);
});
