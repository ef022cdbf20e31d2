import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { nameKey } from "../../protocol/text/names.ts";

/** Maximum users to keep; those known the longest are dropped. */
const MAX_USERS = 1_000;

/** A user who is away. */
export interface AwayUser {
  readonly name: string;
  /** What the user says about being away. */
  readonly text: string;
}

/** Users who are away, as far as events and answers of the server tell: those in rooms that the user is in, or asked about. */
export class AwayUsers {
  /** By name key. */
  readonly #absences = new Map<string, AwayUser & { readonly isTold: boolean }>();

  /** Notes what a message tells. */
  learn(message: ServerMessage): void {
    switch (message.type) {
      case "members":
        for (const name of message.names) {
          const isAway = Object.hasOwn(message.away ?? {}, name);
          this.#set(name, isAway ? message.away![name] : undefined);
        }
        break;
      case "away":
        this.#set(message.name, message.text);
        break;
      case "whois":
        this.#set(message.name, message.away);
        break;
      case "joined":
        // An event follows if the user is away.
        this.#set(message.name, undefined);
        break;
      case "renamed":
        this.#set(message.name, this.#absences.get(nameKey(message.from))?.text);
        this.#set(message.from, undefined);
        break;
    }
  }

  /** Returns a user who is away, once for each text; `undefined` if not known to be away. */
  news(name: string): AwayUser | undefined {
    const key = nameKey(name);
    const absence = this.#absences.get(key);
    if (absence === undefined || absence.isTold) return undefined;
    this.#absences.set(key, { ...absence, isTold: true });
    return absence;
  }

  #set(name: string, text: string | undefined): void {
    const key = nameKey(name);
    if (this.#absences.get(key)?.text === text) return;
    this.#absences.delete(key);
    if (text === undefined) return;
    if (this.#absences.size >= MAX_USERS) {
      this.#absences.delete(this.#absences.keys().next().value!);
    }
    this.#absences.set(key, { name, text, isTold: false });
  }
}
