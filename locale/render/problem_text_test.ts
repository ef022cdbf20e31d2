import { assertEquals } from "@std/assert";
import { en } from "../en/catalogue.ts";
import { ptBR } from "../pt_br/catalogue.ts";
import { commandForm } from "./problem_text.ts";

Deno.test("commandForm renders the arguments of a command in each language", () => {
  assertEquals(commandForm("quit", en), "/quit");
  assertEquals(commandForm("msg", en), "/msg <user> <message>");
  assertEquals(commandForm("private", en), "/private on|off");
  assertEquals(commandForm("ban", en), "/ban [*] <name or address> [minutes] [reason]");
  assertEquals(commandForm("edit", en), "/edit [@user] <id> <message>");
  assertEquals(commandForm("ban", ptBR), "/ban [*] <nome ou endereço> [minutos] [motivo]");
});
