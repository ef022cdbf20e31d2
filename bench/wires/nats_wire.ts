import { roomName, utf8, type Wire } from "./wire.ts";

const CONNECT = `CONNECT {"verbose":false,"pedantic":false,"name":"bench"}\r\n`;

/** Pings that the server may send during a run: one to measure the round trip, one to check the connection. */
const PINGS = 2;

/** NATS: a room is a subject. A sender need not subscribe to it. */
export const natsWire: Wire = {
  isNumbered: false,
  slack: PINGS * utf8("PING\r\n").length,
  room: roomName,
  enter: (_name, room = roomName(0)) => [
    { send: utf8(`${CONNECT}SUB ${room} 1\r\nPING\r\n`), until: "PONG\r\n" },
  ],
  enterToSpeak: () => [{ send: utf8(`${CONNECT}PING\r\n`), until: "PONG\r\n" }],
  say: (room, text) => utf8(`PUB ${room} ${utf8(text).length}\r\n${text}\r\n`),
};
