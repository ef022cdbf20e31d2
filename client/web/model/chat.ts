import type { ChatState, Connection, OnAnswer, Open } from "./chat_state.ts";
import { signal } from "@preact/signals";
import { eventEntries } from "../../../locale/render/event_lines.ts";
import type { ClientMessage, ServerMessage } from "../../../protocol/messages/messages.ts";
import type { Ref } from "../../../protocol/messages/request.ts";
import { LOBBY, nameKey, toName } from "../../../protocol/text/names.ts";
import { quote } from "../../../protocol/text/quote.ts";
import { ChatClient } from "../../session/client.ts";
import type { ClientEvent } from "../../session/event.ts";
import { asksPassword, introduce } from "../../session/sign_in.ts";
import type { Dial } from "../../connection/transport.ts";
import { Incoming } from "./incoming.ts";
import { catalogue, explain, texts } from "./language.ts";
import { recall, remember, type Remembered } from "./session_storage.ts";
import type { Talk } from "./conversation.ts";
import { Talks } from "./conversations.ts";

/**
 * State of one tab's session, and what a user can do in it: name, conversations, open dialog, requests.
 *
 * It touches no DOM; the components in `ui/` render its signals.
 */
export class Chat implements ChatState {
  readonly #dial: Dial;
  readonly talks = new Talks();
  /** `out` shows the login form, `entering` waits for the server, `in` shows the chat. */
  readonly phase = signal<"out" | "entering" | "in">("out");
  /** Why the last login failed; empty if there is nothing to say. */
  readonly refusal = signal("");
  readonly asksPassword = signal(false);
  readonly connection = signal<Connection>({ state: "online" });
  readonly name = signal("");
  readonly isRegistered = signal(false);
  readonly open = signal<Open | undefined>(undefined);
  /** The column that is open as a drawer, in a narrow window. */
  readonly drawer = signal<"rooms" | "members" | undefined>(undefined);
  /** Called with each new message from another user. */
  onTalk: (talk: Talk, message: { readonly from: string; readonly text: string }) => void =
    () => {};
  readonly #incoming = new Incoming(this);
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
    const before = recall();
    const again = before && nameKey(before.name) === nameKey(name) ? before : undefined;
    this.phase.value = "entering";
    const client = new ChatClient({
      dial: this.#dial,
      onEvent: (event) => this.#onEvent(client, event),
      ...(again && { token: again.token }),
    });
    // Messages may follow the welcome at once: their conversations must exist by then.
    this.#client = client;
    this.talks.clear();
    for (const { key, name, read } of again?.talks ?? []) {
      this.talks.open(key.startsWith("@") ? "person" : "room", name, read);
    }
    try {
      await client.connect();
    } catch {
      return this.#refuse(texts.value.cannotReach);
    }
    const answer = await introduce(client, name, password);
    if (answer?.type === "welcome") return this.#onEntered(again);
    client.close();
    this.asksPassword.value = answer !== undefined && asksPassword(answer);
    if (answer === undefined) return this.#refuse(texts.value.cannotReach);
    const isAsked = answer.code === "password_required" && password === undefined;
    this.#refuse(isAsked ? "" : explain(answer, answer.code === "name_taken" ? name : undefined));
  }

  /** Logs in again after a reload, if this tab had a session. */
  async resume(): Promise<void> {
    const before = recall();
    if (before) await this.enter(before.name);
  }

  /** Ends the session and forgets it. */
  leave(): void {
    remember(undefined);
    this.#client?.quit();
    this.#client = undefined;
    this.talks.clear();
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
  say(talk: Talk, text: string): void {
    const name = talk.name.value;
    const ref = this.ask(
      talk.kind === "room" ? { type: "say", room: name, text } : { type: "direct", to: name, text },
      (answer) => {
        if (answer.type === "error") return talk.fail(answer.ref!, explain(answer));
        talk.settle(ref!);
        if (answer.type !== "ack" || talk.kind === "room") return;
        // The server does not send a private message back to its sender.
        talk.add([{ id: answer.id, from: this.name.value, text, at: answer.at }], this.name.value);
      },
    );
    if (ref !== undefined) talk.addPending({ ref, text });
  }

  /** Loads the messages before the oldest one here, or the latest if there are none. Resolves when they are added. */
  loadOlder(talk: Talk, limit = 50): Promise<void> {
    if (talk.isLoading.value) return Promise.resolve();
    talk.isLoading.value = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = talk.firstId;
    const name = talk.name.value;
    const ref = this.ask({
      type: "history",
      ...(talk.kind === "room" ? { room: name } : { with: name }),
      ...(before !== undefined && { before }),
      limit,
    }, (answer) => {
      if (answer.type === "history") {
        talk.add(answer.messages, this.name.value);
        talk.hasOlder.value = answer.more;
      } else if (answer.type === "error" && talk.pending.value.length === 0) {
        // A pending message fails for the same reason and says so.
        talk.note(explain(answer), true);
      }
      // After the render: while loading, screen readers do not read out what is added.
      setTimeout(() => talk.isLoading.value = false);
      resolve();
    });
    if (ref === undefined) talk.isLoading.value = false;
    return promise;
  }

  /** Shows a room, and joins it first if needed. */
  goToRoom(name: string): void {
    const talk = this.talks.get("room", name);
    if (talk) return this.select(talk);
    this.ask({ type: "join", room: name }, (answer) => {
      if (answer.type === "joined") this.select(this.talks.open("room", answer.room));
      else if (answer.type === "error") this.note(explain(answer), true);
    });
  }

  /** Shows the private conversation with a user, and starts it if needed. */
  goToPerson(name: string): Talk {
    const known = this.talks.get("person", name);
    const talk = known ?? this.talks.open("person", name);
    if (!known) this.loadOlder(talk);
    this.select(talk);
    return talk;
  }

  select(talk: Talk): void {
    this.talks.select(talk);
    // A large room does not announce who joins and leaves.
    if (talk.kind === "room") this.#incoming.askMembers(talk);
    this.drawer.value = undefined;
    this.keep();
  }

  /** Leaves a room, or removes a private conversation from the list. */
  close(talk: Talk): void {
    if (talk.kind === "room") this.ask({ type: "leave", room: talk.name.value });
    this.talks.close(talk);
    this.keep();
  }

  /** Adds a note, which only this user sees, to the current conversation. */
  note(text: string, isProblem = false): void {
    this.talks.current.value?.note(text, isProblem);
  }

  /** Adds the text of an event to a conversation as a note. */
  tell(message: ServerMessage, talk = this.talks.current.value): void {
    if (message.type === "error") return talk?.note(explain(message), true);
    for (const entry of eventEntries(message, catalogue.value)) {
      if (entry.type === "system") talk?.note(entry.text);
    }
  }

  /** Stores the session, to restore it after a reload. */
  keep(): void {
    if (this.phase.value !== "in" || this.#token === undefined) return;
    const current = this.talks.current.value;
    remember({
      name: this.name.value,
      token: this.#token,
      talks: this.talks.all.value.map((talk) => ({
        key: this.talks.keyOf(talk),
        name: talk.name.value,
        read: talk.readId,
      })),
      current: current ? this.talks.keyOf(current) : "",
    });
  }

  #onEntered(before: Remembered | undefined): void {
    this.phase.value = "in";
    this.connection.value = { state: "online" };
    this.refusal.value = "";
    this.asksPassword.value = false;
    const talks = before?.talks ?? [];
    for (const { key, name } of talks) {
      if (key.startsWith("@")) this.loadOlder(this.talks.open("person", name));
      else if (key !== LOBBY) {
        this.ask({ type: "join", room: name }, (answer) => this.#came(answer, name));
      }
    }
    if (before && !talks.some(({ key }) => key === LOBBY)) this.ask({ type: "leave", room: LOBBY });
    const current =
      this.talks.all.value.find((talk) => this.talks.keyOf(talk) === before?.current) ??
        this.talks.all.value[0];
    if (current) this.select(current);
  }

  /** Removes a restored room that the server no longer lets the user into. */
  #came(answer: ServerMessage, name: string): void {
    if (answer.type !== "error") return;
    const talk = this.talks.get("room", name);
    if (talk) this.talks.close(talk);
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
      this.#incoming.onServer(message);
      this.#onAnswer(message);
    } else this.#incoming.onClient(event);
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
