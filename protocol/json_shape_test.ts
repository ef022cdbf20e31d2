import { assertEquals } from "@std/assert";
import { jsonShape } from "./json_shape.ts";

Deno.test("jsonShape counts outside strings only, however these are written", () => {
  const shapes = [
    ['{"type":"ping"}', { parts: 2, depth: 1, numerals: 0, type: "ping" }],
    [
      '{ "type" : "say" , "text" : "a\\"{[,:\\\\" }',
      { parts: 4, depth: 1, numerals: 0, type: "say" },
    ],
    ['{"text":"\\\\","type":"say"}', { parts: 4, depth: 1, numerals: 0, type: "say" }],
    ['["1","22",{"3":"x","a":["4"]}]', { parts: 8, depth: 3, numerals: 3, type: undefined }],
    // A short number is one of at most ten digits.
    ['["1234567890","12345678901",""]', { parts: 3, depth: 1, numerals: 1, type: undefined }],
    // Only a field of the outermost object is the type, and only a string.
    ['{"x":{"type":"say"},"type":1}', { parts: 6, depth: 2, numerals: 0, type: undefined }],
    ['{"type":"say","type":"ping"}', { parts: 4, depth: 1, numerals: 0, type: "ping" }],
    ['{"type":["say"]}', { parts: 3, depth: 2, numerals: 0, type: undefined }],
  ] as const;
  for (const [json, shape] of shapes) {
    JSON.parse(json);
    assertEquals<unknown>(jsonShape(json), shape, json);
  }
});

Deno.test("jsonShape takes what is no JSON", () => {
  for (const text of ["", '"', '"\\', '{"type":"', '{"a":"\\"', "]]]", "\\"]) jsonShape(text);
});
