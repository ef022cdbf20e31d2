import { encodeFrame } from "../../protocol/encode_frame.ts";
import { roomName, type Step, type Wire } from "./wire.ts";

/** Chat's JSON dialect. */
export const jsonWire: Wire = {
  isNumbered: true,
  slack: 0,
  room: (nth) => `#${roomName(nth)}`,
  enter: (name, room) => [
    step({ type: "hello", name, version: 1 }, `"type":"joined"`),
    ...(room === undefined ? [] : [join(room)]),
  ],
  enterToSpeak: (name, room) => jsonWire.enter(name, room),
  say: (room, text) => encodeFrame(JSON.stringify({ type: "say", room, text })),
};

/** The latest messages come after the news of having joined, and to nobody else. */
function join(room: string): Step {
  return step({ type: "join", room }, `"type":"history","room":"${room}"`);
}

function step(message: unknown, until: string): Step {
  return { send: encodeFrame(JSON.stringify(message)), until };
}
