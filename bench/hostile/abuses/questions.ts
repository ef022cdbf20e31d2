/** Requests whose answers are long or expensive to find. */
import { type Abuse, frame, repeated, signIn } from "../abuse.ts";
import { EMOJI_ROOMS, LESSON_ROOM } from "../seeds.ts";

/** Rooms that each connection joins besides the lobby. */
const ROOMS = 99;

const EMOJI_ROOM = EMOJI_ROOMS[0]!;

const LESSON = { type: "join", room: LESSON_ROOM };

export const QUESTION_ABUSES: readonly Abuse[] = [
  repeated(
    {
      name: "history",
      title: "`history` of 200 messages of 4,000 emoji",
      connections: 10,
      seed: "emoji",
      prepare: (abuser) => signIn(abuser, { type: "join", room: EMOJI_ROOM }),
    },
    { type: "history", room: EMOJI_ROOM, limit: 200 },
  ),
  repeated(
    {
      name: "joins",
      title: "`join` and `leave` of a room with that history, also from id 0",
      connections: 20,
      seed: "emoji",
    },
    { type: "join", room: EMOJI_ROOM },
    { type: "leave", room: EMOJI_ROOM },
    { type: "join", room: EMOJI_ROOM, after: 0 },
    { type: "leave", room: EMOJI_ROOM },
  ),
  {
    name: "resume",
    title: "`resume` of 20 rooms at id 0, never reading",
    connections: 20,
    times: 1,
    neverReads: true,
    seed: "emoji",
    say: ({ name }) => {
      const resume = Object.fromEntries(EMOJI_ROOMS.map((room) => [room, 0]));
      return frame({ type: "hello", name, version: 1, resume });
    },
  },
  repeated(
    {
      name: "list",
      title: "`list` of 4,455 rooms with long names",
      connections: 45,
      prepare: (abuser) => {
        const room = (nth: number) => `${abuser.name}-${nth}-`.padEnd(64, "x");
        const joins = Array.from(
          { length: ROOMS },
          (_, nth) => ({ type: "join", room: room(nth) }),
        );
        return signIn(abuser, ...joins);
      },
    },
    { type: "list" },
  ),
  repeated(
    {
      name: "search",
      title: "`search` of many short beginnings among 200,000",
      connections: 30,
      seed: "lessons",
      prepare: (abuser) => signIn(abuser, LESSON),
    },
    { type: "search", terms: "p c a e" },
    { type: "search", terms: "p pa pal pala palav" },
    { type: "search", terms: Array.from("abcdefghijklmnopqrstuvwxyz").join(" ") },
    { type: "search", terms: "palavra comu nenhum" },
  ),
  repeated(
    {
      name: "search-before",
      title: "`search` before the first of 200,000",
      connections: 8,
      seed: "lessons",
      prepare: (abuser) => signIn(abuser, LESSON),
    },
    { type: "search", terms: "p", before: 1 },
    { type: "search", terms: "comum", before: 1 },
  ),
  {
    name: "accounts",
    title: "`register`, `logout`, `rename`, again",
    connections: 40,
    hasPasswords: true,
    prepare: (abuser) => signIn(abuser),
    say: ({ name }, count) => {
      const steps = [
        { type: "register", password: "cavalo certo" },
        { type: "logout" },
        { type: "rename", name: `${name}-${count}` },
      ];
      return frame(steps[count % steps.length]);
    },
  },
];
