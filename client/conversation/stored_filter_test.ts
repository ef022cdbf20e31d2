import { assertEquals } from "@std/assert";
import { DEFAULT_FILTER } from "./display_filter.ts";
import { formatFilter, parseFilter } from "./stored_filter.ts";

Deno.test("parseFilter reads what formatFilter wrote", () => {
  const settings = { ignored: ["Bob", "Érica"], isQuiet: true };
  assertEquals(parseFilter(formatFilter(settings)), settings);
});

Deno.test("parseFilter skips invalid settings", () => {
  for (const json of ["", "null", '{"ignored":"Bob"}', "[]"]) {
    assertEquals(parseFilter(json), DEFAULT_FILTER, json);
  }
  const settings = parseFilter('{"ignored":["Bob",1,"a b"],"quiet":1}');
  assertEquals(settings, { ignored: ["Bob"], isQuiet: false });
});
