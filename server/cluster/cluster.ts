/**
 * Several nodes as one server: which names and rooms are where, kept in PostgreSQL, and moving sessions between nodes.
 *
 * A server with one node loads nothing of this. It knows neither connections nor dialects.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { LOBBY } from "../../protocol/text/names.ts";
import type { Bus } from "../bus/bus.ts";
import { IgnoredMessages } from "../bus/ignored_messages.ts";
import { NatsBus } from "../bus/nats_bus.ts";
import type { NatsOptions } from "../bus/nats_servers.ts";
import type { HubOptions } from "../chat/hub_options.ts";
import type { Log } from "../telemetry/log.ts";
import type { NodeLease } from "../store/node_lease.ts";
import { PostgresClient } from "../store/postgres/client.ts";
import { PostgresReader } from "../store/postgres/reader.ts";
import { ClusterHub } from "./cluster_hub.ts";
import { Lease } from "./lease.ts";
import { Registry, type RegistryOptions } from "./registry.ts";

/** Options of {@linkcode Cluster.join}. */
export interface ClusterOptions extends RegistryOptions {
  readonly nats: NatsOptions;
  /** On whose behalf the store writes. */
  readonly lease: NodeLease;
  readonly log: Pick<Log, "write">;
}

/** Connections with which what the bus misses is read. */
const READERS = 2;

/** Between two groups of people who move to another node, in milliseconds. */
const MOVING_PAUSE = 100;

/** Time for moving members to reach another node before they count as gone, in milliseconds. */
const MOVING_GRACE = 1_000;

/** What a {@linkcode Cluster} is made of. */
interface ClusterParts {
  readonly registry: Registry;
  readonly client: PostgresClient;
  readonly bus: NatsBus;
  readonly ignored: IgnoredMessages;
  readonly lease: NodeLease;
  readonly log: Pick<Log, "write">;
}

/** What makes a server one node of several, put together. */
export class Cluster implements AsyncDisposable {
  readonly bus: Bus;
  /** Resolves when another process has taken the place of this node. */
  readonly replaced: Promise<void>;
  readonly #registry: Registry;
  /** Reads what the bus misses. */
  readonly #client: PostgresClient;
  readonly #ignored: IgnoredMessages;
  readonly #written: NodeLease;
  readonly #log: Pick<Log, "write">;
  readonly #onReplaced: () => void;
  #onError: (error: unknown) => void = () => {};
  #hub: ClusterHub | undefined;
  #lease: Lease | undefined;

  private constructor({ registry, client, bus, ignored, lease, log }: ClusterParts) {
    this.#registry = registry;
    this.#client = client;
    this.bus = bus;
    this.#ignored = ignored;
    this.#written = lease;
    this.#log = log;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.replaced = promise;
    this.#onReplaced = resolve;
  }

  /**
   * Becomes a node.
   *
   * @throws {Error} If PostgreSQL or NATS cannot be reached.
   */
  static async join({ nats, lease, log, ...options }: ClusterOptions): Promise<Cluster> {
    const registry = new Registry(options);
    const client = new PostgresClient(options.location, READERS);
    const ignored = new IgnoredMessages(log);
    let cluster: Cluster | undefined;
    try {
      const bus = await NatsBus.connect({
        nats,
        cluster: await registry.cluster(),
        node: options.node,
        source: new PostgresReader(client),
        onChange: (isConnected) => log.write({ event: isConnected ? "bus_works" : "bus_failed" }),
        onError: (error) => cluster && cluster.#onError(error),
        onIgnored: () => ignored.add(),
      });
      cluster = new Cluster({ registry, client, bus, ignored, lease, log });
      return cluster;
    } catch (error) {
      await registry[Symbol.asyncDispose]();
      await client.close();
      throw error;
    }
  }

  /**
   * Creates the hub of this node.
   *
   * @throws {StoreError} If PostgreSQL cannot be reached.
   */
  async open(options: HubOptions): Promise<ClusterHub> {
    const hub = new ClusterHub(options, this.#registry);
    const { observer } = options;
    this.#onError = (error) => observer.onStoreFailed(error);
    hub.announceDeparted(await this.#registry.register(LOBBY));
    this.#written.run = this.#registry.id;
    this.#lease = new Lease({
      registry: this.#registry,
      onDeparted: (departed) => hub.announceDeparted(departed),
      onRenewed: () => observer.onStored(),
      applyPendingEvents: () => hub.applyPendingEvents(),
      restore: () => this.#restore(hub),
      onReplaced: () => {
        this.#log.write({ event: "node_replaced" });
        this.#onReplaced();
      },
      onError: (error) => observer.onStoreFailed(error),
    });
    this.#hub = hub;
    return hub;
  }

  /**
   * Becomes a node again, as another run: what the sessions of the one before say is not stored until each of them has its
   * name again, or was sent away.
   */
  async #restore(hub: ClusterHub): Promise<void> {
    if (this.#written.run === this.#registry.id) this.#registry.renewId();
    await hub.restore();
    this.#written.run = this.#registry.id;
  }

  /** Moves all members to other nodes. */
  async moveAll(): Promise<void> {
    if (this.#hub === undefined || this.#hub.roster.size === 0) return;
    await this.#hub.moveAll(() => delay(MOVING_PAUSE));
    await delay(MOVING_GRACE);
  }

  /** Is a node no longer. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lease?.close();
    // Where the database is gone, the lease runs out by itself.
    await this.#hub?.leaveCluster().catch(this.#onError);
    await this.bus[Symbol.asyncDispose]();
    this.#ignored[Symbol.dispose]();
    await this.#registry[Symbol.asyncDispose]();
    await this.#client.close();
  }
}
