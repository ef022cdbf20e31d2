import { roomName, utf8, type Wire } from "./wire.ts";

const CONNECT = `CONNECT {"verbose":false,"pedantic":false,"name":"bench"}\r\n`;

/** Pings that the server may send by itself during a run: to measure the round trip, and to see who is there. */
const PINGS = 2;

/** The protocol of NATS: a subject stands for a room, and who speaks need not be in it. */
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
