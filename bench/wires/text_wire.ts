import { encodeFrame } from "../../protocol/framing/encode_frame.ts";
import { roomName, type Wire } from "./wire.ts";

/** The text dialect, which the original speaks too. */
export const textWire: Wire = {
  isNumbered: false,
  slack: 0,
  room: (nth) => `#${roomName(nth)}`,
  enter: (name, room) => [
    { send: encodeFrame(name), until: "[SYS]" },
    ...(room === undefined ? [] : [{ send: encodeFrame(`/join ${room}`), until: room }]),
  ],
  enterToSpeak: (name, room) => textWire.enter(name, room),
  say: (_room, text) => encodeFrame(text),
};
