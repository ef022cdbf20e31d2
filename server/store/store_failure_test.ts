import { assertEquals, assertThrows } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { failure, PartialStoreError, StoreError, StoreProblem } from "./store_error.ts";
import { storeFailure } from "./store_failure.ts";

/** Returns the error of a failed action. */
function failed(cause: unknown, place?: string): StoreError {
  const action = place === undefined ? "store messages" : "open database";
  return assertThrows(
    () => failure(action, place === undefined ? {} : { place })(cause),
    StoreError,
  );
}

Deno.test("storeFailure explains errors of chat, SQLite, PostgreSQL and the system", () => {
  const coded = (code: string) => Object.assign(new Error("x"), { code });
  const cases: readonly (readonly [StoreError, string, string])[] = [
    [
      failed(new StoreProblem("newer", "its schema …", 9, 3), "chat.db"),
      "Cannot open database chat.db: a later version of chat wrote it (schema version 9, newest known here 3)",
      "Não foi possível abrir o banco de dados chat.db: foi gravado por uma versão mais nova do chat (esquema 9; o mais novo conhecido aqui é o 3)",
    ],
    [
      failed(new Error("database or disk is full")),
      "Cannot store messages: the disk is full",
      "Não foi possível gravar mensagens: o disco está cheio",
    ],
    [
      failed(coded("28P01"), "postgres://u@h/d"),
      "Cannot open database postgres://u@h/d: wrong password",
      "Não foi possível abrir o banco de dados postgres://u@h/d: senha incorreta",
    ],
    [
      failed(coded("ECONNREFUSED")),
      "Cannot store messages: no server answered at this address",
      "Não foi possível gravar mensagens: nenhum servidor respondeu nesse endereço",
    ],
    [
      new PartialStoreError([failed(coded("CONNECT_TIMEOUT"))]),
      "Cannot store messages: the database does not respond",
      "Não foi possível gravar mensagens: o banco não responde",
    ],
  ];
  for (const [error, english, portuguese] of cases) {
    assertEquals(storeFailure(error, en), english);
    assertEquals(storeFailure(error, ptBR), portuguese);
  }
});

Deno.test("storeFailure shows other reasons as they are, in one line", () => {
  assertEquals(
    storeFailure(failed(new Error("no partition\nDETAIL: x")), en),
    "Cannot store messages: no partition",
  );
  assertEquals(storeFailure(new StoreError("Cannot x: y"), en), "Cannot x: y");
});
