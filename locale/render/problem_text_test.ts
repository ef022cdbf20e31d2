import { assertEquals } from "@std/assert";
import { en } from "../en/catalogue.ts";
import { ptBR } from "../pt_br/catalogue.ts";
import { commandForm, commandHeading, problemText } from "./problem_text.ts";

Deno.test("commandForm renders the arguments of a command in each language", () => {
  assertEquals(commandForm("quit", en), "/quit");
  assertEquals(commandForm("msg", en), "/msg <user> <message>");
  assertEquals(commandForm("private", en), "/private on|off");
  assertEquals(commandForm("ban", en), "/ban [*] <name or address> [minutes] [reason]");
  assertEquals(commandForm("edit", en), "/edit [@user] <id> <message>");
  assertEquals(commandForm("ban", ptBR), "/ban [*] <nome ou endereço> [minutos] [motivo]");
});

Deno.test("commandHeading shows the aliases of a command beside its name", () => {
  assertEquals(commandHeading("msg", en), "/msg, /m, /w <user> <message>");
  assertEquals(commandHeading("list", en), "/list");
});

Deno.test("problemText names the command that was meant, and what an argument must be", () => {
  const unknown = { code: "unknown_type", value: "/jion" } as const;
  assertEquals(problemText(unknown, en), 'Unknown command: "/jion" (see /help)');
  assertEquals(
    problemText({ ...unknown, suggestion: "join" }, en),
    'Unknown command: "/jion" (see /help); did you mean /join?',
  );
  const noNumber = { code: "bad_message", cause: "number_expected", value: "abc" } as const;
  assertEquals(
    problemText({ ...noNumber, form: "history" }, en),
    '"abc" is not a number above zero. Usage: /history [n]',
  );
});
