import { assertEquals } from "@std/assert";
import { parseServerMessage } from "../client/connection/parse_server_message.ts";
import type { ErrorCause } from "../protocol/messages/error_details.ts";
import type { ErrorCode } from "../protocol/messages/error_code.ts";
import type { ClientMessage } from "../protocol/messages/client_messages.ts";
import { parseClientMessage } from "../protocol/messages/parse_client_message.ts";
import { SERVER_SHAPES } from "../protocol/messages/server_shapes.ts";

/** All types of client messages; the type check fails if one is missing. */
const CLIENT_TYPES: Readonly<Record<ClientMessage["type"], true>> = {
  ...{ hello: true, join: true, leave: true, say: true, direct: true, history: true, search: true },
  ...{ edit: true, delete: true, react: true },
  ...{
    list: true,
    who: true,
    whois: true,
    away: true,
    rename: true,
    ping: true,
    pong: true,
    quit: true,
  },
  ...{ register: true, login: true, passwd: true, logout: true },
  ...{ topic: true, kick: true, ban: true, unban: true, mute: true, unmute: true, bans: true },
  ...{
    invite: true,
    invites: true,
    uninvite: true,
    private: true,
    op: true,
    deop: true,
    owner: true,
  },
};

/** Every code of an error; the type check fails if one is missing. */
const CODES: Readonly<Record<ErrorCode, true>> = {
  ...{ bad_message: true, unknown_type: true, hello_required: true, unsupported_version: true },
  ...{ bad_name: true, name_taken: true, bad_room: true, password_required: true },
  ...{
    wrong_password: true,
    wrong_code: true,
    bad_password: true,
    tls_required: true,
    logged_in: true,
  },
  ...{ not_logged_in: true, not_in_room: true, no_such_user: true, no_such_room: true },
  ...{ too_long: true, bad_text: true, frame_too_large: true, too_fast: true, too_many: true },
  ...{ not_stored: true, busy: true, forbidden: true, muted: true, banned: true },
  ...{ not_found: true, outcome_unknown: true, slow_reader: true, idle: true, timeout: true },
  ...{ shutting_down: true },
};

/** Every cause of an error; the type check fails if one is missing. */
const CAUSES: Readonly<Record<ErrorCause, true>> = {
  ...{ spaces: true, length: true, scripts: true, characters: true, reserved: true },
  ...{ similar: true, text: true, topic: true, reason: true, terms: true },
  ...{ away: true, rooms: true, owned_rooms: true, rules: true, words: true },
  ...{ resume: true, emoji: true, connections: true, address: true, pending: true },
  ...{
    operators_only: true,
    owner_only: true,
    register_first: true,
    server_operators_only: true,
    outranked: true,
  },
  ...{ no_account: true, invited_only: true, lobby: true, self: true, edit: true },
  ...{ delete: true, delete_direct: true, late: true, never: true, no_message: true },
  ...{ no_ban: true, no_mute: true, no_rights: true, no_link: true, sign_in: true },
  ...{
    frame: true,
    emoji_expected: true,
    id_expected: true,
    number_expected: true,
    range_expected: true,
  },
};

const page = await read("protocol");

/** Examples that begin with an arrow, in the document of the protocol and those of its topics. */
const EXAMPLES = [page, ...await Promise.all(["changes", "accounts", "moderation"].map(read))]
  .flatMap((text) => [...text.matchAll(/^([→←]) (.*)$/gm)]);

function read(name: string): Promise<string> {
  return Deno.readTextFile(new URL(`../docs/${name}.md`, import.meta.url));
}

function examples(arrow: string): string[] {
  return EXAMPLES.filter(([, from]) => from === arrow).map(([, , json]) => json!);
}

function typesOf(messages: readonly string[]): Set<string> {
  return new Set(messages.map((json) => JSON.parse(json).type));
}

Deno.test("the documents of the protocol have a valid example of each message of a client", () => {
  const sent = examples("→");
  for (const json of sent) {
    const parsed = parseClientMessage(json);
    assertEquals(parsed.ok ? [] : [parsed.problem], [], json);
  }
  assertEquals(typesOf(sent), new Set(Object.keys(CLIENT_TYPES)));
});

Deno.test("the protocol documents have a valid example of each message of the server", () => {
  const received = examples("←");
  for (const json of received) assertEquals(parseServerMessage(json).kind, "message", json);
  assertEquals(typesOf(received), new Set(Object.keys(SERVER_SHAPES)));
});

/** Words in code of a column of the table of errors. */
function documented(column: 1 | 3): Set<string> {
  const [table] = /^\| code +\| when +\| `cause` .*?\n\n/ms.exec(page) ?? [""];
  return new Set(
    table.split("\n").slice(2).flatMap((row) =>
      Array.from((row.split("|")[column] ?? "").matchAll(/`(\w+)`/g), ([, word]) => word!)
    ),
  );
}

Deno.test("docs/protocol.md explains each error code", () => {
  assertEquals(documented(1), new Set(Object.keys(CODES)));
});

Deno.test("docs/protocol.md names each cause of an error", () => {
  assertEquals(documented(3), new Set(Object.keys(CAUSES)));
});
