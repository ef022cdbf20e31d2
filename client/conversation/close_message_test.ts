import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { closeMessage } from "./close_message.ts";

Deno.test("closeMessage shows no code if there is a text for it", () => {
  const words = (reason: string, message?: string) =>
    closeMessage({ type: "closed", reason, ...(message && { message }) }, "localhost:1", en);
  assertEquals(words("lost", "Cannot reach it."), "Cannot reach it.");
  const message = "Você foi banido de todo o servidor (spam).";
  const error = { type: "error", code: "banned", message, reason: "spam" } as const;
  assertEquals(
    closeMessage({ type: "closed", reason: "banned", message, error }, "localhost:1", en),
    "You are banned from the whole server (spam).",
  );
  assertEquals(words("silent"), `Cannot connect to localhost:1: ${en.client.stoppedAnswering}`);
  assertEquals(words("busy"), "The server is busy. Try again in a moment.");
  assertEquals(words("replaced"), en.chat.replaced);
  assertEquals(words("lost"), `Cannot connect to localhost:1: ${en.client.closedEarly}`);
  assertEquals(words("EOF"), "Cannot connect to localhost:1: EOF");
});
