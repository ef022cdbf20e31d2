import { concat } from "@std/bytes/concat";
import type { RoomMessage, ServerMessage } from "../../protocol/messages/messages.ts";
import type { Wire } from "../dialect/dialect.ts";

/** Consecutive messages of one session. */
interface SenderRun {
  readonly session: string;
  readonly messages: RoomMessage[];
}

/** Messages of one turn in a room, encoded once per wire, however many members receive them. */
export class MessageBatch {
  readonly messages: readonly RoomMessage[];
  readonly #sessions: readonly string[];
  readonly #whole = new Map<Wire, Uint8Array>();
  readonly #cut = new Map<Wire, readonly Uint8Array[]>();
  #runs: readonly SenderRun[] | undefined;
  #speakers: ReadonlySet<string> | undefined;

  /**
   * @param messages The messages, in the order of their ids.
   * @param sessions The session that sent each.
   */
  constructor(messages: readonly RoomMessage[], sessions: readonly string[]) {
    this.messages = messages;
    this.#sessions = sessions;
  }

  /** Returns whether a session sent any of the messages. */
  isFrom(session: string): boolean {
    this.#speakers ??= new Set(this.#sessions);
    return this.#speakers.has(session);
  }

  /** Returns how many of the messages a session sent. */
  countOf(session: string): number {
    return this.#sessions.filter((speaker) => speaker === session).length;
  }

  /** Returns the encoding of all messages. */
  whole(wire: Wire): Uint8Array {
    let bytes = this.#whole.get(wire);
    if (bytes === undefined) {
      bytes = wire.echoes ? encode(wire, this.messages) : concat(this.#runsOn(wire));
      this.#whole.set(wire, bytes);
    }
    return bytes;
  }

  /** Returns the encoding of the messages of other sessions, in order. */
  others(wire: Wire, session: string): Uint8Array[] {
    const bytes = this.#runsOn(wire);
    return bytes.filter((_, index) => this.#runs![index]!.session !== session);
  }

  /** Returns the encoding of messages above an id; for a wire without echoes without those of `session`. */
  after(id: number, wire: Wire, session: string): Uint8Array {
    const messages = this.messages.filter((message, index) =>
      message.id > id && (wire.echoes || this.#sessions[index] !== session)
    );
    return encode(wire, messages);
  }

  #runsOn(wire: Wire): readonly Uint8Array[] {
    this.#runs ??= toRuns(this.messages, this.#sessions);
    let bytes = this.#cut.get(wire);
    if (bytes === undefined) {
      bytes = this.#runs.map(({ messages }) => encode(wire, messages));
      this.#cut.set(wire, bytes);
    }
    return bytes;
  }
}

function toRuns(messages: readonly RoomMessage[], sessions: readonly string[]): SenderRun[] {
  const runs: SenderRun[] = [];
  for (const [index, message] of messages.entries()) {
    const session = sessions[index]!;
    const run = runs.at(-1);
    if (run?.session === session) run.messages.push(message);
    else runs.push({ session, messages: [message] });
  }
  return runs;
}

function encode(wire: Wire, messages: readonly RoomMessage[]): Uint8Array {
  return wire.encode(messages.map(toEvent));
}

function toEvent({ id, room, from, text, at }: RoomMessage): ServerMessage {
  // Field by field, in a tenth of the time of a spread.
  return { type: "message", id, room, from, text, at };
}
