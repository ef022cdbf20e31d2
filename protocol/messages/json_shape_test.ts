import { assertEquals } from "@std/assert";
import { findValue, jsonShape } from "./json_shape.ts";

Deno.test("jsonShape counts outside strings only, however those are escaped", () => {
  const shapes = [
    ['{"type":"ping"}', [2, 1, 0]],
    ['{ "type" : "say" , "text" : "a\\"{[,:\\\\" }', [4, 1, 0]],
    ['{"text":"\\\\","type":"say"}', [4, 1, 0]],
    // Keys do not count as numbers.
    ['["1","22",{"3":"x","a":["4"]}]', [8, 3, 3]],
    // A short number has ten digits at most.
    ['["1234567890","12345678901",""]', [3, 1, 1]],
    ["[]", [1, 1, 0]],
    ['"{"', [0, 0, 0]],
  ] as const;
  for (const [json, [parts, depth, numerals]] of shapes) {
    JSON.parse(json);
    assertEquals(jsonShape(json), { parts, depth, numerals }, json);
  }
});

Deno.test("findValue finds the last value of a key in the outermost object", () => {
  const values = [
    ['{"type":"say"}', "type", '"say"'],
    ['{"x":{"type":"say"},"type": 1 }', "type", "1"],
    ['{"type":"say","type":"ping"}', "type", '"ping"'],
    ['{"ref":"a\\"b,","x":{"ref":1},"type":null}', "ref", '"a\\"b,"'],
    ['{"type":["say"]}', "type", undefined],
    ['{"type":{"a":"b"},"x":1}', "type", undefined],
    ['{"x":"type","y":"z"}', "type", undefined],
    ['["type","x"]', "type", undefined],
  ] as const;
  for (const [json, key, value] of values) {
    JSON.parse(json);
    assertEquals(findValue(json, key), value, json);
  }
});

Deno.test("jsonShape and findValue accept text that is not JSON", () => {
  for (const text of ["", '"', '"\\', '{"type":"', '{"a":"\\"', "]]]", "\\", '{"type":1']) {
    jsonShape(text);
    assertEquals(findValue(text, "type"), undefined);
  }
});
