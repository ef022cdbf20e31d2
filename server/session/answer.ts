import type { Ref } from "../../protocol/messages/request.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import { BusyError, SessionEndedError } from "../collections/work_queue.ts";

/** Options of {@linkcode ask}. */
interface AskOptions {
  /**
   * Whether the session's next command waits for this answer.
   *
   * @default {true}
   */
  readonly isOrdered?: boolean;
}

/**
 * Runs an expensive request: of each session one at a time, and the next one after the client took the previous answer.
 *
 * Until then the server reads no further from the session, so a session alone never exceeds the limit of waiting requests.
 */
export function ask(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
  run: () => Promise<void>,
  options: AskOptions = {},
): Promise<void> | void {
  if (member.asking) return member.asking.then(() => ask(hub, member, ref, run, options));
  const answered = answer(hub, member, ref, run());
  const asking = answered.then(() => member.sendQueue.flushed()).finally(() => {
    member.asking = undefined;
  });
  member.asking = asking;
  if (options.isOrdered !== false) return answered;
}

/** Handles the errors of a request that may take time; returns nothing if it is done already. */
export function whenDone(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
  done: Promise<void> | void,
): Promise<void> | void {
  return done && answer(hub, member, ref, done);
}

/** Refuses a request as `busy` if it fails, and reports failures of the store. The promise never rejects. */
export function answer(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
  answered: Promise<void>,
): Promise<void> {
  return answered.catch((error) => {
    if (error instanceof SessionEndedError) return;
    const limits = error instanceof BusyError ? error.details : {};
    hub.refuse(member, { code: "busy", ...limits }, ref);
    if (!(error instanceof BusyError)) hub.observer.onStoreFailed(error);
  });
}
