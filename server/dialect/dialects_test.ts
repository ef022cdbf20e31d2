import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { COMMAND_NAMES } from "../../protocol/commands/commands.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { RoomMessage, ServerMessage } from "../../protocol/messages/server_messages.ts";
import { JSON_WIRE, payloads, TEXT_WIRE } from "../testing/test_hub.ts";
import type { Wire } from "./dialect.ts";
import { fitMessage } from "./fit_message.ts";
import { TextDialect } from "./text_dialect.ts";

/** A fixed time. */
const AT = 1_700_000_000_000;

const encoder = new TextEncoder();

/** One event of each type and its lines in the text dialect. */
const EVENTS: readonly (readonly [event: ServerMessage, lines: readonly string[]])[] = [
  [{
    type: "welcome",
    name: "Alice",
    server: "chat/0",
    version: 1,
    room: "#geral",
    limits: DEFAULT_LIMITS,
    token: "t",
  }, []],
  [{ type: "joined", room: "#geral", name: "Alice" }, ["[SYS] Você entrou em #geral."]],
  [{ type: "left", room: "#x", name: "Alice" }, ["[SYS] Você saiu de #x."]],
  [{ type: "message", id: 1, room: "#x", from: "Érica", text: 'a"\n\ud83d', at: 2 }, [
    '[#x] Érica: a"\\n\ufffd',
  ]],
  [{ type: "direct", id: 1, from: "Bob", to: "Alice", text: "oi\x07", at: 2 }, [
    "[privado] Bob: oi\\u0007",
  ]],
  [{
    type: "rooms",
    rooms: [{ name: "#geral", members: 2 }, { name: "#jogos", members: 1 }],
    ref: 1,
  }, ["[SYS] Salas ativas: #geral (2), #jogos (1)"]],
  [{
    type: "rooms",
    rooms: [
      { name: "#geral", members: 1 },
      { name: "#a", members: 0, topic: "xadrez\n", at: AT },
      { name: "#b", members: 0, at: AT },
    ],
  }, [
    "[SYS] Salas ativas: #geral (1)",
    `[SYS] Salas vazias: #a (${ptBR.client.moment(AT)}; xadrez\\n), #b (${ptBR.client.moment(AT)})`,
  ]],
  [{
    type: "rooms",
    rooms: [{ name: "#b", members: 0, at: AT }],
  }, [`[SYS] Salas vazias: #b (${ptBR.client.moment(AT)})`]],
  [{ type: "members", room: "#x", names: ["A", "B"] }, ["[SYS] Em #x: A, B"]],
  [{ type: "history", room: "#x", messages: [], more: false }, [
    "[SYS] Ainda não há mensagens em #x.",
  ]],
  [{
    type: "history",
    with: "Bob",
    messages: [{ id: 1, from: "Bob", to: "Alice", text: "um", at: 2 }],
    more: true,
  }, ["[SYS] Última mensagem de Bob:", "[privado] Bob: um"]],
  [{ type: "found", messages: [], more: false }, ["[SYS] Nada encontrado."]],
  [{
    type: "found",
    messages: [{ id: 1, room: "#x", from: "Bob", text: "um", at: 2 }],
    more: false,
    partial: true,
  }, [
    "[SYS] 1 mensagem encontrada:",
    "[#x] Bob: um",
    "[SYS] A busca demorou demais e parou antes do fim: pode haver mais mensagens.",
  ]],
  [{ type: "renamed", from: "A", name: "B" }, ["[SYS] Agora você se chama B."]],
  [{ type: "registered", name: "A" }, ["[SYS] O nome A agora é seu."]],
  [{ type: "ack", ref: 1, id: 1, at: 2 }, []],
  [{ type: "error", code: "busy", message: "não\n[SYS] falso" }, ["[ERRO] não\\n[SYS] falso"]],
  [{ type: "notice", message: "aviso" }, ["[SYS] aviso"]],
  [{ type: "ping" }, []],
  [{ type: "pong", ref: "r" }, []],
  [{ type: "bye", reason: "quit" }, ["[SYS] Até logo!"]],
  [{ type: "bye", reason: "shutting_down" }, ["[SYS] O servidor está encerrando."]],
  [{ type: "bye", reason: "idle" }, []],
];

