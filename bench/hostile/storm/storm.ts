/** The process from which many clients come at once, to the program or to Redis. */
import { FrameDecoder } from "../../../protocol/framing/frame_decoder.ts";
import { c, isTooEarly } from "../../load/libc.ts";
import { Poller } from "../../load/poller.ts";
import { close, connect, trySend } from "../../load/socket.ts";
import { utf8 } from "../../wires/wire.ts";
import { frame } from "../abuse.ts";
import { serveCommands } from "../command_process.ts";
import { STORM_MESSAGES, STORM_ROOMS } from "../seeds.ts";

/** What the process is started with, as JSON. */
export interface StormOrder {
  readonly system: "chat" | "redis";
  readonly port: number;
  readonly clients: number;
}

/** What became of the clients. */
export interface StormOutcome {
  /** From the first connection until the last client was in, in seconds. */
  readonly seconds: number;
  readonly arrived: number;
  /** Clients that were refused or disconnected. */
  readonly refused: number;
  /** How they were told. */
  readonly reasons: readonly string[];
}

/** Messages of each room that a client missed. */
const MISSED = 20;

/** How long a look for what can be read may be, in milliseconds. */
const WAIT = 5;

const scratch = new Uint8Array(256 * 1024);
const decoder = new TextDecoder("latin1");

/** How far a client is. */
type Progress = "waiting" | "in" | "refused";

/** Reads what a server says to a client that arrives. */
interface StormProtocol {
  /** Reads on. */
  push(bytes: Uint8Array): Progress;
  /** What the server said when it refused. */
  readonly reason?: string;
}

/** Arrives in chat: `welcome`, then all that was missed in each room. */
class ChatStormProtocol implements StormProtocol {
  reason = "";
  readonly #frames = new FrameDecoder();
  #isWelcome = false;
  #rooms = 0;

  push(bytes: Uint8Array): Progress {
    for (const payload of this.#frames.push(bytes)) {
      const text = decoder.decode(payload);
      if (text.startsWith('{"type":"welcome"')) this.#isWelcome = true;
      // The last part of what was missed in a room has no more after it.
      const isCaughtUp = text.startsWith('{"type":"history"') && text.includes('"more":false');
      if (isCaughtUp && STORM_ROOMS.some((room) => text.includes(`"room":"${room}"`))) {
        this.#rooms++;
      }
      if (text.startsWith('{"type":"error"') || text.startsWith('{"type":"bye"')) {
        this.reason = text;
        return "refused";
      }
    }
    return this.#isWelcome && this.#rooms === STORM_ROOMS.length ? "in" : "waiting";
  }
}

/** Arrives in Redis: one answer for each channel. */
class RedisStormProtocol implements StormProtocol {
  reason = "";
  #said = "";

  push(bytes: Uint8Array): Progress {
    this.#said += decoder.decode(bytes);
    this.reason = this.#said;
    if (this.#said.startsWith("-")) return "refused";
    return this.#said.endsWith(`:${STORM_ROOMS.length}\r\n`) ? "in" : "waiting";
  }
}

const GREETINGS = {
  chat: (nth: number) => {
    const resume = Object.fromEntries(STORM_ROOMS.map((room) => [room, STORM_MESSAGES - MISSED]));
    return frame({ type: "hello", name: `aluno${nth}`, version: 1, resume });
  },
  redis: () => {
    const words = ["SUBSCRIBE", ...STORM_ROOMS];
    const bulk = words.map((word) => `$${word.length}\r\n${word}\r\n`).join("");
    return utf8(`*${words.length}\r\n${bulk}`);
  },
};

interface StormClient {
  readonly fd: number;
  readonly protocol: StormProtocol;
  /** What it has not sent yet. */
  rest: Uint8Array<ArrayBuffer>;
  progress: Progress;
}

function storm({ system, port, clients: count }: StormOrder, seconds: number): StormOutcome {
  using poller = new Poller();
  const begun = performance.now();
  const clients = Array.from({ length: count }, (_, nth): StormClient => {
    const fd = connect(port, { isPatient: false });
    poller.add(fd, nth);
    const protocol = system === "chat" ? new ChatStormProtocol() : new RedisStormProtocol();
    const client = { fd, protocol, rest: GREETINGS[system](nth), progress: "waiting" as const };
    signIn(client);
    return client;
  });
  let [arrived, refused, last] = [0, 0, begun];
  while (arrived + refused < count && performance.now() < begun + seconds * 1_000) {
    const readable = poller.wait(WAIT);
    for (let nth = 0; nth < readable; nth++) {
      const client = clients[poller.index(nth)]!;
      hear(client);
      if (client.progress === "refused") refused++;
      if (client.progress === "in") arrived++;
      if (client.progress !== "waiting") {
        // What comes later is none of its business, and would be looked at again and again.
        poller.remove(client.fd);
        last = performance.now();
      }
    }
    for (const client of clients) if (client.rest.length > 0) signIn(client);
  }
  for (const { fd } of clients) close(fd);
  return {
    seconds: (last - begun) / 1_000,
    arrived,
    refused: count - arrived,
    reasons: reasonsOf(clients),
  };
}

/** Says hello, as far as the connection is made and the kernel takes it. */
function signIn(client: StormClient): void {
  client.rest = client.rest.subarray(trySend(client.fd, client.rest));
}

function hear(client: StormClient): void {
  while (client.progress === "waiting") {
    const length = c.recv(client.fd, scratch, BigInt(scratch.length), 0);
    if (length < 0 && isTooEarly()) return;
    client.progress = length > 0 ? client.protocol.push(scratch.subarray(0, length)) : "refused";
  }
}

/** Returns the distinct reasons of the refusals. */
function reasonsOf(clients: readonly StormClient[]): string[] {
  const reasons = clients.filter(({ progress }) => progress === "refused")
    .map(({ protocol }) => protocol.reason || "closed");
  return [...new Set(reasons)].slice(0, 3);
}

if (import.meta.main) {
  const order: StormOrder = JSON.parse(Deno.args[0]!);
  await serveCommands((seconds) => storm(order, seconds));
}
