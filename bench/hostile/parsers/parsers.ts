import { findTerms } from "../../../client/conversation/highlight_terms.ts";
import { parseServerMessage } from "../../../client/connection/parse_server_message.ts";
import { showText } from "../../../client/conversation/display_entry.ts";
import { render } from "../../../client/terminal/bottom_line.ts";
import { cutTo, width } from "../../../client/terminal/graphemes.ts";
import { parseKeys } from "../../../client/terminal/keys.ts";
import { wrap } from "../../../client/terminal/wrap.ts";
import { mentions } from "../../../client/conversation/mentions.ts";
import { parseText } from "../../../client/conversation/parse_text.ts";
import { toAddress } from "../../../protocol/text/address.ts";
import { FrameDecoder } from "../../../protocol/framing/frame_decoder.ts";
import { DEFAULT_LIMITS } from "../../../protocol/limits.ts";
import { readClientLine, readLine } from "../../../protocol/commands/parse_line.ts";
import { nameKey, toName, toRoom } from "../../../protocol/text/names.ts";
import { parseClientMessage } from "../../../protocol/messages/parse_client_message.ts";
import { matchesTerms, toPlain, toTerms, toWords } from "../../../protocol/text/terms.ts";
import { skeleton } from "../../../server/confusables/skeleton.ts";
import { parseRequest } from "../../../server/http/request.ts";
import { WebSocketFrameReader } from "../../../server/websocket/frame_reader.ts";
import { utf8 } from "../../wires/wire.ts";
import { CONTENTS, VALUES } from "./contents.ts";

/** A function that parses what a peer sends. */
export interface Parser {
  readonly name: string;
  /** Inputs by kind: given a length in UTF-16 code units, creates one and returns the call that parses it. */
  readonly inputs: Readonly<Record<string, (length: number) => () => unknown>>;
}

/** A valid message of every type; each field in turn is replaced by a hostile value. */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  hello: { name: "Ana", version: 1, password: "x", token: "x", resume: {} },
  join: { room: "a" },
  leave: { room: "a" },
  who: { room: "a" },
  say: { room: "a", text: "x", nonce: "x" },
  direct: { to: "Ana", text: "x", nonce: "x" },
  history: { room: "a" },
  "history with": { type: "history", with: "Ana" },
  search: { terms: "x", room: "a" },
  rename: { name: "Ana" },
  away: { text: "x" },
  whois: { name: "Ana" },
  register: { password: "x" },
  login: { name: "Ana", password: "x" },
  passwd: { password: "x", new: "x" },
  logout: {},
  list: {},
  ping: { ref: "x" },
  pong: {},
  quit: {},
  topic: { room: "a", text: "x" },
  kick: { room: "a", name: "Ana", reason: "x" },
  ban: { room: "a", name: "Ana", reason: "x" },
  unban: { room: "a", name: "Ana" },
  bans: { room: "a" },
  mute: { room: "a", name: "Ana", reason: "x" },
  unmute: { room: "a", name: "Ana" },
  invite: { room: "a", name: "Ana" },
  invites: { room: "a" },
  uninvite: { room: "a", id: "x" },
  private: { room: "a", on: true },
  op: { room: "a", name: "Ana" },
  deop: { room: "a", name: "Ana" },
};

/** Beginnings of lines of the text dialect. */
const LINES = [
  "",
  "/join ",
  "/msg ",
  "/msg Ana ",
  "/nick ",
  "/login Ana ",
  "/register ",
  "/topic ",
  "/away ",
]
  .concat(["/kick ", "/ban * ", "/unban * ", "/mute ", "/search ", "/history ", "/"]);

const SIZE = { columns: 80, rows: 24 };

/** First bytes of WebSocket frames: a whole text message, the first and a continuation frame of another, a ping. */
const [TEXT, TEXT_BEGINS, TEXT_GOES_ON, PING] = [0x81, 0x01, 0x00, 0x89];

/** Every parser of bytes from a peer. */
export const PARSERS: readonly Parser[] = [
  ...Object.entries(MESSAGES).map(clientMessage),
  { name: "line of the text dialect", inputs: Object.assign({}, ...LINES.map(line)) },
  { name: "first line of the text dialect", inputs: texts((text) => toName(text)) },
  { name: "line of the terminal", inputs: texts((text) => readClientLine(text, DEFAULT_LIMITS)) },
  { name: "toName", inputs: texts((text) => toName(text)) },
  { name: "toRoom", inputs: texts((text) => toRoom(text)) },
  { name: "toAddress", inputs: texts(toAddress) },
  { name: "nameKey", inputs: texts(nameKey) },
  { name: "skeleton of a room's name", inputs: texts(looks) },
  { name: "toTerms", inputs: texts(toTerms) },
  { name: "toPlain", inputs: texts(toPlain) },
  { name: "toWords", inputs: texts(toWords) },
  { name: "matchesTerms", inputs: texts((text) => matchesTerms(text, ["a", "b"])) },
  { name: "request of HTTP", inputs: { ...texts(request), ...texts(header, "header: ") } },
  { name: "frames", inputs: { tiny: tinyFrames, "in single bytes": singleBytes } },
  { name: "frames of WebSocket", inputs: WEB_SOCKET() },
  { name: "message of a server", inputs: { ...texts(said), ...values(welcome) } },
  { name: "formatting of a message", inputs: texts((text) => parseText(text, "Ana")) },
  { name: "mentions", inputs: texts((text) => mentions(text, "Ana")) },
  { name: "escapes of the terminal", inputs: texts(showText) },
  { name: "rows of the terminal", inputs: texts(rows) },
  { name: "width of the terminal", inputs: texts(width) },
  { name: "cut of the terminal", inputs: texts((text) => cutTo(text, 80)) },
  { name: "line being typed", inputs: texts(typed) },
  { name: "keys of the terminal", inputs: texts(parseKeys) },
  { name: "terms in a text", inputs: texts((text) => findTerms(text, ["ana"])) },
];

