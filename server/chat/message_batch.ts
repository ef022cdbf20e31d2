import { concat } from "@std/bytes/concat";
import type { RoomMessage, ServerMessage } from "../../protocol/messages/messages.ts";
import type { Wire } from "../dialect/dialect.ts";

/** What one session said without another one speaking in between. */
interface SenderRun {
  readonly session: string;
  readonly messages: RoomMessage[];
}

/** What was said in a room in one turn, encoded once for each wire, however many get it. */
export class MessageBatch {
  readonly messages: readonly RoomMessage[];
  readonly #sessions: readonly string[];
  readonly #whole = new Map<Wire, Uint8Array>();
  readonly #cut = new Map<Wire, readonly Uint8Array[]>();
  #runs: readonly SenderRun[] | undefined;
  #speakers: ReadonlySet<string> | undefined;

  /**
   * @param messages What was said, in the order of the ids.
   * @param sessions The session that said each.
   */
  constructor(messages: readonly RoomMessage[], sessions: readonly string[]) {
    this.messages = messages;
    this.#sessions = sessions;
  }

  /** Whether a session said any of it. */
  isFrom(session: string): boolean {
    this.#speakers ??= new Set(this.#sessions);
    return this.#speakers.has(session);
  }

  /** How many of the messages a session said. */
  countOf(session: string): number {
    return this.#sessions.filter((speaker) => speaker === session).length;
  }

  /** Returns the bytes of all of it. */
  whole(wire: Wire): Uint8Array {
    let bytes = this.#whole.get(wire);
    if (bytes === undefined) {
      bytes = wire.echoes ? encode(wire, this.messages) : concat(this.#runsOn(wire));
      this.#whole.set(wire, bytes);
    }
    return bytes;
  }

  /** Returns the bytes of what others than a session said, in order. */
  others(wire: Wire, session: string): Uint8Array[] {
    const bytes = this.#runsOn(wire);
    return bytes.filter((_, index) => this.#runs![index]!.session !== session);
  }

  /** Returns the bytes of what has an id above one, where `session` is told what others said only. */
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
  // Field by field, which takes a tenth of the time of a spread.
  return { type: "message", id, room, from, text, at };
}
