/**
 * The composition root: creates hub, listeners and limits from the options, accepts connections, and stops.
 *
 * It decides nothing about messages or rooms. Only the subcommand `serve` imports it.
 *
 * @module
 */
import type { Address } from "../cli/address.ts";
import type { EndpointHost, ListenOptions } from "./session/endpoint_host.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import { VERSION } from "../version.ts";
import { LocalBus } from "./bus/local_bus.ts";
import type { Cluster } from "./cluster/cluster.ts";
import { ConnectionLog } from "./session/connection_log.ts";
import type { ChatConnectionOptions } from "./session/connection_options.ts";
import { Connections } from "./net/connections.ts";
import type { Endpoint } from "./net/endpoint.ts";
import { type AcceptedConnection, Listener } from "./net/listener.ts";
import type { Stats } from "./telemetry/stats.ts";
import type { TcpEndpoint } from "./session/tcp_endpoint.ts";
import { ConnectionLimiter } from "./net/connection_limiter.ts";
import { Hub } from "./chat/hub.ts";
import type { HubOptions } from "./chat/hub_options.ts";
import { connectionLimitsOf, limitsOf, rateLimitsOf, timeoutsOf } from "./options/limit_flags.ts";
import type { AddressRange } from "./net/address_range.ts";
import { acceptAll } from "./net/accept_loop.ts";
import type { Log } from "./telemetry/log.ts";
import { LogLimiter } from "./telemetry/log_limiter.ts";
import type { ServeOptions } from "./options/options.ts";
import { SendBudget } from "./send/send_budget.ts";
import { settledBefore } from "./async/settled_before.ts";
import { FdReserve } from "./net/fd_reserve.ts";
import type { Rule } from "./store/rule_store.ts";
import type { Store } from "./store/store.ts";
import { StoreFailureLog } from "./telemetry/store_failure_log.ts";
import { TcpTable } from "./net/tcp_table.ts";
import type { TlsKeys } from "./net/tls_keys.ts";

/** Parts of a {@linkcode Server} other than its options. */
export interface ServerParts {
  readonly texts: Catalogue;
  readonly log: Log;
  readonly store: Store;
  /** Rules from the store. */
  readonly rules: readonly Rule[];
  /** Certificate and key; without them connections are not encrypted. */
  readonly keys: TlsKeys | undefined;
  /** Makes the server a node of a cluster; closed with the server. */
  readonly cluster?: Cluster | undefined;
}

/** Interval of enforcing timeouts, in milliseconds. */
const CHECK_INTERVAL = 250;

/** Interval of reading changes by other processes from the database, in milliseconds. */
const POLL_INTERVAL = 1_000;

/** Maximum time that a stopping server waits for the store, in milliseconds. */
const STORE_TIMEOUT = 7_500;

/** Maximum duration of a stop, in milliseconds: `docker stop` kills after 10 s. */
const STOP_TIMEOUT = 9_500;

