import { roomName, utf8, type Wire } from "./wire.ts";

/** Internet Relay Chat. Who is only registered is in no channel, as every arrival there is told to all. */
export const ircWire: Wire = {
  isNumbered: false,
  slack: 0,
  room: (nth) => `#${roomName(nth)}`,
  enter: (name, room) => [
    // The last line of the greeting: there is no message of the day.
    { send: utf8(`NICK ${name}\r\nUSER ${name} 0 * :bench\r\n`), until: " 422 " },
    ...(room === undefined ? [] : [{ send: utf8(`JOIN ${room}\r\n`), until: " 366 " }]),
  ],
  enterToSpeak: (name, room) => ircWire.enter(name, room),
  say: (room, text) => utf8(`PRIVMSG ${room} :${text}\r\n`),
};
