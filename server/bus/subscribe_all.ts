import type { Bus } from "./bus.ts";

/** Subscribes to topics, all or none; rejects if one fails. */
export async function subscribeAll(bus: Bus, topics: readonly string[]): Promise<void> {
  const holds = await Promise.allSettled(topics.map(async (topic) => await bus.subscribe(topic)));
  const failed = holds.find((hold) => hold.status === "rejected");
  if (failed === undefined) return;
  for (const [index, hold] of holds.entries()) {
    if (hold.status === "fulfilled") bus.unsubscribe(topics[index]!);
  }
  throw failed.reason;
}