/** The endpoints, their connections, and the hub that all of them share. */
export class Server implements AsyncDisposable {
  readonly hub: Hub;
  readonly #host: EndpointHost;
  readonly #connectionLimiter: ConnectionLimiter;
  readonly #fdReserve: FdReserve;
  #listener!: Listener;
  /** Set by {@linkcode Server.accept}. */
  #tcp: TcpEndpoint | undefined;
  readonly #listeners: Listener[] = [];
  readonly #connections: Connections;
  /** Proxies whose connections begin with a PROXY header. */
  readonly #proxies: readonly AddressRange[];
  readonly #texts: Catalogue;
  readonly #sendBudget: SendBudget;
  readonly #log: LogLimiter;
  readonly #connectionLog: ConnectionLog;
  readonly #store: Store;
  readonly #cluster: Cluster | undefined;
  readonly #accepting: Promise<void>[] = [];
  /** When changes by `chat user` were last read, in milliseconds of the monotonic clock. */
  #polledAt = 0;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  /**
   * Creates the hub and listens; {@linkcode Server.accept} accepts connections.
   *
   * @param options The values of the flags.
   * @param parts See {@linkcode ServerParts}. The store is closed with the server.
   * @throws {Error} If it cannot listen there.
   */
  static async start(options: ServeOptions, parts: ServerParts): Promise<Server> {
    const { texts, log, store, rules, cluster } = parts;
    const failureLog = new StoreFailureLog(log, texts);
    const limiter = new LogLimiter(log);
    const hubOptions: HubOptions = {
      store,
      bus: cluster?.bus ?? new LocalBus(),
      texts,
      limits: limitsOf(options),
      rate: rateLimitsOf(options),
      announceLimit: options["announce-limit"],
      maxRegistrations: options["max-registrations"],
      editWindow: options["edit-window"],
      server: `chat/${VERSION}`,
      rules,
      observer: {
        onStoreFailed: (error) => failureLog.fail(error),
        onStored: () => failureLog.recover(),
        onModeration: (entry, source) => limiter.write(entry, source, performance.now()),
      },
    };
    const hub = await cluster?.open(hubOptions) ?? new Hub(hubOptions);
    const server = new Server(options, parts, { hub, log: limiter });
    const address = { hostname: options.host, port: options.port };
    try {
      server.#listener = await server.#listen(address, {
        keys: parts.keys,
        refuse: (refusal) => server.#tcp!.refuse(refusal),
      });
    } catch (error) {
      server.#fdReserve[Symbol.dispose]();
      throw error;
    }
    return server;
  }

  private constructor(
    options: ServeOptions,
    parts: ServerParts,
    { hub, log }: { readonly hub: Hub; readonly log: LogLimiter },
  ) {
    const { texts, store, keys, cluster } = parts;
    this.#log = log;
    this.#connectionLog = new ConnectionLog(log, texts);
    this.#texts = texts;
    this.#store = store;
    this.#sendBudget = new SendBudget(
      options["max-total-send-queue"],
      () => this.#connections.freeMemory(() => !this.#sendBudget.isOver),
    );
    this.#cluster = cluster;
    this.hub = hub;
    this.#proxies = options["proxy-protocol"];
    const timeouts = timeoutsOf(options);
    this.#connections = new Connections(timeouts.handshake);
    const connections: ChatConnectionOptions = {
      hub: this.hub,
      texts,
      timeouts,
      maxSendQueue: options["max-send-queue"],
      maxHandshake: options["max-handshake"],
      sendBudget: this.#sendBudget,
      rateLimits: rateLimitsOf(options),
      tcpTable: new TcpTable(),
      isTrusted: keys !== undefined || options["allow-plaintext-passwords"],
      limitsLoopback: options["limit-loopback"],
      observer: this.#connectionLog,
    };
    this.#host = {
      connections,
      listen: (address, options) => this.#listen(address, options),
      logRejection: (...rejection) => this.#logRejection(...rejection),
      stats: () => this.#stats(),
    };
    this.#connectionLimiter = new ConnectionLimiter(
      connectionLimitsOf(options),
      (address) => this.hub.access.refuseAddress(address),
    );
    this.#fdReserve = new FdReserve(this.#connectionLimiter);
  }

  /** As {@linkcode EndpointHost.listen}. The listener is closed with the server. */
  async #listen(address: Address, { refuse, ...shown }: ListenOptions): Promise<Listener> {
    const listener = await Listener.open(address, {
      proxies: this.#proxies,
      ...shown,
      texts: this.#texts.proxy,
      onBadProxyHeader: ({ hostname }, reason) => this.#logRejection(hostname, "proxy", reason),
      limiter: this.#connectionLimiter,
      fdReserve: this.#fdReserve,
      refuse: (refusal, address) => {
        this.#logRejection(address.hostname, refusal.code);
        return refuse(refusal, address);
      },
    });
    this.#listeners.push(listener);
    return listener;
  }

  /** As {@linkcode EndpointHost.logRejection}. */
  #logRejection(host: string, kind: string, reason?: string): void {
    this.#watch();
    this.#connectionLog.onRejected(host, kind, reason);
  }

  /**
   * Opens an endpoint; it is closed with the server.
   *
   * @param create Creates the endpoint, which is listening then.
   * @returns The endpoint.
   * @throws {Error} The error of `create`.
   */
  async open<T extends Endpoint>(create: (host: EndpointHost) => T | Promise<T>): Promise<T> {
    const endpoint = await create(this.#host);
    this.#connectionLog.addListener(endpoint.name);
    this.#accepting.push(acceptAll(
      endpoint.listener,
      (accepted) => this.#receive(endpoint, accepted),
      (error) => this.#connectionLog.onAcceptFailed(error),
    ));
    return endpoint;
  }

  /** Accepts clients over TCP. Loads what serves them only now: those that connect meanwhile wait in the system's queue. */
  async accept(): Promise<void> {
    const { TcpEndpoint } = await import("./session/tcp_endpoint.ts");
    await this.open((host) => this.#tcp = new TcpEndpoint(this.#listener, host));
  }

  /** Address of the endpoint for frames over TCP. */
  get address(): Address {
    return this.#listener.addr;
  }

  /** Uses another certificate for new connections. */
  renew(keys: TlsKeys): void {
    for (const listener of this.#listeners) listener.renew(keys);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * Stops within ten seconds, even if something does not answer: accepts no more connections, stores and delivers received
   * messages, sends each client a `bye`, and closes the connections and the store.
   *
   * @returns The number of messages that could not be stored; none of them was acknowledged.
   */
  async stop(): Promise<number> {
    const stored = AbortSignal.timeout(STORE_TIMEOUT);
    const stopped = AbortSignal.timeout(STOP_TIMEOUT);
    for (const listener of this.#listeners) listener.close();
    await settledBefore(Promise.all(this.#accepting), stopped);
    await settledBefore(this.#cluster?.moveAll() ?? Promise.resolve(), stored);
    await this.hub.close(stored);
    await settledBefore(this.#connections.end(), stopped);
    clearInterval(this.#watchdog);
    this.#fdReserve[Symbol.dispose]();
    this.#log.check(Infinity);
    await settledBefore(this.#close(), stopped);
    return this.hub.notStored;
  }

  #stats(): Stats {
    const { roster, rooms, deliveries } = this.hub;
    return {
      counters: this.#connectionLog.counters,
      sessions: roster.size,
      rooms: rooms.size,
      deliveries,
      waiting: this.#connections.waiting,
    };
  }

  async #close(): Promise<void> {
    await this.#cluster?.[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
  }

  #receive(endpoint: Endpoint, accepted: AcceptedConnection): void {
    this.#watch();
    this.#connectionLog.onAccepted(endpoint.name);
    this.#connections.add(endpoint, accepted, () => this.#connectionLog.onClosed(endpoint.name));
  }

  /** Starts to enforce timeouts at the first connection, so that the start does not have to. */
  #watch(): void {
    if (this.#watchdog !== undefined) return;
    this.#fdReserve.fill();
    this.#watchdog = setInterval(() => this.#check(), CHECK_INTERVAL);
  }

  #check(): void {
    const now = performance.now();
    this.#connections.check(now);
    this.#connectionLimiter.tick(now);
    for (const listener of this.#listeners) listener.check();
    this.#fdReserve.check();
    this.#log.check(now);
    if (now - this.#polledAt < POLL_INTERVAL) return;
    this.#polledAt = now;
    this.hub.pollChanges();
    this.hub.rooms.tick();
  }
}
