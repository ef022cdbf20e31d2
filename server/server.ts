/**
 * The composition root: makes hub, listeners and limits from the options, accepts connections, and stops them.
 *
 * It decides nothing about messages or rooms. Of the program, only the subcommand `serve` imports it.
 *
 * @module
 */
import type { Address } from "../cli/address.ts";
import type { HttpHost } from "./http/http_host.ts";
import { errorMessage } from "../locale/render/error_message.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import { encodeFrames } from "../protocol/framing/encode_frame.ts";
import { VERSION } from "../version.ts";
import { LocalBus } from "./bus/local_bus.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { ChatConnection, type ChatConnectionOptions } from "./session/connection.ts";
import { JsonDialect } from "./dialect/json_dialect.ts";
import { TextDialect } from "./dialect/text_dialect.ts";
import type { Connection, Endpoint } from "./net/endpoint.ts";
import { type AcceptedConnection, Listener, type ListenerOptions } from "./net/listener.ts";
import type { Stats } from "./telemetry/stats.ts";
import { LengthPrefixedReader } from "./net/frame_reader.ts";
import { ConnectionLimiter } from "./net/connection_limiter.ts";
import { Hub } from "./chat/hub.ts";
import type { HubOptions } from "./chat/hub_options.ts";
import { connectionLimitsOf, limitsOf, rateLimitsOf, timeoutsOf } from "./options/limit_flags.ts";
import { acceptAll } from "./net/accept_loop.ts";
import type { Log, LogEvent } from "./telemetry/log.ts";
import { LogLimiter } from "./telemetry/log_limiter.ts";
import type { ServeOptions } from "./options/options.ts";
import { SendBudget } from "./send/send_budget.ts";
import { settledBefore } from "./net/settled_before.ts";
import { FdReserve } from "./net/fd_reserve.ts";
import type { Rule } from "./store/rule_store.ts";
import type { Store } from "./store/store.ts";
import { StoreFailureLog } from "./telemetry/store_failure_log.ts";
import { count, Counters } from "./telemetry/counters.ts";
import type { TlsKeys } from "./net/tls_stream.ts";

/** What a {@linkcode Server} needs beside its options. */
export interface ServerParts {
  readonly texts: Catalogue;
  readonly log: Log;
  readonly store: Store;
  /** What holds in the rooms, as the store has it. */
  readonly rules: readonly Rule[];
  /** The certificate to show; without one nothing is encrypted. */
  readonly keys: TlsKeys | undefined;
  /** What makes it one node of several, unless it is alone. Closed with the server. */
  readonly cluster?: Cluster | undefined;
}

/** How often deadlines are looked at, in milliseconds. */
const CHECK_INTERVAL = 250;

/** How often it is looked what another process changed in the database, in milliseconds. */
const POLL_INTERVAL = 1_000;

/** For how long to try to store what was said once the server stops, in milliseconds. */
const STORE_TIMEOUT = 7_500;

/** How long stopping takes at the most, in milliseconds: less than the ten seconds after which supervisors lose patience. */
const STOP_TIMEOUT = 9_500;

/** The server, put together: its endpoints, who came in by them, and the hub they meet in. */
export class Server implements AsyncDisposable, HttpHost {
  readonly hub: Hub;
  /** What the connections of every endpoint share. */
  readonly shared: ChatConnectionOptions;
  /** What the listeners of every endpoint share. */
  readonly #connectionLimiter: ConnectionLimiter;
  readonly #fdReserve: FdReserve;
  readonly #listener: Listener;
  readonly #endpoints: Endpoint[] = [];
  readonly #connections = new Set<Connection>();
  readonly #counters = new Counters();
  readonly #texts: Catalogue;
  /** What waits for all peers together. */
  readonly #sendBudget: SendBudget;
  readonly #log: LogLimiter;
  readonly #store: Store;
  readonly #cluster: Cluster | undefined;
  readonly #accepting: Promise<void>[] = [];
  /**
   * Looks at the deadlines. From when somebody came: until then there are none, and no descriptors need be held back, and
   * a start need not wait for either.
   */
  /** When it was last looked what `chat user` changed. */
  #polledAt = 0;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  readonly #runs = new Set<Promise<void>>();

