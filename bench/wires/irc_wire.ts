import { roomName, utf8, type Wire } from "./wire.ts";

/** IRC. A client that enters no room is in no channel, because every join is announced to all members. */
export const ircWire: Wire = {
  isNumbered: false,
  slack: 0,
  room: (nth) => `#${roomName(nth)}`,
  enter: (name, room) => [
    // Last line of the welcome: there is no message of the day.
    { send: utf8(`NICK ${name}\r\nUSER ${name} 0 * :bench\r\n`), until: " 422 " },
    ...(room === undefined ? [] : [{ send: utf8(`JOIN ${room}\r\n`), until: " 366 " }]),
  ],
  enterToSpeak: (name, room) => ircWire.enter(name, room),
  say: (room, text) => utf8(`PRIVMSG ${room} :${text}\r\n`),
};
