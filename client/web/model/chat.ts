/**
 * State of the page, as signals: conversations, drafts, dialogs, notifications.
 *
 * Nothing here renders; the components in `ui/` read the signals.
 *
 * @module
 */
import type { ChatState, ConnectionStatus, OnAnswer, Open } from "./chat_state.ts";
import { signal } from "@preact/signals";
import { eventEntries } from "../../../locale/render/event_lines.ts";
import type { ClientMessage, ServerMessage } from "../../../protocol/messages/messages.ts";
import type { Ref } from "../../../protocol/messages/request.ts";
import { LOBBY, nameKey, toName } from "../../../protocol/text/names.ts";
import { quote } from "../../../protocol/text/quote.ts";
import { ChatClient } from "../../session/client.ts";
import type { ClientEvent } from "../../session/event.ts";
import { asksPassword, signIn } from "../../session/sign_in.ts";
import type { Dial } from "../../connection/transport.ts";
import { EventHandler } from "./event_handler.ts";
import { catalogue, explain, texts } from "./language.ts";
import { loadTabState, saveTabState, type TabState } from "./session_storage.ts";
import type { Conversation } from "./conversation.ts";
import { Conversations } from "./conversations.ts";

/**
 * State of one tab's session, and what a user can do in it: name, conversations, open dialog, requests.
 *
 * It touches no DOM; the components in `ui/` render its signals.
 */
export class Chat implements ChatState {
  readonly #dial: Dial;
  readonly conversations = new Conversations();
  /** `out` shows the login form, `entering` waits for the server, `in` shows the chat. */
  readonly phase = signal<"out" | "entering" | "in">("out");
  /** Why the last login failed; empty if there is nothing to say. */
  readonly refusal = signal("");
  readonly asksPassword = signal(false);
  readonly connection = signal<ConnectionStatus>({ state: "online" });
  readonly name = signal("");
  readonly isRegistered = signal(false);
  readonly open = signal<Open | undefined>(undefined);
  /** The column that is open as a drawer, in a narrow window. */
  readonly drawer = signal<"rooms" | "members" | undefined>(undefined);
  /** Called with each new message from another user. */
  onMessage: (
    conversation: Conversation,
    message: { readonly from: string; readonly text: string },
  ) => void = () => {};
  readonly #eventHandler = new EventHandler(this);
  readonly #answers = new Map<Ref, OnAnswer>();
  #client: ChatClient | undefined;
  #token: string | undefined;

  constructor(dial: Dial) {
    this.#dial = dial;
  }

  get client(): ChatClient | undefined {
    return this.#client;
  }

  /**
   * Connects and logs in; restores the session of this tab if the name is the same.
   *
   * @param given The name as typed.
   * @param password Password of the name, if the server asked for one.
   */
  async enter(given: string, password?: string): Promise<void> {
    const name = toName(given);
    if (name === undefined) return this.#refuse(catalogue.value.errors.bad_name(quote(given)));
    const before = loadTabState();
    const again = before && nameKey(before.name) === nameKey(name) ? before : undefined;
    this.phase.value = "entering";
    const client = new ChatClient({
      dial: this.#dial,
      onEvent: (event) => this.#onEvent(client, event),
      ...(again && { token: again.token }),
    });
    // Messages may follow the welcome at once: their conversations must exist by then.
    this.#client = client;
    this.conversations.clear();
    for (const { key, name, read } of again?.conversations ?? []) {
      this.conversations.open(key.startsWith("@") ? "person" : "room", name, read);
    }
    try {
      await client.connect();
    } catch {
      return this.#refuse(texts.value.cannotReach);
    }
    const answer = await signIn(client, name, password);
    if (answer?.type === "welcome") return this.#onEntered(again);
    client.close();
    this.asksPassword.value = answer !== undefined && asksPassword(answer);
    if (answer === undefined) return this.#refuse(texts.value.cannotReach);
    const isAsked = answer.code === "password_required" && password === undefined;
    this.#refuse(isAsked ? "" : explain(answer, answer.code === "name_taken" ? name : undefined));
  }

  /** Logs in again after a reload, if this tab had a session. */
  async resume(): Promise<void> {
    const before = loadTabState();
    if (before) await this.enter(before.name);
  }

  /** Ends the session and forgets it. */
  leave(): void {
    saveTabState(undefined);
    this.#client?.quit();
    this.#client = undefined;
    this.conversations.clear();
    this.open.value = undefined;
    this.drawer.value = undefined;
    this.refusal.value = "";
    this.asksPassword.value = false;
    this.phase.value = "out";
  }

  /** Sends a request. Returns its `ref`, or `undefined` if there is no session. */
  ask(message: ClientMessage, onAnswer?: OnAnswer): Ref | undefined {
    const ref = this.#client?.request(message);
    if (ref !== undefined && onAnswer) this.#answers.set(ref, onAnswer);
    return ref;
  }

  /** Sends a message to a conversation; it is pending until the server confirms it. */
  say(conversation: Conversation, text: string): void {
    const name = conversation.name.value;
    const ref = this.ask(
      conversation.kind === "room"
        ? { type: "say", room: name, text }
        : { type: "direct", to: name, text },
      (answer) => {
        if (answer.type === "error") return conversation.fail(answer.ref!, explain(answer));
        conversation.settle(ref!);
        if (answer.type !== "ack" || conversation.kind === "room") return;
        // The server does not send a private message back to its sender.
        conversation.add(
          [{ id: answer.id, from: this.name.value, text, at: answer.at }],
          this.name.value,
        );
      },
    );
    if (ref !== undefined) conversation.addPending({ ref, text });
  }

