import { concat } from "@std/bytes/concat";
import { roomName, utf8, type Wire } from "./wire.ts";

/** Redis: a room is a channel. A sender need not subscribe to it. */
export const respWire: Wire = {
  isNumbered: false,
  slack: 0,
  room: roomName,
  enter: (_name, room = roomName(0)) => [
    { send: command("SUBSCRIBE", room), until: `${room}\r\n:1\r\n` },
  ],
  enterToSpeak: () => [{ send: command("PING"), until: "+PONG\r\n" }],
  say: (room, text) => command("PUBLISH", room, text),
};

/** The same with each message in a stream, too. Both commands leave in one write, so that both wait for the same flush. */
export const respStreamWire: Wire = {
  ...respWire,
  say: (room, text) =>
    concat([command("XADD", `${room}:log`, "*", "text", text), respWire.say(room, text)]),
};

function command(...words: readonly string[]): Uint8Array<ArrayBuffer> {
  const bulk = words.map((word) => `$${utf8(word).length}\r\n${word}\r\n`);
  return utf8(`*${words.length}\r\n${bulk.join("")}`);
}
