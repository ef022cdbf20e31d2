import { assertEquals } from "@std/assert";
import { jsonShape } from "./json_shape.ts";

Deno.test("jsonShape counts outside strings only, however these are written", () => {
  const shapes = [
    ['{"type":"ping"}', { parts: 2, depth: 1, numerals: 0, type: '"ping"', ref: undefined }],
    [
      '{ "type" : "say" , "text" : "a\\"{[,:\\\\" }',
      { parts: 4, depth: 1, numerals: 0, type: '"say"', ref: undefined },
    ],
    ['{"text":"\\\\","type":"say"}', {
      parts: 4,
      depth: 1,
      numerals: 0,
      type: '"say"',
      ref: undefined,
    }],
    ['["1","22",{"3":"x","a":["4"]}]', {
      parts: 8,
      depth: 3,
      numerals: 3,
      type: undefined,
      ref: undefined,
    }],
    // A short number is one of at most ten digits.
    ['["1234567890","12345678901",""]', {
      parts: 3,
      depth: 1,
      numerals: 1,
      type: undefined,
      ref: undefined,
    }],
    // Only a field of the outermost object is the type.
    ['{"x":{"type":"say"},"type":1}', {
      parts: 6,
      depth: 2,
      numerals: 0,
      type: "1",
      ref: undefined,
    }],
    ['{"type":"say","type":"ping"}', {
      parts: 4,
      depth: 1,
      numerals: 0,
      type: '"ping"',
      ref: undefined,
    }],
    [
      '{"ref":"a\\"b","x":{"ref":1},"type": null }',
      { parts: 8, depth: 2, numerals: 0, type: "null", ref: '"a\\"b"' },
    ],
    ['{"type":["say"]}', { parts: 3, depth: 2, numerals: 0, type: undefined, ref: undefined }],
  ] as const;
  for (const [json, shape] of shapes) {
    JSON.parse(json);
    assertEquals<unknown>(jsonShape(json), shape, json);
  }
});

Deno.test("jsonShape takes what is no JSON", () => {
  for (const text of ["", '"', '"\\', '{"type":"', '{"a":"\\"', "]]]", "\\"]) jsonShape(text);
});
