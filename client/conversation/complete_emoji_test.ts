import { assertEquals } from "@std/assert";
import { completeEmoji, emojiCodeIn } from "./complete_emoji.ts";
import { EMOJI } from "./emoji_list.ts";

Deno.test("emojiCodeIn finds a code that is begun at the end of a text", () => {
  assertEquals(
    ["ha :smi", ":smile:", ":+1", ":coração", "linha\n:ok"].map(emojiCodeIn),
    ["smi", "smile", "+1", "coração", "ok"],
  );
  const none = [":", ":)", ":D", ":-)", "12:30", "a:smile", ":smile: ", "::", "std::vec", ":a b"];
  assertEquals(none.map(emojiCodeIn), none.map(() => undefined));
});

Deno.test("completeEmoji finds codes first, then words of either language", () => {
  const find = (code: string) => completeEmoji(EMOJI, code).map(([emoji]) => emoji);
  assertEquals(find("smile")[0], "😄");
  assertEquals(find("SMIL").slice(0, 2), ["😃", "😄"]);
  assertEquals(find("+1"), ["👍"]);
  assertEquals(find("thumbs_up"), ["👍"]);
  assertEquals(find("obrig").includes("🙏"), true);
  assertEquals(find("coracao").includes("❤️"), true);
  assertEquals(find("foguete"), ["🚀"]);
  assertEquals(find("qqqq"), []);
});

Deno.test("every emoji has a code, which no other has", () => {
  const codes = EMOJI.flatMap(([, , , codes]) => codes.split(" "));
  assertEquals(codes.filter((code) => !/^[a-z0-9_+-]+$/.test(code)), []);
  assertEquals(codes.length, new Set(codes).size);
});
