import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { type Move, MoveRun } from "./move_run.ts";

function move(type: Move["type"], name: string, room = "#geral"): Move {
  return { type, name, room };
}

function run(...moves: readonly Move[]): MoveRun {
  const run = new MoveRun();
  for (const one of moves) assertEquals(run.add(one, 0), true);
  return run;
}

Deno.test("a MoveRun of one move is the line about it", () => {
  assertEquals(run(move("joined", "Bob")).text(en), "Bob joined #geral.");
  assertEquals(run(move("left", "Bob")).text(ptBR), "Bob saiu de #geral.");
});

Deno.test("a MoveRun tells what became of each user", () => {
  const mixed = run(
    move("joined", "Ana"),
    move("left", "Bob"),
    move("joined", "Caio"),
    move("joined", "Davi"),
    move("left", "Davi"),
    move("joined", "BOB"),
  );
  assertEquals(
    mixed.text(en),
    "Ana and Caio joined #geral. Davi joined and left #geral. BOB left #geral and came back.",
  );
  assertEquals(
    mixed.text(ptBR),
    "Ana e Caio entraram em #geral. Davi entrou em #geral e saiu. BOB saiu de #geral e voltou.",
  );
});

Deno.test("a MoveRun names a few and counts the others", () => {
  const names = ["Ana", "Bob", "Caio", "Davi", "Elisa", "Fábio"];
  const moves = names.map((name) => move("joined", name));
  assertEquals(run(...moves.slice(0, 4)).text(en), "Ana, Bob, Caio and Davi joined #geral.");
  assertEquals(run(...moves).text(en), "Ana, Bob, Caio and 3 others joined #geral.");
  assertEquals(run(...moves).text(ptBR), "Ana, Bob, Caio e mais 3 entraram em #geral.");
});

Deno.test("a MoveRun ends with another room, a long pause, or too many users", () => {
  const begun = run(move("joined", "Ana"));
  assertEquals(begun.add(move("joined", "Bob", "#jogos"), 0), false);
  assertEquals(begun.add(move("joined", "Bob"), 11 * 60_000), false);
  for (let index = 1; index < 500; index++) begun.add(move("joined", `u${index}`), 0);
  assertEquals(begun.add(move("joined", "one too many"), 0), false);
  assertEquals(begun.add(move("left", "Ana"), 0), true);
});
