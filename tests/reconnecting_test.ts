import { assert, assertEquals } from "@std/assert";
import { deadline } from "@std/async/deadline";
import { dialTcp } from "../client/connection/dial.ts";
import { Conversation } from "../client/conversation/conversation.ts";
import type { ReceivedMessage } from "../client/conversation/conversation_entry.ts";
import { ChatClient } from "../client/session/client.ts";
import type { ClientEvent } from "../client/session/event.ts";
import { type ChangeRequest, isChange } from "../protocol/messages/changes.ts";
import type { RoomEntry } from "../protocol/messages/server_messages.ts";
import { Peer } from "./support/peer.ts";
import { TcpProxy } from "./support/proxy.ts";
import { Random } from "./support/random.ts";
import { startServer } from "./support/server.ts";
import { TIMEOUT } from "./support/wait_until.ts";

const SEED = Number(Deno.env.get("CHAT_SEED") ?? Date.now() % 1_000_000);

/** Number of lost connections. */
const CUTS = 50;

/** A connection is cut after fewer bytes than this, counted in both directions. */
const LONGEST = 6_000;

const ROOMS = ["#geral", "#jogos"];

/** What a client heard of one room. */
class Heard {
  /** Ids and kinds, in the order in which they came. */
  readonly ids: string[] = [];
  readonly #conversation: Conversation;

  constructor(room: string) {
    this.#conversation = new Conversation({
      ...{ kind: "room", name: room, readId: 0, keepsLog: true, onChange: () => {} },
    });
  }

  add(entry: RoomEntry): void {
    this.ids.push(`${entry.id} ${isChange(entry) ? entry.type : "message"}`);
    if (isChange(entry)) this.#conversation.change(entry, { self: "", source: "event" });
    else this.#conversation.add([entry], "");
  }

  /** The messages as changes left them. */
  get messages(): unknown[] {
    return this.#conversation.entries.flatMap((entry) => {
      if (entry.kind === "note") return [];
      return [stateFor(entry)];
    });
  }
}

/** What all clients see of a message. */
function stateFor(
  { id, from, text = "", edited, deleted, reactions, rev }: Omit<ReceivedMessage, "at">,
): unknown {
  return { id, from, text, edited, deleted, reactions, rev };
}

/** Returns the entries in an event, oldest first. */
function entriesOf(event: ClientEvent): RoomEntry[] {
  if (event.type === "recent") {
    const { room = "", messages, changes = [] } = event.history;
    const entries: RoomEntry[] = messages.filter((message) => "room" in message);
    entries.push(...changes.map((change) => ({ ...change, room })));
    return entries.sort((one, other) => one.id - other.id);
  }
  if (event.type !== "server") return [];
  const { message } = event;
  if (message.type === "message") return [message];
  return isChange(message) && message.room !== undefined
    ? [{ ...message, room: message.room }]
    : [];
}

/** Types of the events of changes. */
const EVENTS = { edit: "edited", delete: "deleted", react: "reacted" } as const;

/** Returns a change to ask for after a message: of every other one, of each kind in turn. */
function changeAfter(count: number, about: number, text: string): ChangeRequest | undefined {
  const room = ROOMS[count % ROOMS.length]!;
  switch (count % 8) {
    case 1:
    case 4:
      return { type: "edit", room, about, text: `${text}!` };
    case 2:
      return { type: "delete", room, about };
    case 7:
      return { type: "react", room, about, emoji: "👍" };
  }
}