Deno.test("the JSON dialect sends each event unchanged", () => {
  const events = EVENTS.map(([event]) => event);
  const sent = payloads(JSON_WIRE.encode(events));
  assertEquals(sent, events.map((event) => JSON.stringify(event)));
});

Deno.test("the text dialect writes events as lines and skips those for programs", () => {
  for (const [event, lines] of EVENTS) {
    assertEquals(payloads(TEXT_WIRE.encode([event])), lines, event.type);
  }
  const all = payloads(TEXT_WIRE.encode(EVENTS.map(([event]) => event)));
  assertEquals(all, EVENTS.flatMap(([, lines]) => lines));
});

Deno.test("the text dialect speaks the language that it is given", () => {
  const english = new TextDialect(encodeFrames, DEFAULT_LIMITS, en);
  const event = { type: "joined", room: "#x", name: "Alice" } as const;
  assertEquals(payloads(english.encode([event])), ["[SYS] You joined #x."]);
});

Deno.test("the text dialect reads the first frame as a name, then lines", () => {
  const decode = (line: string, hasName: boolean) => {
    const decoded = TEXT_WIRE.decode(encoder.encode(line), hasName);
    return decoded.kind === "command"
      ? decoded.command.type
      : decoded.kind === "problem"
      ? decoded.problem.code
      : decoded.events.length;
  };
  assertEquals(decode("Alice", false), "hello");
  assertEquals(decode("/quit", false), "bad_name");
  assertEquals(decode("", false), "bad_name");
  assertEquals(decode("\ufeffAlice", true), "say");
  assertEquals(decode("sair", true), "quit");
  assertEquals(decode("", true), 0);
  assertEquals(decode("/help", true), COMMAND_NAMES.length);
  assertEquals(decode("/login Ana um segredo", false), "hello");
  assertEquals(decode("/login Ana", false), "bad_message");
  assertEquals(decode("/passwd antiga nova", true), "passwd");
  assertEquals(decode("/nada", true), "unknown_type");
});

Deno.test("neither dialect accepts invalid UTF-8", () => {
  const wrong = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]];
  for (const bytes of wrong) {
    for (const wire of [JSON_WIRE, TEXT_WIRE]) {
      const decoded = wire.decode(new Uint8Array(bytes), true);
      assertEquals(decoded.kind === "problem" && decoded.problem.code, "bad_message");
    }
  }
});

const CHANGES: readonly ServerMessage[] = [
  { type: "edited", id: 2, room: "#x", about: 1, from: "Bob", at: 2, text: "oi" },
  { type: "reacted", id: 3, room: "#x", about: 1, from: "Bob", at: 2, emoji: "👍" },
  { type: "deleted", id: 4, with: "Bob", about: 1, from: "Bob", at: 2 },
];

Deno.test("the JSON dialect sends changes only to clients that ask, and omits the target", () => {
  const target = { from: "Bob", at: 1 };
  const events = CHANGES.map((event) => ({ ...event, target }) as ServerMessage);
  const message = { type: "message", id: 5, room: "#x", from: "Bob", text: "fim", at: 2 } as const;
  assertEquals(payloads(JSON_WIRE.withChanges.encode([...events, message])), [
    ...[...CHANGES, message].map((event) => JSON.stringify(event)),
  ]);
  assertEquals(payloads(JSON_WIRE.encode([...events, message])), [JSON.stringify(message)]);
  assertEquals(JSON_WIRE.encode(events).length, 0);
});

