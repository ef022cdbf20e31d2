import { MAX_PAGE } from "../../protocol/limits.ts";
import { nameKey } from "../../protocol/text/names.ts";
import { Backlog } from "./backlog.ts";
import type { HubObserver } from "./hub_observer.ts";
import { otherOf, toDirectEvent } from "./direct_event.ts";
import { toHistoryPage } from "./history_page.ts";
import type { Member, PrivateMessages } from "./member.ts";
import { isMessage } from "../store/entry.ts";
import type { Store } from "../store/store.ts";
import type { DirectEntry } from "../store/wire_entry.ts";
import type { WorkQueue } from "../collections/work_queue.ts";

/** `ref` of pings that ask the client to confirm private messages. */
const CONFIRM_REF = "mail";

/** Options of {@linkcode Inbox}. */
export interface InboxOptions {
  /** Id of the recipient's account. */
  readonly account: string;
  readonly store: Store;
  /** Queue in which reads wait for their turn. */
  readonly reading: WorkQueue;
  /** Maximum payload of a frame, in bytes. */
  readonly maxFrame: number;
  readonly observer: Pick<HubObserver, "onStoreFailed">;
}

/**
 * Private messages to an account, as one session receives them: first those it missed, then new ones. Confirmed messages
 * are not redelivered: a client confirms with the `pong` to a `ping` sent after the messages; in a dialect without
 * pings, written messages count as received.
 */
class Inbox implements PrivateMessages {
  readonly #member: Member;
  readonly #options: InboxOptions;
  /** Last id sent, by conversation. */
  readonly #sent = new Map<string, number>();
  /** Last ids that are neither confirmed nor part of a pending ping. */
  #unconfirmed = new Map<string, number>();
  /** Last ids that the next `pong` confirms. */
  #asked: ReadonlyMap<string, number> | undefined;
  #isUpToDate = false;
  #isMissed = false;
  #isEnded = false;

  constructor(member: Member, options: InboxOptions) {
    this.#member = member;
    this.#options = options;
  }

  /** Sends missed messages, page by page as the client reads, until none is missing. */
  catchUp(): void {
    const { reading, observer } = this.#options;
    this.#member.backlog ??= new Backlog(this.#member, reading, observer);
    this.#member.backlog.add(() => this.#pages());
  }

  /** Sends a new entry, or leaves it to catching up. */
  receive(conversation: string, entry: DirectEntry): void {
    if (!this.#isUpToDate) {
      this.#isMissed = true;
      return;
    }
    // It may have been read between being stored and being delivered.
    if (entry.id <= (this.#sent.get(conversation) ?? 0)) return;
    this.#member.send(toDirectEvent(entry, this.#member));
    this.#note(conversation, entry.id);
  }

  /** Handles the `ref` of a `pong`. */
  confirm(ref: unknown): void {
    if (ref !== CONFIRM_REF || this.#asked === undefined) return;
    this.#mark(this.#asked);
    this.#asked = undefined;
    this.#ask();
  }

  /** Stops sending. */
  end(): void {
    this.#isEnded = true;
  }

  async *#pages(): AsyncGenerator<void, void> {
    const { account, store } = this.#options;
    do {
      this.#isMissed = false;
      for (const { conversation, seen } of await store.accounts.unseen(account)) {
        yield* this.#sendConversation(conversation, this.#sent.get(conversation) ?? seen);
        if (this.#isEnded) return;
      }
    } while (this.#isMissed);
    this.#isUpToDate = true;
  }

  async *#sendConversation(conversation: string, after: number): AsyncGenerator<void, void> {
    for (let cursor: number | undefined = after;;) {
      cursor = await this.#sendPage(conversation, cursor);
      // Keep nothing of the page until the next step.
      yield;
      if (cursor === undefined || this.#isEnded) return;
    }
  }

  /** Sends a page of a conversation; resolves to its last id if there are more. */
  async #sendPage(conversation: string, after: number): Promise<number | undefined> {
    const { store, maxFrame } = this.#options;
    const { wire, key, authorIdentities } = this.#member;
    const page = await store.read(conversation, {
      ...{ after, limit: MAX_PAGE, bytes: maxFrame },
      ...(wire.changes && { reader: authorIdentities }),
    });
    if (this.#isEnded) return undefined;
    const { content, isCutAfter, ...fitting } = toHistoryPage(page, {
      ...{ wire, maxFrame, keep: "oldest", toMessage: (message) => message },
      // Own messages are skipped, though they may be new to this device.
      isShown: (entry) => !isMessage(entry) || nameKey(entry.from) !== key,
    });
    const more = page.more || isCutAfter;
    const last = fitting.last || await store.last(conversation);
    const { messages, changes = [], mine } = content;
    const [any] = [...messages, ...changes];
    if (any) {
      const other = otherOf(page.entries.find(({ id }) => id === any.id)!, this.#member);
      this.#member.send({
        ...{ type: "history", with: other, messages, more },
        ...(wire.changes && { changes, mine }),
      });
    }
    this.#note(conversation, last);
    return more ? last : undefined;
  }

  #note(conversation: string, id: number): void {
    this.#sent.set(conversation, id);
    this.#unconfirmed.set(conversation, id);
    this.#ask();
  }

  #ask(): void {
    if (this.#asked !== undefined || this.#unconfirmed.size === 0 || this.#isEnded) return;
    this.#asked = this.#unconfirmed;
    this.#unconfirmed = new Map();
    if (this.#member.wire.answersPing) this.#member.send({ type: "ping", ref: CONFIRM_REF });
    else this.#member.sendQueue.flushed().then(() => this.#isEnded || this.confirm(CONFIRM_REF));
  }

  #mark(seen: ReadonlyMap<string, number>): void {
    const { account, store, observer } = this.#options;
    for (const [conversation, id] of seen) {
      store.accounts.markSeen(account, conversation, id)
        .catch((error) => observer.onStoreFailed(error));
    }
  }
}

/** Starts sending a member the private messages to its account, missed ones first. */
export function openInbox(member: Member, options: Omit<InboxOptions, "account">): void {
  const { account } = member;
  if (account === undefined) return;
  const inbox = new Inbox(member, { account, ...options });
  member.inbox = inbox;
  inbox.catchUp();
}

/** Stops sending a member the private messages to its account. */
export function closeInbox(member: Member): void {
  member.inbox?.end();
  member.inbox = undefined;
}
