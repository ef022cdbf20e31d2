import { deadline } from "@std/async/deadline";
import { connect, type NatsConnection, type Subscription } from "@nats-io/transport-node";
import type { Act } from "../moderation/act.ts";
import { isDirectKey, parties } from "../store/store.ts";
import {
  type Announcement,
  type Bus,
  type BusListener,
  type Delivery,
  NOBODY,
  personTopic,
} from "./bus.ts";
import { Subjects } from "./subjects.ts";
import { type LastId, Topic, type Truth } from "./topic.ts";

/** Options of {@linkcode NatsBus.connect}. */
export interface NatsBusOptions {
  /** As in `nats://user:password@10.0.0.5:4222`; several are joined by commas. */
  readonly location: string;
  /** Tells this chat from others in the same NATS. */
  readonly cluster: string;
  /** What this node is called there. */
  readonly node: string;
  readonly truth: Truth;
  /** Called when NATS is lost, and when it is back. */
  readonly onChange: (isConnected: boolean) => void;
  /** Called when what is missing could not be read; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** What goes through NATS: hints, which may be lost, repeated and late. */
type Hint =
  | { readonly delivery: Delivery }
  /** For what is too large for a message: it is there, to be read. */
  | { readonly last: Omit<LastId, "topic"> }
  | { readonly announcement: Announcement }
  | { readonly act: Act }
  | { readonly nudge: true }
  /** Something may have been lost: look. */
  | { readonly look: true };

/** How often to look in the store for what NATS may have lost, in milliseconds: while it is there, and while it is not. */
const LOOK_INTERVAL = { connected: 30_000, lost: 1_000 };

/** Topics to look for at a time. */
const LOOK_TOPICS = 1_000;

/** For how long to wait until NATS has taken a subscription, in milliseconds; from then on it counts as lost. */
const SUBSCRIBE_TIMEOUT = 2_000;

/** How often NATS is asked whether it is there, in milliseconds; without two answers it is not. */
const PING_INTERVAL = 2_000;

/** The bus between nodes, over NATS. What it does not carry is read from the database, which is asked whenever it may be. */
export class NatsBus implements Bus {
  readonly #options: NatsBusOptions;
  readonly #connection: NatsConnection;
  readonly #subjects: Subjects;
  readonly #topics = new Map<
    string,
    { readonly topic: Topic; readonly subscription: Subscription }
  >();
  readonly #watching: Promise<void>;
  #listener: BusListener = NOBODY;
  #isConnected = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | undefined;
  /** Whether it must be looked once more, as something may have been lost since the look began. */
  #isLookDue = false;
  #isClosed = false;

  private constructor(options: NatsBusOptions, connection: NatsConnection) {
    this.#options = options;
    this.#connection = connection;
    this.#subjects = new Subjects(options.cluster);
    this.#subscribe(this.#subjects.all, this.#subjects.all);
    this.#watching = this.#watch();
    this.#lookLater();
  }

