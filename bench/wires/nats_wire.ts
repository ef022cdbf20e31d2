import { roomName, utf8, type Wire } from "./wire.ts";

const CONNECT = `CONNECT {"verbose":false,"pedantic":false,"headers":true,"name":"bench"}\r\n`;

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

/** Where acknowledgements for senders arrive. */
const ACKS = "acks";

/**
 * NATS JetStream: a room is a stream, which publishes what it has stored on another subject, with the number of the message
 * and of the one before in its headers. A sender has its messages acknowledged.
 */
export const natsStreamWire: Wire = {
  ...natsWire,
  isNumbered: false,
  slack: 0,
  // Of the command `HMSG`.
  mark: "M".charCodeAt(0),
  enter: (name, room = roomName(0)) => natsWire.enter(name, stored(room)),
  enterToSpeak: (name, room) => {
    const stream = JSON.stringify({
      name: room,
      subjects: [room],
      storage: "file",
      republish: { src: room, dest: stored(room) },
    });
    const inbox = `${ACKS}.${name}`;
    return [
      { send: utf8(`${CONNECT}SUB ${inbox} 1\r\nPING\r\n`), until: "PONG\r\n" },
      {
        send: publish(`$JS.API.STREAM.CREATE.${room}`, stream, inbox),
        until: `"did_create":true}\r\n`,
      },
    ];
  },
  say: (room, text) => publish(room, text, ACKS),
};

function stored(room: string): string {
  return `stored.${room}`;
}

function publish(subject: string, text: string, reply: string): Uint8Array<ArrayBuffer> {
  return utf8(`PUB ${subject} ${reply} ${utf8(text).length}\r\n${text}\r\n`);
}
