import { assertEquals } from "@std/assert";
import { jsonSize } from "./json_size.ts";

Deno.test("jsonSize counts the bytes of what JSON.stringify makes", () => {
  const encoder = new TextEncoder();
  const units = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
  const texts = [...units, "", "Olá 👋", "👋".slice(0, 1) + "👋", "\ud83d", "a\ude00", '"\\"'];
  const numbers = [0, 9, 10, 99, 100, 1_764_353_112_000, Number.MAX_SAFE_INTEGER, -1, 0.5, 1e300];
  const others = [true, false, null, [], {}, [[]], [1, "a"], { a: [{ b: null }, {}], "\n": "é" }];
  const message = { id: 7, room: "#geral", from: "Ana", text: "oi", lost: undefined, at: 1 };
  for (const value of [...texts, ...numbers, ...others, message, [message, message]]) {
    const json = JSON.stringify(value);
    assertEquals(jsonSize(value), encoder.encode(json).length, json);
  }
});
