/** Tests of every {@linkcode Bus}, and their helpers. */
import { assertEquals } from "@std/assert";
import {
  type Announcement,
  type Bus,
  type Delivery,
  type ReceivedDelivery,
  userTopic,
} from "../bus/bus.ts";
import type { MessageSource } from "../bus/bus_topic.ts";
import { MemoryStore } from "../store/memory/store.ts";
import { stored } from "./store_case.ts";
import { directKey, isDirectKey, parties } from "../store/store.ts";
import { toRoomMessage } from "../store/wire_entry.ts";

/** Store that the nodes of a test share. */
export class SharedMessages implements MessageSource {
  readonly store = new MemoryStore();
  readonly #conversations = new Set<string>();
  /** Number of reads to fill a gap. */
  reads = 0;

  read(...args: Parameters<MessageSource["read"]>): ReturnType<MessageSource["read"]> {
    this.reads++;
    return this.store.read(...args);
  }

  async lastIds(topics: readonly string[]): ReturnType<MessageSource["lastIds"]> {
    const found = [...this.#conversations].flatMap((conversation) => {
      const heardOn = isDirectKey(conversation)
        ? parties(conversation).map(userTopic)
        : [conversation];
      return heardOn.filter((topic) => topics.includes(topic))
        .map((topic) => ({ topic, conversation }));
    });
    return await Promise.all(found.map(async ({ topic, conversation }) => {
      return { topic, conversation, last: await this.store.last(conversation) };
    }));
  }

  /** Stores texts and returns what a node would publish. */
  async say(conversation: string, ...texts: string[]): Promise<Delivery> {
    this.#conversations.add(conversation);
    const to = isDirectKey(conversation) ? "Bia" : conversation;
    const messages = texts.map((text) => {
      return { conversation, to, from: "Ana", person: "ana", text, at: 1 };
    });
    const outcomes = stored(await this.store.append(messages));
    const said = messages.map(({ from, to, text, at }, index) => (
      { id: outcomes[index]!.id, from, to, text, at }
    ));
    const sessions = texts.map(() => "s1");
    return isDirectKey(conversation)
      ? { kind: "direct", conversation, entries: said, sessions }
      : { kind: "room", conversation, entries: said.map(toRoomMessage), sessions };
  }
}

/** Records what arrives at a node. */
export class BusRecorder {
  /** Messages as `#room 1 text`; private ones as `name 1 text`. */
  readonly lines: string[] = [];
  readonly sessions: string[] = [];
  readonly announced: Announcement[] = [];
  /** Actions and wake-ups of other nodes. */
  readonly wakeUps: string[] = [];
  /** Requests to resync, which a bus also makes by itself. */
  readonly resyncs: string[] = [];
  #onLine = () => {};

  constructor(bus: Bus) {
    bus.listen({
      onEntries: (received) => this.#record(received),
      onAnnouncement: (announcement) => {
        this.announced.push(announcement);
        this.#onLine();
      },
      onAction: (action) => {
        this.wakeUps.push(action.room);
        this.#onLine();
      },
      onWake: () => {
        this.wakeUps.push("wake");
        this.#onLine();
      },
      onProbe: (name) => {
        this.wakeUps.push(`probe ${name}`);
        this.#onLine();
      },
      onResync: () => {
        this.resyncs.push("look");
        this.#onLine();
      },
    });
  }

  /** Resolves when `count` lines or announcements have arrived. */
  async heard(count: number, of: readonly unknown[] = this.lines): Promise<void> {
    while (of.length < count) await new Promise<void>((resolve) => this.#onLine = resolve);
  }

  #record(received: ReceivedDelivery): void {
    const where = received.kind === "room" ? received.conversation : received.party;
    for (const { id, text } of received.entries) this.lines.push(`${where} ${id} ${text}`);
    this.sessions.push(...received.sessions);
    this.#onLine();
  }
}