Deno.test(`a client cut off again and again misses nothing (CHAT_SEED=${SEED})`, async () => {
  await using server = await startServer({ args: ["--rate", "0"] });
  await using witness = await Peer.json(server, "Testemunha", { changes: true });
  await witness.send({ type: "join", room: "#jogos" });
  await witness.skipTo("history");
  const random = new Random(SEED);
  let isCutting = false;
  await using proxy: TcpProxy = new TcpProxy(server.port, () => {
    let left = isCutting && proxy.cuts < CUTS ? 1 + random.below(LONGEST) : Infinity;
    return ({ length }) => {
      const count = Math.min(length, left);
      left -= count;
      return count;
    };
  });
  const heard = new Map(ROOMS.map((room) => [room, new Heard(room)]));
  const ended = Promise.withResolvers<void>();
  const ends = new Set(ROOMS);
  const closed = Promise.withResolvers<string>();
  let gaps = 0;
  const client = new ChatClient({
    dial: () => dialTcp({ hostname: "127.0.0.1", port: proxy.port }, () => {}),
    onEvent: (event) => {
      if (event.type === "gap") gaps++;
      if (event.type === "closed") closed.resolve(event.reason);
      for (const entry of entriesOf(event)) {
        heard.get(entry.room)!.add(entry);
        if (!isChange(entry) && entry.text === "fim") ends.delete(entry.room);
      }
      if (ends.size === 0) ended.resolve();
    },
    waits: function* () {
      for (;;) yield 1;
    },
  });
  await client.connect();
  assertEquals((await client.signIn("Cortada")).type, "welcome");
  isCutting = true;
  proxy.cutAll();
  client.request({ type: "join", room: "#jogos" });
  await deadline(client.settled(), TIMEOUT);
  const chatter = async (name: string) => {
    await using peer = await Peer.json(server, name);
    await peer.send({ type: "join", room: "#jogos" });
    await peer.skipTo("history");
    for (let count = 1; proxy.cuts < CUTS; count++) {
      const room = ROOMS[count % ROOMS.length]!;
      const text = `frase ${count}`;
      await peer.send({ type: "say", room, text, ref: count });
      const { id } = await peer.skipTo("ack");
      const change = changeAfter(count, id, text);
      if (change === undefined) continue;
      await peer.send({ ...change, ref: count });
      await peer.skipTo("ack");
    }
  };
  let said = 0;
  const changes: Promise<unknown>[] = [];
  const made: string[] = [];
  const talk = async () => {
    while (proxy.cuts < CUTS) {
      const count = ++said;
      const text = `dito ${count}`;
      const stored = client.ask({ type: "say", room: ROOMS[count % ROOMS.length]!, text });
      changes.push(stored.then(async ({ id }) => {
        const change = changeAfter(count, id, text);
        if (change === undefined) return;
        made.push(`${EVENTS[change.type]} ${id}`);
        await client.ask(change);
      }));
      await deadline(client.settled(5), TIMEOUT);
    }
    await deadline(Promise.all(changes), TIMEOUT);
    await deadline(client.settled(), TIMEOUT);
  };
  await Promise.all([talk(), ...["Ana", "Bia", "Caio"].map(chatter)]);
  for (const room of ROOMS) await witness.send({ type: "say", room, text: "fim" });
  await deadline(ended.promise, TIMEOUT);
  const seen = new Map(ROOMS.map((room) => [room, new Heard(room)]));
  const own: string[] = [];
  const changed: string[] = [];
  for (let left = ROOMS.length; left > 0;) {
    const [entry] = entriesOf({ type: "server", message: JSON.parse(await witness.next()) });
    if (entry === undefined) continue;
    seen.get(entry.room)!.add(entry);
    if (isChange(entry)) {
      if (entry.from === "Cortada") changed.push(`${entry.type} ${entry.about}`);
    } else if (entry.text === "fim") left--;
    else if (entry.from === "Cortada") own.push(entry.text);
  }
  for (const room of ROOMS) {
    const { ids, messages } = seen.get(room)!;
    assertEquals(heard.get(room)!.ids, ids);
    assertEquals(ids.map((id) => parseInt(id)), ids.map((_, index) => index + 1));
    assertEquals(heard.get(room)!.messages, messages);
    await witness.send({ type: "history", room, limit: 200 });
    const stored = (await witness.skipTo("history")).messages.map(stateFor);
    assert(stored.length > 10);
    assertEquals(stored, messages.slice(-stored.length));
  }
  // Each message and each change of the client is stored once.
  assertEquals(own.toSorted(), Array.from({ length: said }, (_, i) => `dito ${i + 1}`).toSorted());
  assertEquals(changed.toSorted(), made.toSorted());
  assert(proxy.cuts >= CUTS);
  assertEquals(gaps, 0);
  client.quit();
  assertEquals(await closed.promise, "quit");
});
