import { openStore } from "../../server/store/open_store.ts";
import type { NewMessage } from "../../server/store/store.ts";

/** Rooms whose messages are as long as they may be. */
export const EMOJI_ROOMS: readonly string[] = Array.from(
  { length: 20 },
  (_, nth) => `#emoji${nth}`,
);

/** A room with many messages. */
export const LESSON_ROOM = "#aula";

/** What can be stored before a server starts. */
export type SeedName = "none" | "emoji" | "lessons" | "rooms";

/** Messages in each of {@linkcode EMOJI_ROOMS}: a page, and a few more. */
const EMOJI_MESSAGES = 210;

const EMOJI_TEXT = "🦜".repeat(4_000);

/** Messages in {@linkcode LESSON_ROOM}. */
const LESSON_MESSAGES = 200_000;

/** Messages that are stored at a time. */
const TURN = 256;

/** Each message of a lesson has twelve of them, the first ones far more often than the last ones. */
const WORDS = Array.from({ length: 2_000 }, (_, index) => `palavra${index.toString(36)}`);

/** Rooms that a storm comes back to, and how much was said in each. */
export const STORM_ROOMS: readonly string[] = ["#turma0", "#turma1", "#turma2"];
export const STORM_MESSAGES = 100;

/**
 * Stores what an abuse needs.
 *
 * @param name Which messages.
 * @param location Where, as `--db` takes it; the store is made, and empty.
 */
export async function seed(name: SeedName, location: string): Promise<void> {
  if (name === "none") return;
  await using store = await openStore(location);
  let turn: NewMessage[] = [];
  for (const message of SEEDS[name]()) {
    turn.push(message);
    if (turn.length < TURN) continue;
    await store.append(turn);
    turn = [];
  }
  await store.append(turn);
}

const SEEDS: { readonly [N in Exclude<SeedName, "none">]: () => Generator<NewMessage> } = {
  *emoji() {
    for (const room of EMOJI_ROOMS) {
      for (let nth = 0; nth < EMOJI_MESSAGES; nth++) yield message(room, EMOJI_TEXT, nth);
    }
  },
  *lessons() {
    for (let nth = 0; nth < LESSON_MESSAGES; nth++) yield message(LESSON_ROOM, lesson(nth), nth);
  },
  *rooms() {
    for (const room of STORM_ROOMS) {
      for (let nth = 0; nth < STORM_MESSAGES; nth++) yield message(room, lesson(nth), nth);
    }
  },
};

function message(room: string, text: string, nth: number): NewMessage {
  const person = `pessoa${nth % 30}`;
  return { conversation: room, to: room, from: person, text, at: Date.now(), person };
}

function lesson(nth: number): string {
  const words = Array.from({ length: 12 }, () => WORDS[Math.floor(2_000 * Math.random() ** 3)]!);
  if (nth % 2 === 0) words.push("comum");
  if (nth % 50_000 === 0) words.push("raro");
  return words.join(" ");
}
