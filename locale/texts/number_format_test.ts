import { assertEquals } from "@std/assert";
import { numberFormat } from "./number_format.ts";

Deno.test("numberFormat separates thousands as the language does", () => {
  const numbers = [0, 999, 1_000, 1_234_567];
  assertEquals(numbers.map(numberFormat("pt-BR")), ["0", "999", "1.000", "1.234.567"]);
  assertEquals(numbers.map(numberFormat("en")), ["0", "999", "1,000", "1,234,567"]);
});