  /**
   * Connects to NATS.
   *
   * @throws {Error} If it cannot be reached.
   */
  static async connect(options: NatsBusOptions): Promise<NatsBus> {
    const connection = await connect({
      servers: options.location.split(","),
      name: `chat ${options.node}`,
      // What a node says it hears by itself.
      noEcho: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
      ignoreAuthErrorAbort: true,
      pingInterval: PING_INTERVAL,
      maxPingOut: 2,
    });
    return new NatsBus(options, connection);
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  hold(name: string): Promise<void> | void {
    const { topic } = this.#topics.get(name) ?? this.#open(name);
    topic.holders++;
    return topic.opened;
  }

  release(name: string): void {
    const open = this.#topics.get(name);
    if (open === undefined || --open.topic.holders > 0) return;
    this.#topics.delete(name);
    open.subscription.unsubscribe();
    void open.topic.close();
  }

  publish(delivery: Delivery): void {
    const { conversation } = delivery;
    const topics = isDirectKey(conversation)
      ? parties(conversation).map(personTopic)
      : [conversation];
    const hint = JSON.stringify({ delivery } satisfies Hint);
    const last = { conversation, last: delivery.messages.at(-1)?.id ?? 0 };
    const sent = this.#isTooLarge(hint) ? JSON.stringify({ last } satisfies Hint) : hint;
    for (const name of topics) {
      this.#send(this.#subjects.ofTopic(name), sent);
      this.#topics.get(name)?.topic.take(delivery);
    }
  }

  announce(announcement: Announcement): void {
    const { rooms } = announcement;
    const subject = rooms.length === 1 ? this.#subjects.ofTopic(rooms[0]!) : this.#subjects.all;
    this.#send(subject, JSON.stringify({ announcement } satisfies Hint));
    this.#listener.announce(announcement);
  }

  share(act: Act): void {
    const hint = JSON.stringify({ act } satisfies Hint);
    // What it changes is stored, for the others to read.
    const sent = this.#isTooLarge(hint) ? JSON.stringify({ look: true } satisfies Hint) : hint;
    this.#send(this.#subjects.all, sent);
  }

  nudge(): void {
    this.#send(this.#subjects.all, JSON.stringify({ nudge: true } satisfies Hint));
  }

  async check(): Promise<void> {
    if (!this.#isConnected) throw new Error("NATS is away");
    await this.#connection.flush();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await Promise.all([...this.#topics.values()].map(({ topic }) => topic.close()));
    // What was said is on its way before the connection is closed.
    await deadline(this.#connection.flush(), SUBSCRIBE_TIMEOUT).catch(() => {});
    await this.#connection.close();
    await this.#watching;
    await this.#looking;
  }

  #open(name: string) {
    const { truth, onError } = this.#options;
    const deliver: BusListener["deliver"] = (arrived) => this.#listener.deliver(arrived);
    const topic = new Topic(name, { truth, deliver, onError });
    const subscription = this.#subscribe(this.#subjects.ofTopic(name), name);
    const open = { topic, subscription };
    this.#topics.set(name, open);
    topic.opened = this.#begin(name, topic).catch((error) => {
      // Whoever waits for it is told, and does not hold it.
      if (this.#topics.get(name) === open) this.#topics.delete(name);
      subscription.unsubscribe();
      throw error;
    });
    return open;
  }

  #subscribe(subject: string, name: string): Subscription {
    return this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (!error) this.#hear(name, message.string());
      },
    });
  }

  async #begin(name: string, topic: Topic): Promise<void> {
    if (this.#isConnected) {
      await deadline(this.#connection.flush(), SUBSCRIBE_TIMEOUT).catch(() => {});
    }
    // NATS has the subscription: what is said after this is read comes by itself.
    topic.begin(await this.#options.truth.lastIds([name]));
    topic.opened = undefined;
  }

  #isTooLarge(hint: string): boolean {
    return hint.length * 3 > (this.#connection.info?.max_payload ?? 0);
  }

  #send(subject: string, hint: string): void {
    // What is not sent is found when all nodes look, as they do when NATS is back.
    if (this.#isConnected && !this.#connection.isClosed()) this.#connection.publish(subject, hint);
  }

  #hear(name: string, json: string): void {
    let hint: Hint;
    try {
      hint = JSON.parse(json);
    } catch {
      return;
    }
    if ("look" in hint) this.#look();
    else if ("act" in hint) this.#listener.share(hint.act);
    else if ("nudge" in hint) this.#listener.nudge();
    else if ("announcement" in hint) this.#listener.announce(hint.announcement);
    else if ("delivery" in hint) this.#topics.get(name)?.topic.take(hint.delivery);
    else if ("last" in hint) this.#topics.get(name)?.topic.expect({ ...hint.last, topic: name });
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === "disconnect") this.#change(false);
      if (type !== "reconnect") continue;
      this.#change(true);
      this.#send(this.#subjects.all, JSON.stringify({ look: true } satisfies Hint));
      this.#look();
    }
    if (!this.#isClosed) this.#change(false);
  }

  #change(isConnected: boolean): void {
    if (this.#isConnected === isConnected) return;
    this.#isConnected = isConnected;
    this.#options.onChange(isConnected);
    this.#lookLater();
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    const wait = this.#isConnected ? LOOK_INTERVAL.connected : LOOK_INTERVAL.lost;
    this.#timer = setTimeout(() => this.#look(), wait);
  }

  /** Looks in the store for what did not come. */
  #look(): void {
    this.#isLookDue = true;
    this.#looking ??= this.#lookWhileDue().catch(this.#options.onError).finally(() => {
      this.#looking = undefined;
      this.#lookLater();
    });
  }

  async #lookWhileDue(): Promise<void> {
    while (this.#isLookDue && !this.#isClosed) {
      this.#isLookDue = false;
      this.#listener.look();
      await this.#lookAtAll();
    }
  }

  async #lookAtAll(): Promise<void> {
    const names = [...this.#topics.keys()];
    for (let from = 0; from < names.length && !this.#isClosed; from += LOOK_TOPICS) {
      const lastIds = await this.#options.truth.lastIds(names.slice(from, from + LOOK_TOPICS));
      for (const last of lastIds) this.#topics.get(last.topic)?.topic.expect(last);
    }
  }
}
