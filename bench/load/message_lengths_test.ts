import { assertEquals } from "@std/assert";
import { MessageLengths } from "./message_lengths.ts";

Deno.test("MessageLengths counts messages of one length", () => {
  const lengths = new MessageLengths({ first: 100, isNumbered: false });
  assertEquals([0, 99, 100, 250, 1_000_000].map((bytes) => lengths.messagesIn(bytes)), [
    0,
    0,
    1,
    2,
    10_000,
  ]);
  assertEquals(lengths.bytesOf(10_000), 1_000_000);
});

Deno.test("MessageLengths counts messages that contain their number", () => {
  const lengths = new MessageLengths({ first: 21, isNumbered: true });
  let bytes = 0;
  for (let id = 1; id <= 12_345; id++) {
    bytes += 20 + String(id).length;
    assertEquals(lengths.messagesIn(bytes), id);
    assertEquals(lengths.messagesIn(bytes - 1), id - 1);
    assertEquals(lengths.bytesOf(id), bytes);
  }
});
