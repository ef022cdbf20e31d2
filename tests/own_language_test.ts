import { assert, assertEquals } from "@std/assert";
import { parseServerMessage } from "../client/connection/parse_server_message.ts";
import { closeMessage } from "../client/conversation/close_message.ts";
import { explainError } from "../client/conversation/explain_error.ts";
import { en } from "../locale/en/catalogue.ts";
import { ptBR } from "../locale/pt_br/catalogue.ts";
import { errorMessage, errorText } from "../locale/render/error_message.ts";
import type { ErrorCode } from "../protocol/messages/error_code.ts";
import type { ErrorCause } from "../protocol/messages/error_details.ts";
import type { ErrorMessage } from "../protocol/messages/server_messages.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** Fields of which each text mentions some; none is a word of either language. */
const DETAILS = {
  value: "1234",
  limit: 5678,
  room: "#xyz",
  seconds: 90,
  reason: "qwerty",
  until: 1_800_000_000_000,
} as const;

/** Every error of a server that speaks Portuguese, as a client reads it from the wire. */
function serverErrors(): readonly ErrorMessage[] {
  const codes = Object.keys(ptBR.errors) as ErrorCode[];
  const causes = Object.keys(ptBR.causes) as ErrorCause[];
  const sent = [
    ...codes.map((code) => errorMessage({ code, ...DETAILS }, ptBR)),
    ...causes.map((cause) => errorMessage({ code: "forbidden", cause, ...DETAILS }, ptBR)),
  ];
  return sent.map((message) => {
    const read = parseServerMessage(JSON.stringify(message));
    assertEquals(read, { kind: "message", message });
    return message;
  });
}

Deno.test("a client shows every known error in its own language, whatever the server's", () => {
  for (const error of serverErrors()) {
    const shown = explainError(error, en);
    assertEquals(shown, errorText(error, en));
    assert(shown !== error.message, shown);
    assert(!/undefined|NaN|\bnull\b/.test(shown), shown);
    const closed = { type: "closed", reason: error.code, message: error.message, error } as const;
    assertEquals(closeMessage(closed, "127.0.0.1:9", en), shown);
  }
});

Deno.test("a client shows the server's text of an unknown code, not of an unknown cause", () => {
  const later = { type: "error", code: "later" as ErrorCode, message: "Texto novo." } as const;
  assertEquals(explainError(later, en), "Texto novo.");
  const cause = "later" as ErrorCause;
  const known = { type: "error", code: "forbidden", cause, message: "Texto novo." } as const;
  assertEquals(explainError(known, en), "Not allowed.");
});

/** Lines that the server refuses, and what a client that speaks English shows. */
const REFUSED = [
  ["/nick B b", "No spaces: try B_b."],
  ["/react -1 x", '"x" is not an emoji. Usage: /react [@user] <id> <emoji>'],
  ["/msg Nobody hi", "No user is called 'Nobody'."],
  ["/topic x", "Not allowed: only operators of the server can do that."],
  ["/delete 99", "Message 99 of #geral does not exist or was deleted."],
  ["/nick Sistema", "'Sistema' is reserved."],
  ["/login Bob wrong password", "Wrong password."],
  ["/logout", "You are not logged in: /login <name>."],
  ["/search a1 a2 a3 a4 a5 a6 a7 a8 a9", "9 words in one search (the limit is 8)."],
] as const;

Deno.test("an English client shows no sentence of a Portuguese server", async () => {
  await using server = await startServer();
  const args = ["connect", "--port", `${server.port}`, "--name", "bot", "--lang", "en"];
  const input = REFUSED.map(([line]) => `${line}\n`).join("");
  const { stderr } = await run(args, { input });
  // Some answers take longer than later ones.
  const expected = REFUSED.map(([, text]) => `[ERROR] ${text}`);
  assertEquals(stderr.trimEnd().split("\n").sort(), expected.sort());
  const json = await run([...args, "--json"], {
    input:
      '{"type":"who","room":"#nowhere"}\n{"type":"search","terms":"a1 a2 a3 a4 a5 a6 a7 a8 a9"}\n',
  });
  const errors = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
    .filter(({ type }) => type === "error");
  assertEquals(errors, [
    {
      ...{ type: "error", code: "no_such_room", message: "A sala #nowhere não existe." },
      room: "#nowhere",
    },
    {
      ...{ type: "error", code: "too_many", message: "9 palavras em uma só busca (o limite é 8)." },
      ...{ cause: "words", value: "9", limit: 8 },
    },
  ]);
});
