import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS, MAX_MINUTES, MAX_REASON, MAX_TOPIC } from "../limits.ts";
import { CURRENT_ROOM } from "./command_entry.ts";
import { readLine } from "./parse_line.ts";

/** Command of a line, or the code of its error. */
function read(line: string): unknown {
  const read = readLine(line, DEFAULT_LIMITS);
  if (read.kind === "command") return read.command;
  return read.kind === "problem" ? read.problem.code : read.kind;
}

const here = { room: CURRENT_ROOM };

Deno.test("readLine parses the moderation commands", () => {
  assertEquals(read("/topic"), { type: "topic", ...here });
  assertEquals(read("/topic  xadrez  às\t8 "), { type: "topic", ...here, text: "xadrez às 8" });
  assertEquals(read("/topic -"), { type: "topic", ...here, text: "" });
  assertEquals(read("/kick Bob"), { type: "kick", ...here, name: "Bob" });
  assertEquals(read("/KICK Bob spam demais"), {
    ...{ type: "kick", ...here, name: "Bob", reason: "spam demais" },
  });
  for (const type of ["op", "deop", "unmute", "unban"]) {
    assertEquals(read(`/${type} Bob`), { type, ...here, name: "Bob" });
    assertEquals(read(`/${type}`), "bad_name");
    assertEquals(read(`/${type} Bob Caio`), "bad_name");
  }
  assertEquals(read("/invite Bob"), { type: "invite", ...here, name: "Bob" });
  assertEquals(read("/invite 5"), { type: "invite", ...here, name: "5" });
  assertEquals(read("/invite Bob Caio"), "bad_name");
  assertEquals(read("/private on"), { type: "private", ...here, on: true });
  assertEquals(read("/private NÃO"), { type: "private", ...here, on: false });
  assertEquals(read("/private"), "bad_message");
  assertEquals(read("/private talvez"), "bad_message");
});

Deno.test("readLine parses the commands for invitation links", () => {
  assertEquals(read("/invite"), { type: "invite", ...here });
  assertEquals(read("/invite 5 60"), { type: "invite", ...here, uses: 5, minutes: 60 });
  for (const rest of ["0 60", "1001 60", "5 0", "5 43201"]) {
    assertEquals(read(`/invite ${rest}`), "bad_message", rest);
  }
  assertEquals(read("/invites"), { type: "invites", ...here });
  assertEquals(read("/invites x"), "bad_message");
  assertEquals(read("/uninvite b2W9ZYFg"), { type: "uninvite", ...here, id: "b2W9ZYFg" });
  assertEquals(read("/uninvite ALL"), { type: "uninvite", ...here });
  for (const rest of ["", "a b", "x".repeat(129)]) {
    assertEquals(read(`/uninvite ${rest}`), "bad_message", rest);
  }
  const code = "Zm9vYmFyLWZvb2Jhci1mb2";
  assertEquals(read(`/join jogos ${code}`), { type: "move", room: "#jogos", code });
  assertEquals(read(`/join jogos ${code}x`), "bad_room");
});

Deno.test("readLine parses the duration, reason and scope of a ban", () => {
  const ban = { type: "ban", ...here, name: "Bob" };
  assertEquals(read("/ban Bob"), ban);
  assertEquals(read("/ban Bob 10"), { ...ban, minutes: 10 });
  assertEquals(read("/ban Bob 10 spam 2"), { ...ban, minutes: 10, reason: "spam 2" });
  assertEquals(read("/ban Bob 3x spam"), { ...ban, reason: "3x spam" });
  assertEquals(read("/mute Bob 5 caps"), {
    ...{ type: "mute", ...here, name: "Bob", minutes: 5, reason: "caps" },
  });
  assertEquals(read("/ban ::FFFF:10.0.0.7"), { ...ban, name: "10.0.0.7" });
  assertEquals(read("/ban 2001:db8::1 5"), { ...ban, name: "2001:db8::1", minutes: 5 });
  assertEquals(read("/ban * Bob 5"), { type: "ban", name: "Bob", minutes: 5 });
  assertEquals(read("/unban * 2001:db8::/64"), { type: "unban", name: "2001:db8::" });
  assertEquals(read("/bans"), { type: "bans", ...here });
  assertEquals(read("/bans *"), { type: "bans" });
  assertEquals(read("/bans Bob"), "bad_message");
  assertEquals(read("/ban"), "bad_name");
  assertEquals(read("/ban *"), "bad_name");
  assertEquals(read("/mute 2001:db8::1"), "bad_name");
  assertEquals(read("/ban Bob 0"), "bad_message");
  assertEquals(read(`/ban Bob ${MAX_MINUTES + 1}`), "bad_message");
});

Deno.test("readLine accepts topics and reasons up to their limits", () => {
  const text = (length: number) => "é".repeat(length);
  assertEquals(read(`/topic ${text(MAX_TOPIC)}`), {
    ...{ type: "topic", ...here, text: text(MAX_TOPIC) },
  });
  assertEquals(read(`/topic ${text(MAX_TOPIC + 1)}`), "too_long");
  assertEquals(read(`/kick Bob ${text(MAX_REASON)}`), {
    ...{ type: "kick", ...here, name: "Bob", reason: text(MAX_REASON) },
  });
  assertEquals(read(`/kick Bob ${text(MAX_REASON + 1)}`), "too_long");
  assertEquals(read(`/mute Bob 5 ${text(MAX_REASON + 1)}`), "too_long");
});
