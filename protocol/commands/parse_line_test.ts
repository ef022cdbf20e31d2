import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../limits.ts";
import { CURRENT_ROOM } from "./command_entry.ts";
import type { CommandName } from "./commands.ts";
import { readClientLine, readLine } from "./parse_line.ts";

/** Command of a line, the code of its error, or another kind of line. */
function read(line: string): unknown {
  const read = readLine(line, DEFAULT_LIMITS);
  if (read.kind === "command") return read.command;
  return read.kind === "problem" ? read.problem.code : read.kind;
}

Deno.test("readLine tells text from commands", () => {
  assertEquals(read("oi  "), { type: "say", room: CURRENT_ROOM, text: "oi" });
  assertEquals(read("  /join x"), { type: "say", room: CURRENT_ROOM, text: "  /join x" });
  assertEquals(read("//join x"), { type: "say", room: CURRENT_ROOM, text: "/join x" });
  assertEquals(read("sair daqui"), { type: "say", room: CURRENT_ROOM, text: "sair daqui" });
  assertEquals(read(" Sair "), { type: "quit" });
  assertEquals(read("   "), "nothing");
  assertEquals(read("/"), "unknown_type");
  assertEquals(read("/constructor"), "unknown_type");
});

Deno.test("readLine parses each command in any case and says what is wrong with it", () => {
  assertEquals(read("/JOIN #Jogos"), { type: "move", room: "#Jogos" });
  assertEquals(read("/join"), "bad_room");
  assertEquals(read("/list"), { type: "list" });
  assertEquals(read("/who"), { type: "who", room: CURRENT_ROOM });
  assertEquals(read("/msg Bob  oi, Bob"), { type: "direct", to: "Bob", text: "oi, Bob" });
  assertEquals(read("/msg Bob"), "bad_message");
  assertEquals(read("/msg"), "bad_name");
  assertEquals(read("/nick Zé"), { type: "rename", name: "Zé" });
  assertEquals(read("/nick a b"), "bad_name");
  assertEquals(read("/history"), { type: "history", room: CURRENT_ROOM });
  assertEquals(read("/history 500"), { type: "history", room: CURRENT_ROOM, limit: 200 });
  assertEquals([read("/history 0"), read("/history abc")], ["bad_message", "bad_message"]);
  assertEquals(read("/who jogos"), { type: "who", room: "#jogos" });
  assertEquals(read("/search a b"), { type: "search", terms: "a b" });
  assertEquals(read("/search"), "bad_message");
  assertEquals(read(`/search ${"x".repeat(129)}`), "too_long");
  assertEquals(read("/help"), "help");
  assertEquals(read("/quit"), { type: "quit" });
});

Deno.test("readLine parses commands about messages, by their id or from the latest one", () => {
  const room = CURRENT_ROOM;
  assertEquals(read("/me acena"), { type: "say", room, text: "acena", action: true });
  assertEquals(read("/reply -1 oi  a todos"), {
    type: "say",
    room,
    text: "oi  a todos",
    reply: -1,
  });
  assertEquals(read("/edit 12 novo"), { type: "edit", room, about: 12, text: "novo" });
  assertEquals(read("/delete -2"), { type: "delete", room, about: -2 });
  assertEquals(read("/delete 7 não  cabe"), {
    ...{ type: "delete", room, about: 7, reason: "não cabe" },
  });
  assertEquals(read("/react -1 👍🏽"), { type: "react", room, about: -1, emoji: "👍🏽" });
  assertEquals(read("/react 7 -👍"), { type: "react", room, about: 7, emoji: "👍", remove: true });
  const name = "Ana";
  assertEquals(read("/reply @Ana -1 oi"), { type: "direct", to: name, text: "oi", reply: -1 });
  assertEquals(read("/edit @Ana 3 @Bia oi"), {
    type: "edit",
    with: name,
    about: 3,
    text: "@Bia oi",
  });
  assertEquals(read("/delete @Ana -1"), { type: "delete", with: name, about: -1 });
  assertEquals(read("/react @Ana -1 👍"), { type: "react", with: name, about: -1, emoji: "👍" });
  assertEquals([read("/edit @ -1 oi"), read("/edit @! -1 oi")], ["bad_name", "bad_name"]);
  const wrong = [
    ...["/edit @Ana oi", "/edit @Ana", "/edit @Ana -1"],
    ...["/me", "/reply oi", "/reply -1", "/edit -1", "/edit 0 oi", "/edit 1.5 oi"],
    ...["/edit --1 oi", `/edit ${"9".repeat(17)} oi`, "/delete", "/delete x", "/react -1"],
    ...["/react -1 👍👍", "/react -1 -", "/react 👍"],
  ];
  for (const line of wrong) assertEquals(read(line), "bad_message", line);
  assertEquals(read(`/delete 1 ${"x".repeat(201)}`), "too_long");
  assertEquals(read(`/edit 1 ${"x".repeat(4_001)}`), "too_long");
});

