/** Texts whose processing could take more than linear time. */
import { encodeFrame } from "../../../protocol/framing/encode_frame.ts";
import { type Abuse, frame, inTurns, repeated, signIn } from "../abuse.ts";

/** Two combining marks that NFC reorders, so a run of both has to be sorted. */
const ACUTE = "\u0301";
const DOT_BELOW = "\u0323";

/** A letter with a run of marks, at the maximum length of a frame and of a first frame. */
const LONG_RUN = `a${ACUTE.repeat(16_000)}${DOT_BELOW.repeat(16_000)}`;
const FIRST_RUN = `a${ACUTE.repeat(1_000)}${DOT_BELOW.repeat(1_000)}`;

/** Almost an IPv6 address. */
const COLONS = `${":".repeat(64_900)}x`;

/** Strings that V8 treats as array indexes, all with the same hash. */
const NUMBERS = Array.from({ length: 4_500 }, (_, nth) => String((nth + 1) * 2 ** 17));

export const TEXT_ABUSES: readonly Abuse[] = [
  repeated(
    {
      name: "marks",
      title: "names of 32,000 marks, in `who`, `join` and `direct`",
      connections: 10,
    },
    { type: "who", room: LONG_RUN },
    { type: "join", room: LONG_RUN },
    { type: "direct", to: LONG_RUN, text: "oi" },
  ),
  {
    name: "first-marks",
    title: "first frames of 4 KiB of marks",
    connections: 60,
    say: inTurns([frame({ type: "hello", version: 1, name: FIRST_RUN })]),
  },
  repeated(
    { name: "colons", title: "`ban` and `unban` of 64,900 colons", connections: 10 },
    { type: "ban", name: COLONS },
    { type: "unban", name: COLONS },
  ),
  {
    name: "colons-text",
    title: "the same in the text dialect",
    connections: 10,
    prepare: ({ name }) => ({ send: encodeFrame(name), until: "[SYS]" }),
    say: inTurns([`/ban * ${COLONS}`, `/unban * ${COLONS}`].map((line) => encodeFrame(line))),
  },
  repeated(
    { name: "passwords", title: "`register` with 32,000 marks", connections: 10 },
    { type: "register", password: LONG_RUN },
  ),
  repeated(
    { name: "said-marks", title: "texts of 4,000 marks", connections: 20 },
    { type: "say", room: "#geral", text: `a${ACUTE.repeat(2_000)}${DOT_BELOW.repeat(1_999)}` },
  ),
  repeated(
    { name: "numbers", title: "`ping` of 64 KiB of numbers in quotes", connections: 10 },
    { type: "ping", x: Object.fromEntries(NUMBERS.map((number) => [number, 0])) },
    { type: "ping", x: NUMBERS },
  ),
  {
    name: "refused",
    title: "refused `topic` and `kick`",
    connections: 20,
    prepare: (abuser) => signIn(abuser),
    say: ({ name }, count) =>
      count % 2 === 0
        ? frame({ type: "topic", room: "#geral", text: "x".repeat(400) })
        : frame({ type: "kick", room: "#geral", name, reason: "x".repeat(200) }),
  },
];
