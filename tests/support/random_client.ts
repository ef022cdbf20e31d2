import { delay } from "@std/async/delay";
import type { ServerMessage } from "../../protocol/messages/server_messages.ts";
import { FoldedRoom } from "./folded_room.ts";
import { isLoss, Peer } from "./peer.ts";
import type { Random } from "./random.ts";
import { type EntryRequest, randomRequest } from "./random_request.ts";
import type { TestServer } from "./server.ts";
import { waitUntil } from "./wait_until.ts";

/** Rooms that all random clients are in. */
export const ROOMS = ["#geral", "#jogos"];

/** Most requests of a client in one write. */
const MAX_AT_ONCE = 4;

/** Errors after which the same is asked again. */
const TRANSIENT = ["busy", "name_taken", "not_stored", "shutting_down"];

/** Pause before that, in milliseconds. */
const PAUSE = 20;

/** How long a client tries to connect while no server answers, in milliseconds. */
const PATIENCE = 60_000;

/** An answer to a request. */
export type EntryAnswer = Extract<ServerMessage, { readonly type: "ack" | "error" }>;

/** A request, with its answer if there was one. */
export interface Attempt {
  /** Name of the client. */
  readonly from: string;
  readonly request: EntryRequest;
  readonly answer?: EntryAnswer;
}

/** Options of {@linkcode RandomClient}. */
export interface RandomClientOptions {
  readonly name: string;
  readonly random: Random;
  /** Whether it asks for changes. */
  readonly changes: boolean;
  /** Names of the clients to send private messages to. */
  readonly others: readonly string[];
  /** Chooses the server of the next connection. */
  readonly server: () => TestServer;
  /** Called for each answer. */
  readonly onAnswer?: () => void;
}

/**
 * Client that does random things, and folds what it gets.
 *
 * It survives the loss of its connection: it resumes and sends again what was unanswered, except for a few requests that it
 * gives up on purpose. It throws if an id comes twice, out of order or, with `changes`, after a gap.
 */
export class RandomClient implements AsyncDisposable {
  readonly name: string;
  readonly changes: boolean;
  /** Requests that were answered, and those given up: they may have been stored or not. */
  readonly attempts: Attempt[] = [];
  readonly #options: RandomClientOptions;
  readonly #token = crypto.randomUUID();
  readonly #rooms = new Map(ROOMS.map((room) => [room, new FoldedRoom()]));
  /** Known private messages by the other client. */
  readonly #direct = new Map<string, number[]>();
  #peer: Peer | undefined;
  #count = 0;

  constructor(options: RandomClientOptions) {
    this.#options = options;
    this.name = options.name;
    this.changes = options.changes;
  }

  /** The present connection. */
  get peer(): Peer {
    return this.#peer!;
  }

  /** What it knows of a room. */
  room(name: string): FoldedRoom {
    return this.#rooms.get(name)!;
  }

