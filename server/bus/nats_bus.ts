import "../../cli/silence_deprecations.ts";
import { deadline } from "@std/async/deadline";
import { connect, type NatsConnection, type Subscription } from "./nats_client.ts";
import type { ModerationAction } from "./moderation_action.ts";
import { isDirectKey, parties } from "../store/store.ts";
import {
  type Announcement,
  type Bus,
  type BusListener,
  type Delivery,
  NO_LISTENER,
  userTopic,
} from "./bus.ts";
import { ignoreLateSocketErrors } from "../net/late_socket_errors.ts";
import { NatsError } from "./nats_error.ts";
import { type NatsOptions, natsServers } from "./nats_servers.ts";
import { Resync } from "./resync.ts";
import { Throttle } from "./throttle.ts";
import { type BusMessage, parseBusMessage } from "./parse_bus_message.ts";
import { Subjects } from "./subjects.ts";
import { BusTopic, type MessageSource } from "./bus_topic.ts";

/** Options of {@linkcode NatsBus.connect}. */
export interface NatsBusOptions {
  readonly nats: NatsOptions;
  /** Distinguishes this cluster from others on the same NATS. */
  readonly cluster: string;
  /** Name of this node on NATS. */
  readonly node: string;
  readonly source: MessageSource;
  /** Called when NATS disconnects or reconnects. */
  readonly onChange: (isConnected: boolean) => void;
  /** Called when missed messages cannot be read; the read is retried. */
  readonly onError: (error: unknown) => void;
  /** Called for each message that no node can have sent; it is ignored. */
  readonly onIgnored: () => void;
}

/** Minimum interval of wake-ups requested by other nodes, in milliseconds: each queries the database. */
const MIN_WAKE_PAUSE = 50;

/** Timeout of a subscription, in milliseconds, after which NATS counts as lost. */
const SUBSCRIBE_TIMEOUT = 2_000;

/** Interval of pings to NATS, in milliseconds; two without an answer mean a lost connection. */
const PING_INTERVAL = 2_000;

/** Bus between nodes over NATS. Whenever messages may have been lost, it reads them from the database. */
export class NatsBus implements Bus {
  readonly isLocal = false;
  readonly #options: NatsBusOptions;
  readonly #connection: NatsConnection;
  readonly #subjects: Subjects;
  readonly #topics = new Map<
    string,
    { readonly topic: BusTopic; readonly subscription: Subscription }
  >();
  readonly #watchedRooms: Promise<void>;
  #listener: BusListener = NO_LISTENER;
  #isConnected = true;
  readonly #resync: Resync;
  #isClosed = false;
  readonly #wakeThrottle = new Throttle(() => this.#listener.onWake(), MIN_WAKE_PAUSE);

