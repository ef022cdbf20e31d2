import { assertEquals } from "@std/assert";
import { Members } from "./members.ts";

Deno.test("Members sorts names by their numbers and without regard to case and accents", () => {
  const members = new Members(() => {});
  members.set(["aluno10", "érica", "Zé", "aluno2"], []);
  members.add("Eric");
  assertEquals(members.names, ["aluno2", "aluno10", "Eric", "érica", "Zé"]);
});

Deno.test("Members keeps an absent operator until a list shows that user without rights", () => {
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

Deno.test("Members knows who is away, also under another name, until they leave", () => {
  let changes = 0;
  const members = new Members(() => changes++);
  members.set(["Ana", "Bob"], [], [["Ana", "almoço"]]);
  assertEquals([...members.away], [["Ana", "almoço"]]);
  members.setAway("Ana", "almoço");
  members.setAway("Caio", "aula");
  assertEquals(changes, 1);
  members.setAway("Bob", "aula");
  members.rename("Ana", "Aninha");
  assertEquals([...members.away], [["Bob", "aula"], ["Aninha", "almoço"]]);
  members.setAway("Bob", undefined);
  members.remove("Aninha");
  assertEquals([...members.away], []);
});
