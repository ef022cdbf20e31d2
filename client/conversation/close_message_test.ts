import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { closeMessage } from "./close_message.ts";

Deno.test("closeMessage shows no code if there is a text for it", () => {
  const words = (reason: string, message?: string) =>
    closeMessage({ type: "closed", reason, ...(message && { message }) }, "localhost:1", en);
  assertEquals(
    words("banned", "You are banned from the whole server (spam)."),
    "You are banned from the whole server (spam).",
  );
  assertEquals(words("replaced"), en.chat.replaced);
  assertEquals(words("lost"), `Cannot connect to localhost:1: ${en.client.closedEarly}`);
  assertEquals(words("EOF"), "Cannot connect to localhost:1: EOF");
});
