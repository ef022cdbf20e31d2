import { assertEquals } from "@std/assert";
import { chatEn } from "./en/chat.ts";
import { chatPtBR } from "./pt_br/chat.ts";

/** A moment of each month, at all hours and days of the week. */
const MOMENTS = Array.from({ length: 400 }, (_, day) => Date.UTC(2026, 0, day, 7 * day, 13 * day));

for (
  const [language, texts, dateStyle] of [["en", chatEn, "medium"], [
    "pt-BR",
    chatPtBR,
    "short",
  ]] as const
) {
  Deno.test(`Days and times are those of Intl: ${language}`, () => {
    const intl = (at: number, options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(language, { hourCycle: "h23", ...options }).format(at);
    for (const at of MOMENTS) {
      const { chat, client } = texts;
      assertEquals(chat.time(at), intl(at, { timeStyle: "short" }));
      assertEquals(client.moment(at), intl(at, { dateStyle, timeStyle: "short" }));
      assertEquals(client.day(at), intl(at, { dateStyle: "full" }));
    }
  });
}
