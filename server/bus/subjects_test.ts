import { assertEquals, assertMatch } from "@std/assert";
import { userTopic } from "./bus.ts";
import { Subjects } from "./subjects.ts";

Deno.test("Subjects maps each topic to its own subject, whatever its name", () => {
  const subjects = new Subjects("c1");
  const names = [
    "geral",
    "a.b",
    "a*b",
    "a>b",
    ">",
    "*",
    "a b",
    "\u{1f600}",
    "a\tb",
    "ab",
    "ção",
    "",
  ];
  const topics = names.flatMap((name) => [`#${name}`, userTopic(name)]);
  const given = topics.map((topic) => subjects.ofTopic(topic));
  assertEquals(new Set([...given, subjects.all]).size, topics.length + 1);
  for (const subject of given.slice(0, -2)) {
    assertMatch(subject, /^chat\.c1\.(room|person)\.[A-Za-z0-9_-]+$/);
  }
});
