/**
 * Long texts and long runs of marks are neither normalized nor parsed. The tests record calls instead of measuring
 * time.
 */
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { readLine } from "./commands/parse_line.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { parseClientMessage } from "./messages/parse_client_message.ts";
import { toAddress } from "./text/address.ts";
import { nameKey, toName, toRoom } from "./text/names.ts";
import { isPassword } from "./text/password.ts";
import { toPlain, toTerms } from "./text/terms.ts";

/** 64 characters of four code points with two code units each. */
const LONGEST_NAME = 64 * 8;

/** Records what is normalized during a call. */
function normalized(run: () => void): string[] {
  const { normalize } = String.prototype;
  const texts: string[] = [];
  String.prototype.normalize = function (this: string, form?: string) {
    texts.push(this);
    return normalize.call(this, form);
  };
  try {
    run();
  } finally {
    String.prototype.normalize = normalize;
  }
  return texts;
}

/** Records what is parsed as JSON during a call. */
function parsed(run: () => void): number {
  const { parse } = JSON;
  let count = 0;
  JSON.parse = (...args: Parameters<typeof parse>) => {
    count++;
    return parse(...args);
  };
  try {
    run();
  } finally {
    JSON.parse = parse;
  }
  return count;
}

const MARKS = `a${"\u0301".repeat(16_000)}${"\u0323".repeat(16_000)}`;
const LONG = "é".repeat(30_000);
/** The longest message. */
const MARKED = `a${"\u0301\u0323".repeat(1_900)}`;

const HOSTILE = [MARKS, LONG, MARKED, `a${"\u0301".repeat(31)}`, " ".repeat(60_000) + "é"];

Deno.test("only short names, rooms, addresses and passwords are normalized", () => {
  const readers = [
    toName,
    toRoom,
    toAddress,
    isPassword,
    (text: string) => toRoom(`#${text}`),
    nameKey,
  ];
  for (const read of readers) {
    for (const text of HOSTILE) {
      for (const given of normalized(() => read(text))) {
        const isShort = read === nameKey ? true : given.length <= 2 * 1_024;
        assert(isShort && !/\p{M}{31}/u.test(given), `${read.name}: ${given.length}`);
      }
    }
  }
  for (const text of [MARKS, LONG]) {
    assertEquals(normalized(() => toName(text)), []);
    assertEquals(normalized(() => toRoom(text)), []);
    assertEquals(normalized(() => isPassword(text)), []);
  }
});

Deno.test("terms and stored texts lose their marks before they are normalized", () => {
  for (const text of [MARKS, MARKED]) {
    assertEquals(normalized(() => toPlain(text)), ["a"]);
    assertEquals(normalized(() => toTerms(text)), ["a"]);
  }
});

Deno.test("no field with a long text or a long run of marks is normalized", () => {
  const base = {
    version: 1,
    name: "Ana",
    to: "Ana",
    room: "#geral",
    text: "oi",
    terms: "oi",
    password: "segredos",
    new: "segredos",
    reason: "oi",
    nonce: "n",
    on: true,
  };
  const types =
    "hello join leave who say direct history search rename away whois register login passwd topic kick ban unban bans mute unmute invite private op deop"
      .split(" ");
  for (const type of types) {
    for (const key of Object.keys(base)) {
      for (const text of HOSTILE) {
        const json = JSON.stringify({ type, ...base, [key]: text });
        for (const given of normalized(() => parseClientMessage(json))) {
          assertLessOrEqual(given.length, LONGEST_NAME, `${type} ${key}`);
          assert(!/\p{M}{31}/u.test(given), `${type} ${key}`);
        }
      }
    }
    const json = JSON.stringify({ type, ...base, resume: { [MARKS]: 1 } });
    assertEquals(normalized(() => parseClientMessage(json)).filter((text) => text.length > 64), []);
  }
});

Deno.test("no line with a long text or a long run of marks is normalized", () => {
  const commands =
    "join msg nick away whois search register login passwd topic kick ban unban mute unmute invite op deop private bans history x"
      .split(" ");
  for (const command of commands) {
    for (const text of HOSTILE) {
      for (const line of [`/${command} ${text}`, `/${command} Ana ${text}`, text]) {
        for (const given of normalized(() => readLine(line, DEFAULT_LIMITS))) {
          assertLessOrEqual(given.length, LONGEST_NAME, command);
          assert(!/\p{M}{31}/u.test(given), command);
        }
      }
    }
  }
});

