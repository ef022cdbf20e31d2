import { assertEquals } from "@std/assert";
import { Conversations, MAX_CONVERSATIONS } from "./conversations.ts";

function create(): Conversations {
  return new Conversations({ keepsLog: true, onChange: () => {} });
}

Deno.test("a limited number of conversations is kept, rooms always are", () => {
  const conversations = create();
  const person = conversations.open("person", "Bia");
  conversations.select(person);
  conversations.open("room", "#geral");
  for (let count = 0; count < 2 * MAX_CONVERSATIONS; count++) {
    conversations.open("person", `p${count}`);
  }
  assertEquals(conversations.all.length, MAX_CONVERSATIONS);
  assertEquals(conversations.get("person", "p0"), undefined);
  assertEquals([conversations.current, conversations.rooms.length], [person, 1]);
});

Deno.test("Conversations select the neighbour of the one that is closed", () => {
  const conversations = create();
  const [first, second, third] = ["#a", "#b", "#c"].map((name) => conversations.open("room", name));
  conversations.select(second!);
  conversations.close(first!);
  assertEquals(conversations.current, second);
  conversations.close(second!);
  assertEquals(conversations.current, third);
  conversations.close(third!);
  assertEquals(conversations.current, undefined);
});

Deno.test("Conversations find a person under the new name only, in any case", () => {
  const conversations = create();
  const person = conversations.open("person", "Bia");
  conversations.rename(person, "Érica");
  assertEquals(conversations.get("person", "bia"), undefined);
  assertEquals(conversations.get("person", "ÉRICA"), person);
});
