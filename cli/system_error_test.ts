import { assertEquals } from "@std/assert";
import { en } from "../locale/en/catalogue.ts";
import { ptBR } from "../locale/pt_br/catalogue.ts";
import { bareMessage, systemCause, systemReason } from "./system_error.ts";

/** Creates an error as the runtime does: with a code, a class, or neither. */
function error(message: string, code?: string): Error {
  return Object.assign(new Error(message), code !== undefined && { code });
}

Deno.test("systemReason explains errors by code, by class and by the message of a lookup", () => {
  const cases: readonly (readonly [Error, string, string])[] = [
    [
      error("connect ECONNREFUSED 127.0.0.1:9", "ECONNREFUSED"),
      en.system.refused,
      ptBR.system.refused,
    ],
    [
      new Deno.errors.ConnectionRefused("x (os error 10061)"),
      en.system.refused,
      ptBR.system.refused,
    ],
    [error("getaddrinfo ENOTFOUND x", "ENOTFOUND"), en.system.noHost, ptBR.system.noHost],
    [
      error("failed to lookup address information: Name or service not known"),
      en.system.noHost,
      ptBR.system.noHost,
    ],
    [error("Este host não é conhecido. (os error 11001)"), en.system.noHost, ptBR.system.noHost],
    [
      error("failed to lookup address information: Temporary failure in name resolution"),
      en.system.lookupFailed,
      ptBR.system.lookupFailed,
    ],
    [
      error("Too many open files (os error 24)", "EMFILE"),
      en.system.tooManyOpen,
      ptBR.system.tooManyOpen,
    ],
    [new Deno.errors.NotCapable("Requires write access"), en.system.denied, ptBR.system.denied],
  ];
  for (const [error, english, portuguese] of cases) {
    assertEquals(systemReason(error, en.system), english, error.message);
    assertEquals(systemReason(error, ptBR.system), portuguese, error.message);
  }
});

Deno.test("systemReason shows other errors without the call and the number", () => {
  const other = error("Value too large (os error 75): readfile '/x'\n    at y", "EOVERFLOW");
  assertEquals(systemReason(other, en.system), "Value too large");
  assertEquals(systemCause(other), undefined);
  assertEquals(systemReason("text", en.system), "text");
  assertEquals(bareMessage(new Error("a\nb")), "a");
});