Deno.test("aliases are parsed as their commands, in any case", () => {
  const aliases = [
    ...[["/j Jogos", "/join Jogos"], ["/NAMES", "/who"], ["/m Bob oi", "/msg Bob oi"]],
    ...[["/W Bob oi", "/msg Bob oi"], ["/q", "/quit"], ["/exit", "/quit"]],
  ] as const;
  for (const [line, same] of aliases) assertEquals(read(line), read(same), line);
});

Deno.test("/help takes the name or alias of a command that the reader knows", () => {
  const about = (line: string, parse: typeof readClientLine = readLine) => {
    const read = parse(line, DEFAULT_LIMITS);
    return read.kind === "help" ? read.about : read.kind;
  };
  assertEquals(about("/help"), undefined);
  assertEquals([about("/help msg"), about("/help /W  x")], ["msg", "msg"]);
  assertEquals([about("/help mgs"), about("/help watch")], ["problem", "problem"]);
  assertEquals(about("/help watch", readClientLine), "watch");
});

Deno.test("an unknown command comes with the closest command that the reader knows", () => {
  const suggestion = (line: string, parse: typeof readClientLine = readLine) => {
    const read = parse(line, DEFAULT_LIMITS);
    return read.kind === "problem" ? read.problem.suggestion : read.kind;
  };
  assertEquals(suggestion("/jion x"), "join");
  assertEquals(suggestion("/SAIR"), "quit");
  assertEquals(suggestion("/nmaes"), "names");
  assertEquals(suggestion("/help mgs"), "msg");
  assertEquals([suggestion("/wacth x"), suggestion("/dançar")], [undefined, undefined]);
  assertEquals(suggestion("/wacth x", readClientLine), "watch");
});

Deno.test("readClientLine parses the client's own commands, which readLine does not know", () => {
  const local = (line: string) => {
    const read = readClientLine(line, DEFAULT_LIMITS);
    return read.kind === "local" ? read.command : read.kind;
  };
  assertEquals(local("/Watch #jogos"), { type: "watch", room: "#jogos" });
  assertEquals(local("/unwatch jogos"), { type: "unwatch", room: "#jogos" });
  assertEquals(local("/watch"), "problem");
  assertEquals(local("/bell"), { type: "bell", mode: undefined });
  assertEquals(local("/bell ALL"), { type: "bell", mode: "all" });
  assertEquals(local("/bell loud"), "problem");
  assertEquals(local("/reconnect"), { type: "reconnect" });
  assertEquals(local("/list"), "command");
  assertEquals(local("//watch x"), "command");
  assertEquals(read("/watch jogos"), "unknown_type");
});

Deno.test("readLine shows no password that follows a command without a space", () => {
  const value = (line: string) => {
    const read = readLine(line, DEFAULT_LIMITS);
    return read.kind === "problem" ? read.problem.value : read.kind;
  };
  assertEquals(value("/registersegredo1"), "/register…");
  assertEquals(value("/Register:segredo1 x"), "/Register…");
  assertEquals(value("/regsiter=segredo1"), "/regsiter…");
  assertEquals(value("/jion"), "/jion");
});

Deno.test("readClientLine names the command whose arguments are missing", () => {
  const form = (line: string) => {
    const read = readClientLine(line, DEFAULT_LIMITS);
    return read.kind === "problem" ? read.problem.form : read.kind;
  };
  const needy: readonly CommandName[] = [
    ...["join", "watch", "unwatch", "msg", "nick", "search", "login"] as const,
    ...["me", "reply", "edit", "delete", "react"] as const,
    ...["uninvite", "kick", "ban", "unban", "mute", "unmute", "private", "op", "deop"] as const,
  ];
  for (const name of needy) assertEquals(form(`/${name.toUpperCase()}`), name);
  assertEquals(form("/msg Bob"), "msg");
  assertEquals(form("/bell x"), "bell");
  assertEquals(form("/private talvez"), "private");
  assertEquals(form("/history x"), "history");
  assertEquals(form("/ban Bob 0"), "ban");
  assertEquals(form("/react -1 oi"), "react");
  for (const line of ["/nick a b", "/join a b", "/nada"]) {
    assertEquals(form(line), undefined);
  }
});