Deno.test("a message with more values than its type allows is not parsed", () => {
  const strings = Array.from({ length: 8_000 }, (_, nth) => `${nth * 2 ** 17}`);
  const refused = [
    { type: "ping", x: strings },
    { type: "ping", x: strings.slice(0, 30) },
    { type: "topic", room: "#geral", text: "oi", x: Array(100).fill(0) },
    { type: "say", room: "#geral", text: "oi", x: Object.fromEntries(strings.map((n) => [n, 1])) },
  ];
  for (const message of refused) {
    const json = JSON.stringify(message);
    let read;
    assertEquals(parsed(() => read = parseClientMessage(json)), 0, json.slice(0, 80));
    assertEquals((read as unknown as { problem: { code: string } }).problem.code, "bad_message");
  }
  // A value that is not a version is reported without being parsed further.
  const odd = parseClientMessage('{"type":"hello","version":{"toString":1,"valueOf":1}}');
  assertEquals(odd.ok ? "" : odd.problem.code, "unsupported_version");
  const deep = `{"type":"ping","x":${"[".repeat(30_000)}`;
  assertEquals(parsed(() => parseClientMessage(deep)), 0);
});

Deno.test("a message larger than its type allows is refused with its ref", () => {
  for (const type of ["ping", "list", "quit", "logout", "who", "topic"]) {
    const json = JSON.stringify({ x: "x".repeat(20_000), type, room: "#geral", ref: 1 });
    const read = parseClientMessage(json);
    const told = read.ok ? [] : [read.problem.code, read.problem.ref];
    assertEquals(told, ["bad_message", 1]);
  }
});

Deno.test("the largest message of each type is parsed, escaped or not", () => {
  const escape = (text: string) =>
    text.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const { text, name, room, rooms } = DEFAULT_LIMITS;
  const filled = (length: number) => escape("𝐀".repeat(length));
  const most = {
    room: `${escape("#")}${filled(room)}`,
    name: filled(name),
    to: filled(name),
    text: filled(text),
    topic: filled(400),
    terms: filled(128),
    reason: filled(200),
    ref: filled(128),
    nonce: filled(128),
    password: escape("a".repeat(1_024)),
  };
  const messages = [
    `{"type":"say","room":"${most.room}","text":"${most.text}","nonce":"${most.nonce}","ref":"${most.ref}"}`,
    `{"type":"direct","to":"${most.to}","text":"${most.text}","nonce":"${most.nonce}","ref":"${most.ref}"}`,
    `{"type":"edit","room":"${most.room}","about":9,"text":"${most.text}","nonce":"${most.nonce}","ref":"${most.ref}"}`,
    `{"type":"delete","room":"${most.room}","about":9,"reason":"${most.reason}","nonce":"${most.nonce}","ref":"${most.ref}"}`,
    `{"type":"react","with":"${most.name}","about":9,"emoji":"${
      escape("👩🏻‍❤️‍💋‍👩🏼")
    }","nonce":"${most.nonce}","ref":"${most.ref}"}`,
    `{"type":"topic","room":"${most.room}","text":"${most.topic}","ref":"${most.ref}"}`,
    `{"type":"mute","room":"${most.room}","name":"${most.name}","minutes":9,"reason":"${most.reason}","ref":"${most.ref}"}`,
    `{"type":"search","room":"${most.room}","terms":"${most.terms}","before":9,"limit":9,"ref":"${most.ref}"}`,
    `{"type":"login","name":"${most.name}","password":"${most.password}","ref":"${most.ref}"}`,
    `{"type":"passwd","password":"${most.password}","new":"${most.password}","ref":"${most.ref}"}`,
    `{"type":"hello","name":"${most.name}","version":1,"password":"${most.password}","token":"${most.nonce}","ref":"${most.ref}","resume":{${
      Array.from({ length: rooms }, (_, nth) => `"${1e6 + nth}":${nth}`)
    }}}`,
  ];
  for (const json of messages) {
    const read = parseClientMessage(json);
    assertEquals(read.ok ? "" : read.problem.code, "", json.slice(0, 40));
  }
});
