import { assert, assertEquals } from "@std/assert";
import { CURRENT_ROOM } from "../../protocol/commands/command_entry.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import { splitLine, splitText } from "./split_line.ts";

Deno.test("splitText cuts between words, or between characters if it must", () => {
  for (
    const [text, most, parts] of [
      ["", 5, []],
      ["abcde", 5, ["abcde"]],
      ["abcdef", 5, ["abcde", "f"]],
      ["ab cdefg", 5, ["ab", "cdefg"]],
      ["abcde fg", 5, ["abcde", "fg"]],
      ["ab   cdefghij", 5, ["ab", "cdefg", "hij"]],
      ["ab          c", 5, ["ab", "c"]],
      ["👋👋👋", 2, ["👋👋", "👋"]],
      ["aa👩\u200d👧", 3, ["aa", "👩\u200d👧"]],
      ["ae\u0301", 2, ["a", "e\u0301"]],
      // A grapheme longer than a message has to be cut.
      ["👩\u200d👧", 2, ["👩\u200d", "👧"]],
    ] as const
  ) {
    assertEquals(splitText(text, most), parts, text);
  }
});

Deno.test("splitLine splits what is too long for one message and keeps the rest", () => {
  const limits = { ...DEFAULT_LIMITS, text: 5 };
  const say = (text: string) => ({
    kind: "command" as const,
    command: { type: "say" as const, room: CURRENT_ROOM, text },
  });
  // Each part is text, even if it looks like a command.
  assertEquals(splitLine("12345 /quit sair", limits), [say("12345"), say("/quit"), say("sair")]);
  assertEquals(splitLine("//a b c d", limits), [say("/a b"), say("c d")]);
  assertEquals(splitLine("/msg ana 12345 6", limits).map((line) => line.kind), [
    "command",
    "command",
  ]);
  assertEquals(splitLine("sair", limits), [{ kind: "command", command: { type: "quit" } }]);
  assertEquals(splitLine("", limits), [{ kind: "nothing" }]);
  assertEquals(splitLine("/foo 123456", limits)[0]!.kind, "problem");
  // The frame size is a limit, too.
  const small = splitLine("\u0001".repeat(3_000), { ...DEFAULT_LIMITS, frame: 4_096 });
  assert(small.length > 1);
  assert(small.every((line) => JSON.stringify(line).length < 4_096));
});
