/**
 * Several nodes as one server: names and rooms of all nodes, stored in PostgreSQL, and moving sessions between nodes.
 *
 * A server with one node loads none of this. Nothing here knows connections or dialects.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import type { Bus } from "../bus/bus.ts";
import { IgnoredMessages } from "../bus/ignored_messages.ts";
import { NatsBus } from "../bus/nats_bus.ts";
import type { NatsOptions } from "../bus/nats_servers.ts";
import { Hub } from "../chat/hub.ts";
import type { HubOptions } from "../chat/hub_options.ts";
import type { Log } from "../telemetry/log.ts";
import type { NodeLease } from "../store/node_lease.ts";
import { PostgresClient } from "../store/postgres/client.ts";
import { PostgresReader } from "../store/postgres/reader.ts";
import { announceDeparted } from "./announce_departed.ts";
import { Lease, type LeaseObserver } from "./lease.ts";
import { Registry, type RegistryOptions } from "./registry.ts";
import { RegistryPresence } from "./registry_presence.ts";
import { restore } from "./restore.ts";

/** Options of {@linkcode Cluster.join}. */
export interface ClusterOptions extends RegistryOptions {
  readonly nats: NatsOptions;
  /** Lease of this node, which the store checks on each write. */
  readonly lease: NodeLease;
  readonly log: Pick<Log, "write">;
}

/** Connections that read messages that the bus missed. */
const READERS = 2;

/** Pause between two groups of members that move to another node, in milliseconds. */
const MOVING_PAUSE = 100;

/** Time for moving members to reach another node before they count as gone, in milliseconds. */
const MOVING_GRACE = 1_000;

/** Parts of a {@linkcode Cluster}. */
interface ClusterParts {
  readonly registry: Registry;
  readonly client: PostgresClient;
  readonly bus: NatsBus;
  readonly ignored: IgnoredMessages;
  readonly lease: NodeLease;
  readonly log: Pick<Log, "write">;
}

/** Makes a server a node of a cluster: its bus, its row in the registry, and its hub. */
export class Cluster implements AsyncDisposable, LeaseObserver {
  readonly bus: Bus;
  /** Resolves when another process runs under this node's name. */
  readonly replaced: Promise<void>;
  readonly #registry: Registry;
  /** Reads messages that the bus missed. */
  readonly #client: PostgresClient;
  readonly #ignored: IgnoredMessages;
  readonly #written: NodeLease;
  readonly #log: Pick<Log, "write">;
  readonly #resolveReplaced: () => void;
  #hub: Hub | undefined;
  #presence: RegistryPresence | undefined;
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
    this.#resolveReplaced = resolve;
    registry.onDeparted = (departed) => announceDeparted(bus, departed);
  }

  /**
   * Connects to PostgreSQL and NATS.
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
        onError: (error) => cluster?.onFailed(error),
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
  async open(options: Omit<HubOptions, "presence">): Promise<Hub> {
    this.#hub = new Hub({
      ...options,
      presence: (host) => this.#presence = new RegistryPresence(host, this.#registry),
    });
    await this.#registry.register();
    this.#written.run = this.#registry.node.id;
    this.#lease = new Lease(this.#registry, this);
    return this.#hub;
  }

  async onRenewed(): Promise<void> {
    this.#hub?.observer.onStored();
    await this.#presence?.applyPendingEvents();
    await this.#presence?.reportSessions();
  }

  /**
   * Registers this node again, as another run. The store rejects messages of its sessions until each of them has
   * reclaimed its name or ended.
   */
  async onLost(): Promise<void> {
    const { node } = this.#registry;
    if (this.#written.run === node.id) node.renewId();
    await this.#registry.register();
    if (this.#hub) await restore(this.#registry, this.#hub);
    this.#written.run = node.id;
  }

  onReplaced(): void {
    this.#log.write({ event: "node_replaced" });
    this.#resolveReplaced();
  }

  onFailed(error: unknown): void {
    this.#hub?.observer.onStoreFailed(error);
  }

  /** Moves all members to other nodes. */
  async moveAll(): Promise<void> {
    if (this.#presence === undefined || this.#hub?.roster.size === 0) return;
    await this.#presence.moveAll(() => delay(MOVING_PAUSE));
    await delay(MOVING_GRACE);
  }

  /** Ends the lease and closes the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#lease) {
      await this.#lease.close();
      // Without the database, the lease expires by itself.
      await this.#registry.end().catch((error) => this.onFailed(error));
    }
    await this.bus[Symbol.asyncDispose]();
    this.#ignored[Symbol.dispose]();
    await this.#registry[Symbol.asyncDispose]();
    await this.#client.close();
  }
}
