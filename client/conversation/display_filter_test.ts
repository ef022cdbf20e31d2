import { assertEquals } from "@std/assert";
import type { Quote } from "../../protocol/messages/changes.ts";
import { type FilterSettings, MAX_IGNORED } from "./display_filter.ts";
import { DisplayFilter } from "./display_filter.ts";

function said(from: string, quoted?: string): { from: string; reply?: Quote } {
  return { from, ...(quoted && { reply: { id: 7, from: quoted, text: "oi" } }) };
}

Deno.test("DisplayFilter hides messages of ignored users, and what others quote of them", () => {
  const filter = new DisplayFilter();
  const messages = [said("Bob"), said("Ana"), said("Ana", "Bob"), said("Ana", "Bia")];
  assertEquals(filter.select(messages), messages);
  filter.setIgnored("bob", true);
  const shown = filter.select(messages);
  assertEquals(shown, [said("Ana"), { ...said("Ana"), reply: { id: 7 } }, said("Ana", "Bia")]);
  // What is the same stays the same object, so that it need not be drawn again.
  assertEquals(filter.select(messages).every((one, index) => one === shown[index]), true);
  filter.setIgnored("Bob", false);
  assertEquals(filter.select(messages), messages);
});

Deno.test("DisplayFilter follows an ignored user to other names, and stops at /unignore", () => {
  const filter = new DisplayFilter();
  filter.setIgnored("Bob", true);
  filter.rename("Bob", "Beto");
  filter.rename("Ana", "Bia");
  assertEquals(["BOB", "beto", "Bia"].map((name) => filter.ignores(name)), [true, true, false]);
  filter.setIgnored("Beto", false);
  assertEquals([filter.ignores("Beto"), filter.ignored], [false, ["Bob"]]);
});

Deno.test("DisplayFilter loads settings, stores each change, and keeps the latest names", () => {
  let stored: FilterSettings = { ignored: ["Bob"], isQuiet: true };
  const filter = new DisplayFilter({
    load: () => stored,
    update: (change) => {
      stored = change(stored);
      return "full";
    },
  });
  assertEquals([filter.ignores("Bob"), filter.isQuiet], [true, true]);
  assertEquals(filter.setQuiet(false), "full");
  for (let index = 0; index < MAX_IGNORED; index++) filter.setIgnored(`n${index}`, true);
  filter.setIgnored("N0", true);
  assertEquals([stored.ignored.length, stored.isQuiet], [MAX_IGNORED, false]);
  assertEquals([stored.ignored[0], stored.ignored.at(-1)], ["n1", "N0"]);
});