  /** Loads the messages before the oldest one here, or the latest if there are none. Resolves when they are added. */
  loadOlder(conversation: Conversation, limit = 50): Promise<void> {
    if (conversation.isLoading.value) return Promise.resolve();
    conversation.isLoading.value = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = conversation.firstId;
    const name = conversation.name.value;
    const ref = this.ask({
      type: "history",
      ...(conversation.kind === "room" ? { room: name } : { with: name }),
      ...(before !== undefined && { before }),
      limit,
    }, (answer) => {
      if (answer.type === "history") {
        conversation.add(answer.messages, this.name.value);
        conversation.hasOlder.value = answer.more;
      } else if (answer.type === "error" && conversation.pending.value.length === 0) {
        // A pending message fails for the same reason and says so.
        conversation.note(explain(answer), true);
      }
      // After the render: while loading, screen readers do not read out what is added.
      setTimeout(() => conversation.isLoading.value = false);
      resolve();
    });
    if (ref === undefined) conversation.isLoading.value = false;
    return promise;
  }

  /** Shows a room, and joins it first if needed. */
  goToRoom(name: string): void {
    const conversation = this.conversations.get("room", name);
    if (conversation) return this.select(conversation);
    this.ask({ type: "join", room: name }, (answer) => {
      if (answer.type === "joined") this.select(this.conversations.open("room", answer.room));
      else if (answer.type === "error") this.note(explain(answer), true);
    });
  }

  /** Shows the private conversation with a user, and starts it if needed. */
  goToPerson(name: string): Conversation {
    const known = this.conversations.get("person", name);
    const conversation = known ?? this.conversations.open("person", name);
    if (!known) this.loadOlder(conversation);
    this.select(conversation);
    return conversation;
  }

  select(conversation: Conversation): void {
    this.conversations.select(conversation);
    // A large room does not announce who joins and leaves.
    if (conversation.kind === "room") this.#eventHandler.askMembers(conversation);
    this.drawer.value = undefined;
    this.keep();
  }

  /** Leaves a room, or removes a private conversation from the list. */
  close(conversation: Conversation): void {
    if (conversation.kind === "room") this.ask({ type: "leave", room: conversation.name.value });
    this.conversations.close(conversation);
    this.keep();
  }

  /** Adds a note, which only this user sees, to the current conversation. */
  note(text: string, isProblem = false): void {
    this.conversations.current.value?.note(text, isProblem);
  }

  /** Adds the text of an event to a conversation as a note. */
  tell(message: ServerMessage, conversation = this.conversations.current.value): void {
    if (message.type === "error") return conversation?.note(explain(message), true);
    for (const entry of eventEntries(message, catalogue.value)) {
      if (entry.type === "system") conversation?.note(entry.text);
    }
  }

  /** Stores the session, to restore it after a reload. */
  keep(): void {
    if (this.phase.value !== "in" || this.#token === undefined) return;
    const current = this.conversations.current.value;
    saveTabState({
      name: this.name.value,
      token: this.#token,
      conversations: this.conversations.all.value.map((conversation) => ({
        key: this.conversations.keyOf(conversation),
        name: conversation.name.value,
        read: conversation.readId,
      })),
      current: current ? this.conversations.keyOf(current) : "",
    });
  }

  #onEntered(before: TabState | undefined): void {
    this.phase.value = "in";
    this.connection.value = { state: "online" };
    this.refusal.value = "";
    this.asksPassword.value = false;
    const conversations = before?.conversations ?? [];
    for (const { key, name } of conversations) {
      if (key.startsWith("@")) this.loadOlder(this.conversations.open("person", name));
      else if (key !== LOBBY) {
        this.ask({ type: "join", room: name }, (answer) => this.#came(answer, name));
      }
    }
    if (before && !conversations.some(({ key }) => key === LOBBY)) {
      this.ask({ type: "leave", room: LOBBY });
    }
    const current =
      this.conversations.all.value.find((conversation) =>
        this.conversations.keyOf(conversation) === before?.current
      ) ??
        this.conversations.all.value[0];
    if (current) this.select(current);
  }

  /** Removes a restored room that the server no longer lets the user into. */
  #came(answer: ServerMessage, name: string): void {
    if (answer.type !== "error") return;
    const conversation = this.conversations.get("room", name);
    if (conversation) this.conversations.close(conversation);
    this.note(explain(answer), true);
  }

  #refuse(reason: string): void {
    this.#client = undefined;
    this.refusal.value = reason;
    this.phase.value = "out";
  }

  #onEvent(client: ChatClient, event: ClientEvent): void {
    // The previous client may still report that it closed.
    if (client !== this.#client) return;
    if (event.type === "server") {
      const { message } = event;
      if (message.type === "welcome") this.#token = message.token;
      this.#eventHandler.onServer(message);
      this.#onAnswer(message);
    } else this.#eventHandler.onClient(event);
    this.name.value = client.name || this.name.value;
  }

  #onAnswer(message: ServerMessage): void {
    if (!("ref" in message) || message.ref === undefined) return;
    const onAnswer = this.#answers.get(message.ref);
    if (!("more" in message && (message.type === "rooms" || message.type === "members"))) {
      this.#answers.delete(message.ref);
    }
    if (onAnswer) onAnswer(message);
    else if (message.type === "error") this.note(explain(message), true);
  }
}