  private constructor(options: NatsBusOptions, connection: NatsConnection) {
    this.#options = options;
    this.#connection = connection;
    this.#subjects = new Subjects(options.cluster);
    this.#resync = new Resync({
      source: options.source,
      topics: this.#topics,
      onStart: () => this.#listener.onResync(),
      onError: options.onError,
    });
    this.#subscribe(this.#subjects.all, this.#subjects.all);
    this.#watchedRooms = this.#watch();
  }

  /**
   * Connects to NATS.
   *
   * @throws {NatsError} If NATS cannot be reached or rejects this node.
   */
  static async connect(options: NatsBusOptions): Promise<NatsBus> {
    ignoreLateSocketErrors();
    const servers = natsServers(options.nats);
    const connection = await connect({
      ...servers,
      name: `chat ${options.node}`,
      // A node does not need its own messages.
      noEcho: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
      ignoreAuthErrorAbort: true,
      pingInterval: PING_INTERVAL,
      maxPingOut: 2,
    }).catch((error) => {
      throw new NatsError(servers.servers, error);
    });
    return new NatsBus(options, connection);
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  subscribe(name: string): Promise<void> | void {
    const { topic } = this.#topics.get(name) ?? this.#open(name);
    topic.subscribers++;
    return topic.opened;
  }

  unsubscribe(name: string): void {
    const open = this.#topics.get(name);
    if (open === undefined || --open.topic.subscribers > 0) return;
    this.#topics.delete(name);
    open.subscription.unsubscribe();
    void open.topic.close();
  }

  publish(delivery: Delivery): void {
    const { conversation } = delivery;
    const topics = isDirectKey(conversation)
      ? parties(conversation).map(userTopic)
      : [conversation];
    const message = JSON.stringify({ delivery } satisfies BusMessage);
    const last = { conversation, last: delivery.entries.at(-1)?.id ?? 0 };
    const sent = this.#isTooLarge(message)
      ? JSON.stringify({ last } satisfies BusMessage)
      : message;
    for (const name of topics) {
      this.#send(this.#subjects.ofTopic(name), sent);
      this.#topics.get(name)?.topic.take(delivery);
    }
  }

  announce(announcement: Announcement): void {
    const { rooms } = announcement;
    const subject = rooms.length === 1 ? this.#subjects.ofTopic(rooms[0]!) : this.#subjects.all;
    this.#send(subject, JSON.stringify({ announcement } satisfies BusMessage));
    this.#listener.onAnnouncement(announcement);
  }

  share(action: ModerationAction): void {
    const message = JSON.stringify({ action } satisfies BusMessage);
    // Its changes are stored, so other nodes can read them.
    const sent = this.#isTooLarge(message)
      ? JSON.stringify({ resync: true } satisfies BusMessage)
      : message;
    this.#send(this.#subjects.all, sent);
  }

  wake(): void {
    this.#send(this.#subjects.all, JSON.stringify({ wake: true } satisfies BusMessage));
  }

  probe(name: string): void {
    this.#send(this.#subjects.all, JSON.stringify({ probe: name } satisfies BusMessage));
  }

  async check(): Promise<void> {
    if (!this.#isConnected) throw new Error("NATS is disconnected");
    await this.#connection.flush();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const resynced = this.#resync.close();
    this.#wakeThrottle.close();
    await Promise.all([...this.#topics.values()].map(({ topic }) => topic.close()));
    // Send published messages before closing the connection.
    await deadline(this.#connection.flush(), SUBSCRIBE_TIMEOUT).catch(() => {});
    await this.#connection.close();
    await this.#watchedRooms;
    await resynced;
  }

  #open(name: string) {
    const { source, onError } = this.#options;
    const topic = new BusTopic(name, {
      source,
      onEntries: (received) => this.#listener.onEntries(received),
      onError,
    });
    const subscription = this.#subscribe(this.#subjects.ofTopic(name), name);
    const open = { topic, subscription };
    this.#topics.set(name, open);
    topic.opened = this.#begin(name, topic).catch((error) => {
      // Callers that wait for the subscription get the error and hold no subscription.
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

  async #begin(name: string, topic: BusTopic): Promise<void> {
    if (this.#isConnected) {
      await deadline(this.#connection.flush(), SUBSCRIBE_TIMEOUT).catch(() => {});
    }
    // The subscription is active: messages after this read arrive by themselves.
    topic.begin(await this.#options.source.lastIds([name]));
    topic.opened = undefined;
  }

  #isTooLarge(message: string): boolean {
    return message.length * 3 > (this.#connection.info?.max_payload ?? 0);
  }

  #send(subject: string, message: string): void {
    // Messages that could not be sent are found by the resync of all nodes after a reconnect.
    if (this.#isConnected && !this.#connection.isClosed()) {
      this.#connection.publish(subject, message);
    }
  }

  #hear(name: string, json: string): void {
    const message = parseBusMessage(json);
    try {
      if (message && this.#take(name, message)) return;
    } catch {
      // A well-formed message may still be invalid; nothing from outside may end a node.
    }
    this.#options.onIgnored();
  }

  /** Handles a message; returns whether it belongs to the subject that it came on. */
  #take(name: string, message: BusMessage): boolean {
    if (name === this.#subjects.all) {
      if ("resync" in message) this.#resync.request();
      else if ("wake" in message) this.#wakeThrottle.run();
      else if ("probe" in message) this.#listener.onProbe(message.probe);
      else if ("action" in message) this.#listener.onAction(message.action);
      else if ("announcement" in message) this.#listener.onAnnouncement(message.announcement);
      else return false;
      return true;
    }
    if ("announcement" in message) {
      const { rooms } = message.announcement;
      if (rooms.length !== 1 || rooms[0] !== name) return false;
      this.#listener.onAnnouncement(message.announcement);
      return true;
    }
    const topic = this.#topics.get(name)?.topic;
    if (topic === undefined) return true;
    if ("delivery" in message) return topic.hear(message.delivery);
    if ("last" in message) return topic.hearLast(message.last);
    return false;
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === "disconnect") this.#change(false);
      if (type !== "reconnect") continue;
      this.#change(true);
      this.#send(this.#subjects.all, JSON.stringify({ resync: true } satisfies BusMessage));
      this.#resync.start();
    }
    if (!this.#isClosed) this.#change(false);
  }

  #change(isConnected: boolean): void {
    if (this.#isConnected === isConnected) return;
    this.#isConnected = isConnected;
    this.#options.onChange(isConnected);
    this.#resync.setConnected(isConnected);
  }
}
