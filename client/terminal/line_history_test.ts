import { assertEquals } from "@std/assert";
import { LineHistory, MAX_LINES } from "./line_history.ts";

Deno.test("LineHistory goes back through the lines and forward to the draft", () => {
  const lineHistory = new LineHistory(["um"]);
  lineHistory.add("dois");
  assertEquals(lineHistory.up("começo"), "dois");
  assertEquals(lineHistory.up("dois"), "um");
  assertEquals(lineHistory.up("um"), undefined);
  assertEquals(lineHistory.down(), "dois");
  assertEquals(lineHistory.down(), "começo");
  assertEquals(lineHistory.down(), undefined);
});

Deno.test("LineHistory skips empty and repeated lines and keeps a limited number", () => {
  const added: string[] = [];
  const lineHistory = new LineHistory([], (line) => added.push(line));
  for (const line of ["a", "a", " ", "b", "a"]) lineHistory.add(line);
  assertEquals(added, ["a", "b", "a"]);
  const many = Array.from({ length: MAX_LINES + 5 }, (_, index) => `${index}`);
  const full = new LineHistory(many);
  full.add("x");
  let count = 0;
  while (full.up("") !== undefined) count++;
  assertEquals(count, MAX_LINES);
});

Deno.test("LineHistory keeps the draft when an earlier line is sent", () => {
  const lineHistory = new LineHistory(["um"]);
  assertEquals(lineHistory.up("rascunho"), "um");
  lineHistory.add("um");
  assertEquals(lineHistory.up(""), "um");
  assertEquals(lineHistory.up("um"), "rascunho");
});

Deno.test("LineHistory finds lines without regard to case and accents, the latest first", () => {
  const lineHistory = new LineHistory(["Olá, Érica", "oi", "ola de novo"]);
  assertEquals(lineHistory.find("OLÁ"), { line: "ola de novo", index: 2 });
  assertEquals(lineHistory.find("ola", 2), { line: "Olá, Érica", index: 0 });
  assertEquals(lineHistory.find("ola", 0), undefined);
  assertEquals(lineHistory.find("eric"), { line: "Olá, Érica", index: 0 });
  lineHistory.goTo(0, "rascunho");
  assertEquals(lineHistory.down(), "oi");
  assertEquals(lineHistory.down(), "ola de novo");
  assertEquals(lineHistory.down(), "rascunho");
});

Deno.test("LineHistory keeps every line but those that may contain a password", () => {
  const added: string[] = [];
  const lineHistory = new LineHistory([], (line) => added.push(line));
  const lines = [
    "/jion sala",
    "texto",
    "/register cavalo",
    "/regsiter cavalo",
    "/login Ana cavalo",
  ];
  for (const line of lines) lineHistory.add(line);
  assertEquals(added, ["/jion sala", "texto"]);
});
