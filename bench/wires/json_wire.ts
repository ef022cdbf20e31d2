import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { roomName, type Step, type Wire } from "./wire.ts";

/**
 * Creates the wire of the JSON dialect.
 *
 * @param encode Encodes a message as a frame.
 */
export function jsonMessages(encode: (text: string) => Uint8Array<ArrayBuffer>): Wire {
  const step = (message: unknown, until: string): Step => ({
    send: encode(JSON.stringify(message)),
    until,
  });
  const wire: Wire = {
    isNumbered: true,
    slack: 0,
    room: (nth) => `#${roomName(nth)}`,
    enter: (name, room) => [
      step({ type: "hello", name, version: 1 }, `"type":"joined"`),
      // The history of the room follows `joined`, and only the new member gets it.
      ...(room === undefined
        ? []
        : [step({ type: "join", room }, `"type":"history","room":"${room}"`)]),
    ],
    enterToSpeak: (name, room) => wire.enter(name, room),
    say: (room, text) => encode(JSON.stringify({ type: "say", room, text })),
  };
  return wire;
}

/** The JSON dialect over TCP. */
export const jsonWire: Wire = jsonMessages((text) => encodeFrame(text));