Deno.test("the JSON dialect sends a deleted message without its text, or with an empty one", () => {
  const said = { id: 1, room: "#x", from: "Bob", at: 1 };
  const deleted = { ...said, text: "", deleted: { by: "Bob", at: 2 }, rev: 2 };
  const events: ServerMessage[] = [
    { type: "message", ...deleted },
    { type: "history", room: "#x", messages: [deleted], more: false },
  ];
  const sent = (wire: Wire) => payloads(wire.encode(events)).map((json) => JSON.parse(json));
  const { text: _, ...shown } = deleted;
  const { deleted: __, ...plain } = deleted;
  for (const [wire, message] of [[JSON_WIRE.withChanges, shown], [JSON_WIRE, plain]] as const) {
    assertEquals(sent(wire), [
      { type: "message", ...message },
      { type: "history", room: "#x", messages: [message], more: false },
    ]);
  }
});

Deno.test("a message that exceeds a frame loses names, then its quote, then its reactions", () => {
  const said = { id: 1, room: "#x", from: "Bob", text: "x".repeat(3_000), at: 1, rev: 2 };
  const names = Array.from({ length: 20 }, (_, index) => `${"龍".repeat(30)}${index}`);
  const reactions = [{ emoji: "👍", count: 20, names }];
  const reply = { id: 1, from: "Ana", text: "y".repeat(200) };
  const all: RoomMessage = { ...said, reply, reactions };
  const bare = [{ emoji: "👍", count: 20, names: [] }];
  assertEquals(fitMessage(all, 65_536), all);
  assertEquals(fitMessage(all, 4_000), { ...all, reactions: bare });
  assertEquals(fitMessage(all, 3_200), { ...said, reply: { id: 1 }, reactions: bare });
  assertEquals(fitMessage(all, 3_100), { ...said, reply: { id: 1 } });
  assertEquals(fitMessage(said, 1), said);
});

Deno.test("the text dialect writes edits and deletions as lines, and reactions not at all", () => {
  const target = { from: "Bob", at: AT };
  const moment = ptBR.client.moment(AT);
  const lines = (event: object) => payloads(TEXT_WIRE.encode([event as ServerMessage]));
  const [edited, reacted, deleted] = CHANGES.map((event) => ({ ...event, target }));
  assertEquals(lines(edited!), [`[#x] Bob editou (${moment}): oi`]);
  assertEquals(lines({ ...edited, room: undefined, with: "Bob" }), [
    `[privado] Bob editou (${moment}): oi`,
  ]);
  assertEquals(lines(reacted!), []);
  assertEquals(lines(deleted!), [`[SYS] Bob apagou uma mensagem (${moment}).`]);
  assertEquals(lines({ ...deleted, from: "Ana", reason: "spam\n" }), [
    `[SYS] Ana apagou uma mensagem de Bob (${moment}): spam\\n`,
  ]);
  assertEquals(lines(CHANGES[2]!), ["[SYS] Bob apagou uma mensagem."]);
  // What an edit said is gone with its message.
  assertEquals(lines({ ...edited, text: undefined }), []);
  const said = { id: 1, room: "#x", from: "Bob", text: "oi", at: AT };
  const message = (fields: object) => lines({ type: "message", ...said, ...fields });
  assertEquals(message({ action: true }), ["[#x] * Bob oi"]);
  assertEquals(message({ reply: { id: 1, from: "Ana", text: "x" } }), [
    "[#x] Bob, em resposta a Ana: oi",
  ]);
  assertEquals(message({ reply: { id: 1 } }), ["[#x] Bob, em resposta: oi"]);
  assertEquals(message({ text: "", rev: 2, deleted: { by: "Ana", at: 2 } }), [
    `[SYS] Ana apagou uma mensagem de Bob (${moment}).`,
  ]);
  const english = new TextDialect(encodeFrames, DEFAULT_LIMITS, en);
  assertEquals(payloads(english.encode([{ ...deleted, from: "Ana" } as ServerMessage])), [
    `[SYS] Ana deleted a message by Bob (${en.client.moment(AT)}).`,
  ]);
});