/** Nodes over one bus and their store. */
export interface BusNodes extends AsyncDisposable {
  readonly shared: SharedMessages;
  readonly buses: readonly Bus[];
  readonly ears: readonly BusRecorder[];
}

function joined(room: string, session = "s1"): Announcement {
  return { event: { type: "joined", room, name: "Ana" }, rooms: [room], except: session };
}

/** Tests of every bus, by name. */
export const BUS_CONTRACT: Record<string, (nodes: BusNodes) => Promise<void>> = {
  async "delivers to the nodes that follow the room, and to no other"(nodes) {
    const { shared, buses, ears } = nodes;
    for (const bus of buses) await bus.subscribe("#a");
    for (const [index, bus] of buses.entries()) {
      bus.publish(await shared.say("#b", "not for here"));
      bus.publish(await shared.say("#a", `one ${index}`, `two ${index}`));
    }
    const lines = buses.flatMap((_, index) => [
      `#a ${2 * index + 1} one ${index}`,
      `#a ${2 * index + 2} two ${index}`,
    ]);
    for (const ear of ears) {
      await ear.heard(lines.length);
      assertEquals(ear.lines.filter((line) => line.startsWith("#a")), lines);
      assertEquals(new Set(ear.sessions), new Set(["s1"]));
    }
  },

  async "delivers private messages once to every node of a user"({ shared, buses, ears }) {
    const [first, last] = [buses[0]!, buses.at(-1)!];
    for (const identity of ["ana", "bia"]) {
      await first.subscribe(userTopic(identity));
      if (last !== first) await last.subscribe(userTopic(identity));
    }
    first.publish(await shared.say(directKey("bia", "ana"), "hi"));
    last.publish(await shared.say(directKey("ana", "ana"), "me"));
    for (const ear of [ears[0]!, ears.at(-1)!]) {
      await ear.heard(3);
      assertEquals(ear.lines.toSorted(), ["ana 1 hi", "ana 1 me", "bia 1 hi"]);
    }
  },

  async "resumes a room without what was said meanwhile"(nodes) {
    const { shared, buses, ears } = nodes;
    const [bus, ear] = [buses.at(-1)!, ears.at(-1)!];
    for (const each of buses) await each.subscribe("#a");
    buses[0]!.publish(await shared.say("#a", "one"));
    await ear.heard(1);
    bus.unsubscribe("#a");
    // No node receives this.
    await shared.say("#a", "two");
    await bus.subscribe("#a");
    await bus.subscribe("#a");
    bus.unsubscribe("#a");
    buses[0]!.publish(await shared.say("#a", "three"));
    await ear.heard(2);
    assertEquals(ear.lines, ["#a 1 one", "#a 3 three"]);
  },

  async "announces each event to every node once"({ buses, ears }) {
    for (const bus of buses) await bus.subscribe("#a");
    const renamed: Announcement = {
      event: { type: "renamed", from: "Ana", name: "Bia" },
      rooms: ["#a", "#b"],
      except: "ana",
    };
    buses[0]!.announce(joined("#a"));
    buses[0]!.announce(renamed);
    buses[0]!.announce(joined("#a", "s2"));
    for (const ear of ears) {
      await ear.heard(3, ear.announced);
      const key = ({ event, except }: Announcement) => `${event.type} ${except}`;
      assertEquals(ear.announced.map(key).toSorted(), ["joined s1", "joined s2", "renamed ana"]);
    }
  },

  async "shares actions with every other node and wakes it"({ buses, ears }) {
    // Waits until NATS has all subscriptions.
    for (const bus of buses) await bus.check();
    buses[0]!.share({ room: "#a", changes: [], identities: [], session: "s1" });
    buses[0]!.wake();
    buses[0]!.probe("Ana");
    for (const ear of ears.slice(1)) {
      await ear.heard(3, ear.wakeUps);
      assertEquals(ear.wakeUps.toSorted(), ["#a", "probe Ana", "wake"]);
    }
    assertEquals(ears[0]!.wakeUps, []);
  },
};
