import type { ChangeRequest } from "../../protocol/messages/changes.ts";
import { type RequestedChange, toChangeContent } from "../../protocol/messages/requested_change.ts";
import { toQuote } from "../../protocol/messages/to_quote.ts";
import type { ChatClient } from "../session/client.ts";
import type { Answers } from "./answers.ts";
import type { AwayUsers } from "./away_users.ts";
import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";
import type { EventHandler } from "./event_handler.ts";
import { AwaitedIds, findTarget } from "./message_target.ts";
import type { Notices } from "./notices.ts";
import { requestLine } from "./request_line.ts";
import type { SayOptions } from "./say_options.ts";
import { noMessage } from "./no_message.ts";

/** A conversation, which need not be open. */
export type Place = Pick<Conversation, "kind" | "name">;

/** Options of {@linkcode Sender}. */
export interface SenderOptions {
  readonly client: Pick<ChatClient, "name" | "isConnected">;
  readonly conversations: Conversations;
  readonly answers: Answers;
  readonly notices: Notices;
  readonly events: EventHandler;
  readonly awayUsers: AwayUsers;
}

/** Sends messages and changes of messages, and handles what the server answers to them. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #ids = new AwaitedIds();

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Number of changes and replies that wait for the id of their message. */
  get waiting(): number {
    return this.#ids.size;
  }

  /** Sends a message; see {@linkcode ChatModel.say}. */
  say(to: Conversation, text: string, { reply, action }: SayOptions = {}): void {
    const { answers, awayUsers, client, notices } = this.#options;
    const { name, kind } = to;
    const isAction = action ? { action } : {};
    const state = {
      ...(reply !== undefined && { reply: toQuote(reply, to.get(reply)) }),
      ...isAction,
    };
    const content = { text, ...(reply !== undefined && { reply }), ...isAction };
    const ref = answers.ask(
      kind === "room"
        ? { type: "say", room: name, ...content }
        : { type: "direct", to: name, ...content },
      (answer) => {
        if (answer.type === "error") {
          to.pending.fail(ref, answer);
          notices.tell(answer);
        } else to.pending.settle(ref);
        const stored = answer.type === "ack" ? answer : undefined;
        // The server does not send a private message back to its sender.
        if (stored && kind === "person") {
          const { id, at } = stored;
          to.add([{ id, from: client.name, text, at, ...state }], client.name);
          const away = awayUsers.news(name);
          if (away) notices.note(notices.texts.client.isAway(away.name, away.text), [to]);
        }
        this.#ids.onAnswer(ref, stored?.id);
      },
    );
    to.addPending({ ref, text, ...state });
  }

  /** Changes a message; see {@linkcode ChatModel.change}. */
  change({ kind, name }: Place, change: RequestedChange, from: Conversation): void {
    const { answers, client, events, notices } = this.#options;
    const where = kind === "room" ? { room: name } : { with: name };
    // A message that waits is shown as such; of a change, there would be nothing to see.
    if (!client.isConnected) from.note(notices.texts.client.queued);
    const request = { ...change, ...where };
    // What an edit says must not be lost.
    const line = change.type === "edit" ? requestLine(request) : undefined;
    answers.ask(request, (answer) => {
      if (answer.type === "error") return notices.tell(answer, [from], line);
      if (answer.type !== "ack" || kind === "room") return;
      // The server does not send a private change back to its sender.
      const { id, at } = answer;
      events.change({ ...toChangeContent(change), ...where, id, at, from: client.name }, "ack");
    });
  }

  /** Carries out a line that changes a message; returns whether the message is there. */
  performChange(from: Conversation, request: ChangeRequest): boolean {
    const { room: _, with: name, ref: __, ...change } = request;
    const place: Place = name === undefined ? from : { kind: "person", name };
    const message = { about: change.about, isOwn: change.type !== "react" };
    return this.find(place, message, from, (about) => {
      this.change(place, { ...change, about }, from);
    });
  }

  /**
   * Finds the message that a command refers to. If it does not exist, the user gets an error.
   *
   * @param place The conversation.
   * @param message Its id or its place from the end, and whether to count only messages of the user.
   * @param from Where the command was typed.
   * @param use Called with the id, perhaps later.
   * @returns Whether there is such a message.
   */
  find(
    { kind, name }: Place,
    { about, isOwn }: { readonly about: number; readonly isOwn: boolean },
    from: Conversation,
    use: (id: number) => void,
  ): boolean {
    const { conversations, notices } = this.#options;
    const target = findTarget(conversations.get(kind, name), about, isOwn);
    if (target) {
      this.#ids.whenStored(target, use);
      return true;
    }
    notices.problem(noMessage(about, { kind, name }, notices.texts), [from]);
    return false;
  }
}
