import type { Store } from "../store/store.ts";
import type { MessagePipeline } from "./message_pipeline.ts";
import type { Access } from "./moderation/access.ts";

/** Sources for {@linkcode isFresh}. */
export interface RoomPast {
  readonly access: Access;
  readonly pipeline: MessagePipeline;
  readonly store: Store;
}

/**
 * Returns whether a room has no past: no message was ever stored in it, and it has no rules. Only such a room belongs to
 * the member that creates it.
 *
 * @param past Store and rules.
 * @param key Key of the room.
 * @throws {StoreError} If the store cannot be read.
 */
export async function isFresh(
  { access, pipeline, store }: RoomPast,
  key: string,
): Promise<boolean> {
  if (!access.isUntouched(key)) return false;
  await pipeline.settled();
  return await store.last(key) === 0;
}
