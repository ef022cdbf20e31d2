import { inverse } from "../style.ts";
import { fit } from "./fit.ts";

/** What the first row of the screen says. */
export interface ShownTopic {
  /** The room, or the other user. */
  readonly name: string;
  /** Number of members; `undefined` if it is not known, and in a private conversation. */
  readonly count: number | undefined;
  /** Empty if the room has none. */
  readonly topic: string;
}

/** Draws the first row of the screen: the room, how many are in it, and its topic. */
export function drawTopic({ name, count, topic }: ShownTopic, columns: number): string {
  const where = count === undefined ? name : `${name} (${count})`;
  const text = topic === "" ? where : `${where} · ${topic.replaceAll(/\s+/g, " ")}`;
  return inverse(fit(` ${text}`, columns));
}
