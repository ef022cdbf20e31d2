import { assertEquals } from "@std/assert";
import { en } from "../../locale/en/catalogue.ts";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { COMMAND_NAMES } from "../../protocol/commands/commands.ts";
import { encodeFrames } from "../../protocol/framing/encode_frame.ts";
import { DEFAULT_LIMITS } from "../../protocol/limits.ts";
import type { ServerMessage } from "../../protocol/messages/messages.ts";
import { JSON_WIRE, payloads, TEXT_WIRE } from "../testing/test_hub.ts";
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