  /**
   * Makes the hub, listens, and lets people in.
   *
   * @param options The values of the flags.
   * @param parts What else it is made of. The store is closed with the server.
   * @throws {Error} If it cannot listen there.
   */
  static async start(options: ServeOptions, parts: ServerParts): Promise<Server> {
    const { texts, log, store, rules, cluster } = parts;
    const failureLog = new StoreFailureLog(log);
    const limiter = new LogLimiter(log);
    const hubOptions: HubOptions = {
      store,
      bus: cluster?.bus ?? new LocalBus(),
      texts,
      limits: limitsOf(options),
      announceLimit: options["announce-limit"],
      maxRegistrations: options["max-registrations"],
      server: `chat/${VERSION}`,
      onStoreError: (error) => failureLog.fail(error),
      onStored: () => failureLog.recover(),
      rules,
      onAction: (entry, source) => limiter.write(entry, source, performance.now()),
    };
    const hub = await cluster?.open(hubOptions) ?? new Hub(hubOptions);
    return new Server(options, parts, { hub, log: limiter });
  }

  private constructor(
    options: ServeOptions,
    parts: ServerParts,
    { hub, log }: { readonly hub: Hub; readonly log: LogLimiter },
  ) {
    const { texts, store, keys, cluster } = parts;
    const { limits } = hub;
    this.#log = log;
    this.#texts = texts;
    this.#store = store;
    this.#sendBudget = new SendBudget(options["max-total-send-queue"], () => this.#freeMemory());
    this.#cluster = cluster;
    this.hub = hub;
    const dialects = {
      json: new JsonDialect(encodeFrames, limits),
      text: new TextDialect(encodeFrames, limits, texts),
    };
    this.shared = {
      hub: this.hub,
      texts,
      timeouts: timeoutsOf(options),
      maxSendQueue: options["max-send-queue"],
      maxHandshake: options["max-handshake"],
      sendBudget: this.#sendBudget,
      rateLimits: rateLimitsOf(options),
      isTrusted: keys !== undefined || options["allow-plaintext-passwords"],
      limitsLoopback: options["limit-loopback"],
      onBegin: (connection) => this.#onBegin(connection),
      onEnd: (connection, reason) => this.#onEnd(connection, reason),
    };
    this.#connectionLimiter = new ConnectionLimiter(
      connectionLimitsOf(options),
      texts.connectionLimits,
      (address) => this.hub.access.refuseAddress(address),
    );
    this.#fdReserve = new FdReserve(this.#connectionLimiter);
    try {
      this.#listener = this.listen({ hostname: options.host, port: options.port }, {
        keys,
        refuse: (refusal) => {
          const bye = { type: "bye", reason: refusal.code } as const;
          return dialects.json.encode([errorMessage(refusal, texts), bye]);
        },
      });
    } catch (error) {
      this.#fdReserve[Symbol.dispose]();
      throw error;
    }
    this.open({
      name: "tcp",
      listener: this.#listener,
      open: (accepted) => {
        const frames = new LengthPrefixedReader(limits.frame);
        return new ChatConnection(accepted, { dialects, frames }, this.shared);
      },
    });
  }

  /**
   * Makes the listener of an endpoint: where it is decided who comes in is one place for all of them.
   *
   * @param address Where to listen.
   * @param options What is shown there, and said to those who are turned away.
   * @returns The listener, which is closed with the server once {@linkcode Server.open} has it.
   * @throws {Error} If it cannot listen there.
   */
  listen(
    address: Address,
    { refuse, ...shown }: Omit<ListenerOptions, "limiter" | "fdReserve">,
  ): Listener {
    return new Listener(address, {
      ...shown,
      limiter: this.#connectionLimiter,
      fdReserve: this.#fdReserve,
      refuse: (refusal, address) => {
        this.logRejection(address.hostname, refusal.code);
        return refuse(refusal, address);
      },
    });
  }

  /**
   * Takes note of somebody who was turned away.
   *
   * @param host Where they came from.
   * @param kind What it is counted as.
   * @param reason Why, for the log.
   */
  logRejection(host: string, kind: string, reason: string = kind): void {
    this.#watch();
    count(this.#counters.rejected, kind);
    this.#note({ event: "refused", host, reason }, host);
  }

  /** Lets people in by one endpoint more, which is closed with the server. */
  open(endpoint: Endpoint): void {
    this.#endpoints.push(endpoint);
    count(this.#counters.opened, endpoint.name, 0);
    count(this.#counters.open, endpoint.name, 0);
    this.#accepting.push(acceptAll(
      endpoint.listener,
      (accepted) => this.#receive(endpoint, accepted),
      (error) => this.#note({ event: "accept_failed", reason: error.message }, ""),
    ));
  }

  /** Where it listens. */
  get address(): Address {
    return this.#listener.addr;
  }

  /** What it knows of itself now. */
  get stats(): Stats {
    let waiting = 0;
    for (const connection of this.#connections) waiting += connection.waiting;
    const { roster, rooms, deliveries } = this.hub;
    return {
      counters: this.#counters,
      sessions: roster.size,
      rooms: rooms.size,
      deliveries,
      waiting,
    };
  }

  /** Shows another certificate to whoever comes from now on. */
  renew(keys: TlsKeys): void {
    // Where nothing is encrypted, nothing becomes so.
    for (const { listener } of this.#endpoints) if (listener.keys) listener.keys = keys;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * Takes no more connections, stores and sends what was said, tells everyone, and closes what remains; all that within ten
   * seconds, whatever does not answer.
   *
   * @returns How many messages were not stored since then; none of them was acknowledged.
   */
  async stop(): Promise<number> {
    const stored = AbortSignal.timeout(STORE_TIMEOUT);
    const stopped = AbortSignal.timeout(STOP_TIMEOUT);
    for (const { listener } of this.#endpoints) listener.close();
    await settledBefore(Promise.all(this.#accepting), stopped);
    await settledBefore(this.#cluster?.moveAll() ?? Promise.resolve(), stored);
    await this.hub.close(stored);
    for (const connection of this.#connections) connection.end();
    await settledBefore(Promise.all(this.#runs), stopped);
    clearInterval(this.#watchdog);
    this.#fdReserve[Symbol.dispose]();
    this.#log.check(Infinity);
    await settledBefore(this.#close(), stopped);
    return this.hub.notStored;
  }

  async #close(): Promise<void> {
    await this.#cluster?.[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
  }

  #receive(endpoint: Endpoint, accepted: AcceptedConnection): void {
    this.#watch();
    const connection = endpoint.open(accepted);
    this.#connections.add(connection);
    count(this.#counters.opened, endpoint.name);
    count(this.#counters.open, endpoint.name);
    const run = connection.run().finally(() => {
      this.#connections.delete(connection);
      count(this.#counters.open, endpoint.name, -1);
      this.#runs.delete(run);
      accepted.slot.release();
    });
    this.#runs.add(run);
  }

  #onBegin({ address }: ChatConnection): void {
    const { hostname: host, port } = address;
    this.#note({ event: "connected", host, port }, host);
  }

  #onEnd({ address, session }: ChatConnection, reason: string): void {
    // What ends a session for a limit or a rule is told as an error; so the others are those that nobody was made to end.
    if (Object.hasOwn(this.#texts.errors, reason) && reason !== "shutting_down") {
      count(this.#counters.disconnected, reason);
    }
    const { hostname: host, port } = address;
    this.#note({ event: "disconnected", host, port, name: session.name ?? "", reason }, host);
  }

  /** Writes a line of the log that a peer provoked, unless it has had its lines of this minute. */
  #note(event: LogEvent, source: string): void {
    this.#log.write(event, source, performance.now());
  }

  /** Ends connections for which most waits until no more waits for all than may. */
  #freeMemory(): void {
    const connections = [...this.#connections].sort((one, other) => other.waiting - one.waiting);
    for (const connection of connections) {
      if (!this.#sendBudget.isOver || connection.waiting === 0) return;
      connection.freeMemory();
    }
  }

  #watch(): void {
    if (this.#watchdog !== undefined) return;
    this.#fdReserve.fill();
    this.#watchdog = setInterval(() => this.#check(), CHECK_INTERVAL);
  }

  #check(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.check(now);
    this.#connectionLimiter.tick(now);
    this.#fdReserve.check();
    this.#log.check(now);
    if (now - this.#polledAt < POLL_INTERVAL) return;
    this.#polledAt = now;
    this.hub.pollChanges();
  }
}
