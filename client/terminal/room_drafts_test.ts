import { assertEquals } from "@std/assert";
import { Drafts } from "./drafts.ts";
import { EMPTY, replace } from "./line_editor.ts";
import { RoomDrafts } from "./room_drafts.ts";

Deno.test("RoomDrafts keeps what was begun in a room for a return to it", () => {
  const drafts = new RoomDrafts(new Drafts());
  assertEquals(drafts.move("#jogos", EMPTY), EMPTY);
  const begun = replace(EMPTY, "meio");
  assertEquals(drafts.move("#Jogos", begun), begun);
  const { text, killed } = drafts.move("#geral", begun);
  assertEquals([text, killed], ["", "meio"]);
  assertEquals(drafts.move("#jogos", EMPTY).text, "meio");
  assertEquals(drafts.move("#geral", EMPTY).text, "");
  // It is given back once.
  assertEquals(drafts.move("#jogos", EMPTY), EMPTY);
});