function texts(parse: (text: string) => unknown, prefix = ""): Parser["inputs"] {
  return Object.fromEntries(
    Object.entries(CONTENTS).map(([name, content]) => [prefix + name, (length: number) => {
      const text = content(length);
      return () => parse(text);
    }]),
  );
}

function values(parse: (json: string) => unknown): Parser["inputs"] {
  return Object.fromEntries(
    Object.entries(VALUES).map(([name, value]) => [name, (length: number) => {
      const json = value(length);
      return () => parse(json);
    }]),
  );
}

function clientMessage([type, fields]: [string, Readonly<Record<string, unknown>>]): Parser {
  const parse = (changed: Readonly<Record<string, unknown>>) => {
    const json = JSON.stringify({ type, ...fields, ...changed });
    return () => parseClientMessage(json);
  };
  const inputs: Record<string, (length: number) => () => unknown> = {};
  const strings = Object.keys(fields).filter((key) => typeof fields[key] === "string");
  for (const [name, content] of Object.entries(CONTENTS)) {
    for (const key of strings.filter((key) => key !== "type")) {
      inputs[`${key}: ${name}`] = (length) => parse({ [key]: content(length) });
    }
    if (type !== "hello") continue;
    inputs[`resume: ${name}`] = (length) => parse({ resume: { [content(length)]: 1 } });
  }
  for (const [name, value] of Object.entries(VALUES)) {
    inputs[`unknown field: ${name}`] = (length) => {
      const json = `${JSON.stringify({ type, ...fields }).slice(0, -1)},"x":${value(length)}}`;
      return () => parseClientMessage(json);
    };
  }
  return { name: `\`${type}\``, inputs };
}

function line(prefix: string): Parser["inputs"] {
  return texts((text) => readLine(prefix + text, DEFAULT_LIMITS), prefix);
}

function request(text: string): unknown {
  return parseRequest(utf8(`GET /${text} HTTP/1.1\r\nHost: a`));
}

function header(text: string): unknown {
  return parseRequest(utf8(`GET / HTTP/1.1\r\nHost: a\r\nX:${text}`));
}

function tinyFrames(length: number): () => unknown {
  const bytes = new Uint8Array(length);
  return () => new FrameDecoder().push(bytes);
}

function singleBytes(length: number): () => unknown {
  const bytes = new Uint8Array(length + 4);
  new DataView(bytes.buffer).setUint32(0, length);
  return () => {
    const decoder = new FrameDecoder();
    for (let at = 0; at < bytes.length; at++) decoder.push(bytes.subarray(at, at + 1));
  };
}

/** Inputs for the WebSocket reader. Masks are zero, so payloads need no encoding. */
function WEB_SOCKET(): Parser["inputs"] {
  const whole = (length: number) => {
    const payload = new Uint8Array(length).fill(0x61);
    const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 0xff];
    return Uint8Array.from([TEXT, ...size, 0, 0, 0, 0, ...payload]);
  };
  const small = (first: (nth: number) => number) => (length: number) => {
    const count = Math.floor(length / 7);
    return Uint8Array.from(
      Array.from({ length: count }, (_, nth) => [first(nth), 0x81, 0, 0, 0, 0, 0x61]).flat(),
    );
  };
  const read = (bytes: Uint8Array, piece: number) => () => {
    const source = new WebSocketFrameReader(DEFAULT_LIMITS.frame);
    for (let at = 0; at < bytes.length; at += piece) source.push(bytes.subarray(at, at + piece));
  };
  const pings = small(() => PING);
  const fragments = small((nth) => nth === 0 ? TEXT_BEGINS : TEXT_GOES_ON);
  return {
    "one frame": (length) => read(whole(length - 1), length),
    "one frame in single bytes": (length) => read(whole(length - 1), 1),
    pings: (length) => read(pings(length), length),
    fragments: (length) => read(fragments(length), length),
    "fragments in single bytes": (length) => read(fragments(length), 1),
  };
}

/** Validates a name before computing its skeleton, as the server does. */
function looks(text: string): unknown {
  const room = toRoom(text);
  return room !== undefined && skeleton(room);
}

function said(text: string): unknown {
  const message = { type: "message", id: 1, room: "#a", from: text, text, at: 1 };
  return parseServerMessage(JSON.stringify(message));
}

function welcome(json: string): unknown {
  return parseServerMessage(
    `{"type":"welcome","name":"a","room":"#a","token":"x","limits":${json}}`,
  );
}

function rows(text: string): unknown {
  return wrap([{ text }], { columns: SIZE.columns, indent: 2 });
}

function typed(text: string): unknown {
  return render({ prompt: "> ", text, cursor: text.length }, SIZE);
}
