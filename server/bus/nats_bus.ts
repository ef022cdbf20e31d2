import { deadline } from "@std/async/deadline";
import { connect, type NatsConnection, type Subscription } from "@nats-io/transport-node";
import type { Act } from "./moderation_action.ts";
import { isDirectKey, parties } from "../store/store.ts";
import {
  type Announcement,
  type Bus,
  type BusListener,
  type Delivery,
  NOBODY,
  personTopic,
} from "./bus.ts";
import { outliveLostSockets } from "../net/lost_sockets.ts";
import { type NatsOptions, natsServers } from "./nats_servers.ts";
import { Paced } from "./paced.ts";
import { type Hint, parseHint } from "./parse_hint.ts";
import { Subjects } from "./subjects.ts";
import { Topic, type Truth } from "./topic.ts";

/** Options of {@linkcode NatsBus.connect}. */
export interface NatsBusOptions {
  readonly nats: NatsOptions;
  /** Tells this chat from others in the same NATS. */
  readonly cluster: string;
  /** What this node is called there. */
  readonly node: string;
  readonly truth: Truth;
  /** Called when NATS is lost, and when it is back. */
  readonly onChange: (isConnected: boolean) => void;
  /** Called when what is missing could not be read; it is tried again. */
  readonly onError: (error: unknown) => void;
  /** Called with each message that is not from a node, and does nothing. */
  readonly onIgnored: () => void;
}

/** How often to look in the store for what NATS may have lost, in milliseconds: while it is there, and while it is not. */
const LOOK_INTERVAL = { connected: 30_000, lost: 1_000 };

/** The shortest time between two looks, or two nudges, that others ask for, in milliseconds: each asks the database. */
const ASKED_PAUSE = { look: 1_000, nudge: 50 };

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
  readonly #askedLook = new Paced(() => this.#look(), ASKED_PAUSE.look);
  readonly #askedNudge = new Paced(() => this.#listener.nudge(), ASKED_PAUSE.nudge);

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
   * @throws {Error} If it cannot be reached, or does not let this node in.
   */
  static async connect(options: NatsBusOptions): Promise<NatsBus> {
    outliveLostSockets();
    const connection = await connect({
      ...natsServers(options.nats),
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
    this.#askedLook.close();
    this.#askedNudge.close();
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
    const hint = parseHint(json);
    try {
      if (hint && this.#take(name, hint)) return;
    } catch {
      // What has the form of a hint can still be none; nothing that comes from outside ends a node.
    }
    this.#options.onIgnored();
  }

  /** Does what a hint says; returns whether it belongs where it was heard. */
  #take(name: string, hint: Hint): boolean {
    if (name === this.#subjects.all) {
      if ("look" in hint) this.#askedLook.ask();
      else if ("nudge" in hint) this.#askedNudge.ask();
      else if ("act" in hint) this.#listener.share(hint.act);
      else if ("announcement" in hint) this.#listener.announce(hint.announcement);
      else return false;
      return true;
    }
    if ("announcement" in hint) {
      const { rooms } = hint.announcement;
      if (rooms.length !== 1 || rooms[0] !== name) return false;
      this.#listener.announce(hint.announcement);
      return true;
    }
    const topic = this.#topics.get(name)?.topic;
    if (topic === undefined) return true;
    if ("delivery" in hint) return topic.hear(hint.delivery);
    if ("last" in hint) return topic.hearLast(hint.last);
    return false;
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
