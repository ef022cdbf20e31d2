import { openStore } from "../../server/store/open_store.ts";
import type { NewMessage } from "../../server/store/entry.ts";

/** Rooms with messages of the maximum length. */
export const EMOJI_ROOMS: readonly string[] = Array.from(
  { length: 20 },
  (_, nth) => `#emoji${nth}`,
);

/** A room with {@linkcode LESSON_MESSAGES} messages. */
export const LESSON_ROOM = "#aula";

/** Sets of messages to store before a server starts. */
export type SeedName = "none" | "emoji" | "lessons" | "rooms";

/** Messages in each of {@linkcode EMOJI_ROOMS}: slightly more than one page. */
const EMOJI_MESSAGES = 210;

const EMOJI_TEXT = "🦜".repeat(4_000);

const LESSON_MESSAGES = 200_000;

/** Messages per batch. */
const BATCH = 256;

/** Vocabulary: a message has twelve words, the first ones far more often than the last. */
const WORDS = Array.from({ length: 2_000 }, (_, index) => `palavra${index.toString(36)}`);

/** Rooms that the clients of a storm resume, and the number of messages in each. */
export const STORM_ROOMS: readonly string[] = ["#turma0", "#turma1", "#turma2"];
export const STORM_MESSAGES = 100;

/**
 * Stores a set of messages.
 *
 * @param name Which set.
 * @param location An empty database, as `--db` takes it; created if it does not exist.
 */
export async function seed(name: SeedName, location: string): Promise<void> {
  if (name === "none") return;
  await using store = await openStore(location);
  let batch: NewMessage[] = [];
  for (const message of SEEDS[name]()) {
    batch.push(message);
    if (batch.length < BATCH) continue;
    await store.append(batch);
    batch = [];
  }
  await store.append(batch);
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
