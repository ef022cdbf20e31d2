import { assertEquals } from "@std/assert";
import { nearestWord } from "./nearest_word.ts";

const WORDS = ["join", "list", "who", "msg", "me", "op", "ban", "bans", "register"] as const;

Deno.test("nearestWord finds the word that was meant", () => {
  const meant = {
    ...{ jion: "join", JION: "join", joni: "join", joinn: "join", lst: "list", lits: "list" },
    ...{ mgs: "msg", wo: "who", bna: "ban", regsiter: "register", rgister: "register" },
  };
  for (const [typed, word] of Object.entries(meant)) assertEquals(nearestWord(typed, WORDS), word);
});

Deno.test("nearestWord finds none for other words, short and long ones included", () => {
  for (const typed of ["", "x", "xy", "dance", "lunt", "joining", `join${"x".repeat(1_000)}`]) {
    assertEquals(nearestWord(typed, WORDS), undefined, typed);
  }
});
