import { assertEquals } from "@std/assert";
import { guestNames, isGuestName } from "./guest_names.ts";

Deno.test("isGuestName knows guest names of every language and look-alikes", () => {
  const names = ["guest-1", "Convidado-42", "GUEST-007", "guest-l", "convidado-1O", "gue5t-1"];
  assertEquals(names.map(isGuestName), [true, true, true, true, true, false]);
  const others = ["guest", "guest-", "convidado", "guest-ana", "guest-1a", "guests-1", "Ana-1"];
  assertEquals(others.filter(isGuestName), []);
});

Deno.test("guestNames counts up and then tries any number", () => {
  const names = guestNames("guest").take(40).toArray();
  assertEquals(names.slice(0, 3), ["guest-1", "guest-2", "guest-3"]);
  assertEquals(names.filter((name) => !isGuestName(name)), []);
});
