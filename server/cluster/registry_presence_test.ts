import { assertEquals } from "@std/assert";
import { ptBR } from "../../locale/pt_br/catalogue.ts";
import { DEFAULT_LIMITS, DEFAULT_RATE } from "../../protocol/limits.ts";
import { testWith } from "../../tests/support/needs.ts";
import { PostgresServer } from "../../tests/support/postgres.ts";
import { LocalBus } from "../bus/local_bus.ts";
import { openStore } from "../store/open_store.ts";
import type { Store } from "../store/store.ts";
import { SILENT_OBSERVER, TestMember } from "../testing/test_hub.ts";
import { Hub } from "../chat/hub.ts";
import { Registry } from "./registry.ts";
import { RegistryPresence } from "./registry_presence.ts";
import { restore } from "./restore.ts";

/** Bus that subscribes only when the test allows it. */
class LateBus extends LocalBus {
  readonly asked = Promise.withResolvers<void>();
  readonly heard = Promise.withResolvers<void>();

  override subscribe(): Promise<void> {
    this.asked.resolve();
    return this.heard.promise;
  }
}

/** A database, and the registries of two nodes in it. */
interface TwoNodes {
  readonly store: Store;
  readonly here: Registry;
  readonly there: Registry;
}

function testWithTwoNodes(name: string, fn: (nodes: TwoNodes) => Promise<void>): void {
  testWith("postgres", name, async () => {
    await using server = await PostgresServer.start();
    const location = await server.database();
    await using store = await openStore(location, {});
    const options = { location, announceLimit: 100, guest: "Convidado" };
    await using here = new Registry({ ...options, node: "here" });
    await using there = new Registry({ ...options, node: "there" });
    for (const registry of [here, there]) await registry.register();
    await fn({ store, here, there });
  });
}

testWithTwoNodes(
  "RegistryPresence refuses a session that loses its name while it enters",
  async ({ store, here, there }) => {
    const bus = new LateBus();
    const hub = new Hub({
      ...{ store, bus, texts: ptBR, limits: DEFAULT_LIMITS, announceLimit: 100, server: "chat/0" },
      ...{ rate: DEFAULT_RATE, rules: [], observer: SILENT_OBSERVER },
      presence: (host) => new RegistryPresence(host, here),
    });
    const guest = new TestMember(hub, "Ana");
    const hello = { type: "hello", name: "Ana", version: 1 } as const;
    const arrived = hub.admit(guest.member, hello, "token");
    await bus.asked.promise;
    const session = crypto.randomUUID();
    await there.claim({ session, name: "Ana", digest: "other", account: "account:1", revision: 1 });
    await hub.presence.applyPendingEvents();
    bus.heard.resolve();
    assertEquals(await arrived, "name_taken");
    assertEquals([hub.roster.size, guest.take()], [0, []]);
  },
);

testWithTwoNodes(
  "a node that was registered again tells of its sessions as before",
  async ({ store, here, there }) => {
    let presence: RegistryPresence | undefined;
    const hub = new Hub({
      ...{ store, bus: new LocalBus(), texts: ptBR, limits: DEFAULT_LIMITS, announceLimit: 100 },
      ...{ server: "chat/0", rate: DEFAULT_RATE, rules: [], observer: SILENT_OBSERVER },
      presence: (host) => presence = new RegistryPresence(host, here),
    });
    const ana = new TestMember(hub, "Ana");
    await hub.admit(ana.member, { type: "hello", name: "Ana", version: 1 }, "token");
    await hub.setAway(ana.member, "almoço");
    const status = async () => {
      await presence!.reportSessions();
      const [found] = await there.queries.statuses("ana");
      const { since = 0, idle = 0, ...others } = found ?? {};
      const inHours = (time: number) => Math.round(time / 3_600_000);
      return { ...others, since: inHours(Date.now() - since), idle: inHours(idle) };
    };
    Object.assign(ana.member, { since: ana.member.since - 7_200_000 });
    ana.member.lastSpoke -= 3_600_000;
    const expected = {
      ...{ name: "Ana", account: null, away: "almoço", address: "127.0.0.1", rooms: ["#geral"] },
      ...{ since: 2, idle: 1 },
    };
    assertEquals(await status(), expected);
    // As after a lease that ran out.
    await here.node.end();
    assertEquals(await there.queries.statuses("ana"), []);
    here.node.renewId();
    await here.register();
    await restore(here, hub);
    assertEquals(await status(), expected);
    hub.remove(ana.member);
    await here.settled();
  },
);