  /** Connects, or comes back: with the last ids that it saw. */
  async connect(): Promise<void> {
    await this.#peer?.[Symbol.asyncDispose]();
    let reason: unknown;
    const tryAgain = (error: unknown) => {
      if (!isLoss(error)) throw error;
      reason = error;
      return undefined;
    };
    this.#peer = await waitUntil(
      () => this.#tryToConnect().catch(tryAgain),
      () => `${this.name} to connect: ${reason}`,
      { timeout: PATIENCE },
    );
  }

  /** Does something; sometimes the connection breaks, before the answer or without a request. */
  async act(): Promise<void> {
    const { random } = this.#options;
    switch (random.below(10)) {
      case 0:
        return await this.connect();
      case 1: {
        const request = this.#request();
        this.attempts.push({ from: this.name, request });
        await this.#lose(request);
        return await this.connect();
      }
      case 2: {
        const request = { ...this.#request(), nonce: crypto.randomUUID() };
        await this.#lose(request);
        await this.connect();
        return await this.ask(request);
      }
      default: {
        const count = 1 + random.below(MAX_AT_ONCE);
        await this.ask(...Array.from({ length: count }, () => this.#request()));
      }
    }
  }

  /** Sends requests in one write and takes what comes up to their answers. */
  async ask(...requests: readonly EntryRequest[]): Promise<void> {
    const unanswered = new Map(
      requests.map((request) => {
        const ref = crypto.randomUUID();
        return [ref, { nonce: ref, ...request, ref }];
      }),
    );
    while (unanswered.size > 0) {
      await this.#survive(async () => {
        await this.peer.send(...unanswered.values());
        for (let waiting = unanswered.size; waiting > 0;) {
          const event = JSON.parse(await this.peer.next());
          const request = unanswered.get(event.ref);
          if (request === undefined) {
            this.#take(event);
            continue;
          }
          waiting--;
          if (TRANSIENT.includes(event.code)) continue;
          unanswered.delete(event.ref);
          this.#answered(request, event);
        }
        if (unanswered.size > 0) await delay(PAUSE);
      });
    }
  }

  /** Takes events of a room until the one with an id has come. */
  async catchUp(room: string, id: number): Promise<void> {
    while (this.room(room).last < id) {
      await this.#survive(async () => this.#take(JSON.parse(await this.peer.next())));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#peer?.[Symbol.asyncDispose]();
  }

  async #tryToConnect(): Promise<Peer | undefined> {
    await using opened = new AsyncDisposableStack();
    const peer = opened.use(await Peer.connect(this.#options.server()));
    const { name, changes } = this;
    const resume = Object.fromEntries(ROOMS.map((room) => [room, this.room(room).last]));
    await peer.send({ type: "hello", name, version: 1, token: this.#token, changes, resume });
    for (const awaited = new Set(ROOMS); awaited.size > 0;) {
      const event = JSON.parse(await peer.next());
      if (TRANSIENT.includes(event.code)) return undefined;
      if (event.type === "error") throw new Error(`${event.code}: ${event.message}`);
      this.#take(event);
      if (event.type === "history" && !event.more) awaited.delete(event.room);
    }
    opened.move();
    return peer;
  }

  /** Runs a step; if the connection is lost meanwhile, comes back instead. */
  async #survive(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!isLoss(error)) throw error;
      await this.connect();
    }
  }

  /** Sends a request and closes the connection at once. */
  async #lose(request: EntryRequest): Promise<void> {
    await this.peer.send({ ...request }).catch((error) => {
      if (!isLoss(error)) throw error;
    });
    await this.peer[Symbol.asyncDispose]();
  }

  #answered(request: EntryRequest, answer: EntryAnswer): void {
    this.attempts.push({ from: this.name, request, answer });
    if (answer.type === "ack" && request.type === "direct") this.#know(request.to!, answer.id);
    this.#options.onAnswer?.();
  }

  #know(other: string, id: number): void {
    const ids = this.#direct.get(other) ?? [];
    this.#direct.set(other, ids);
    ids.push(id);
  }

  #request(): EntryRequest {
    const { random, others } = this.#options;
    const room = random.of(ROOMS);
    const other = random.below(6) > 0 ? undefined : random.of(others);
    const { messages } = this.room(room);
    return randomRequest(random, {
      place: other === undefined ? { room } : { with: other },
      known: other === undefined ? [...messages.keys()] : this.#direct.get(other) ?? [],
      textOf: (id) => messages.get(id)?.text,
      text: `${this.name} ${++this.#count}`,
    });
  }

  #take(event: ServerMessage): void {
    if (event.type === "direct") this.#know(event.from, event.id);
    const room = "room" in event ? this.#rooms.get(event.room ?? "") : undefined;
    if (room === undefined) return;
    switch (event.type) {
      case "history": {
        if (event.ref !== undefined) return;
        const { messages, changes = [], lost } = event;
        const ids = [...messages, ...changes].map(({ id }) => id).sort((a, b) => a - b);
        this.#follow(room, ids, lost);
        return room.takePage(event);
      }
      case "message":
      case "edited":
      case "deleted":
      case "reacted":
        this.#follow(room, [event.id]);
        return room.take(event);
    }
  }

  /** Checks that ids follow what came before, or the first one that is kept where others are lost. */
  #follow(room: FoldedRoom, ids: readonly number[], lost?: number): void {
    let last = lost === undefined ? room.last : Math.max(room.last, lost - 1);
    for (const id of ids) {
      if (this.changes ? id !== last + 1 : id <= last) {
        throw new Error(`${this.name} got ${id} after ${last}: ${ids}, lost: ${lost}`);
      }
      last = id;
    }
  }
}
