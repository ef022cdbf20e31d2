/** Process of many clients that connect at once, to this program or to Redis. */
import { FrameDecoder } from "../../../protocol/framing/frame_decoder.ts";
import { c, isTooEarly } from "../../load/libc.ts";
import { Poller } from "../../load/poller.ts";
import { close, connect, trySend } from "../../load/socket.ts";
import { utf8 } from "../../wires/wire.ts";
import { frame } from "../abuse.ts";
import { serveCommands } from "../command_process.ts";
import { STORM_MESSAGES, STORM_ROOMS } from "../seeds.ts";

/** Argument of the process, as JSON. */
export interface StormOptions {
  readonly system: "chat" | "redis";
  readonly port: number;
  readonly clients: number;
  /** Time between the connect of a client and its first message, in milliseconds. */
  readonly silence: number;
}

/** Result of a run. */
export interface StormOutcome {
  /** From the first connect until the last client was in, in seconds. */
  readonly seconds: number;
  readonly arrived: number;
  /** Clients that were rejected or disconnected. */
  readonly refused: number;
  /** Up to three different reasons for that. */
  readonly reasons: readonly string[];
}

/** Messages that a client missed in each room. */
const MISSED = 20;

/** Timeout of a wait for readable sockets, in milliseconds. */
const POLL_TIMEOUT = 5;

const scratch = new Uint8Array(256 * 1024);
const decoder = new TextDecoder("latin1");

/** State of a client. */
type Progress = "waiting" | "in" | "refused";

/** Parses the server's answers while a client signs in. */
interface StormProtocol {
  /** Parses the next bytes. */
  push(bytes: Uint8Array): Progress;
  /** What the server sent when it rejected the client. */
  readonly reason?: string;
}

/** Signs in to chat: in after `welcome` and all missed messages of each room. */
class ChatStormProtocol implements StormProtocol {
  reason = "";
  readonly #frames = new FrameDecoder();
  #isWelcome = false;
  #rooms = 0;

  push(bytes: Uint8Array): Progress {
    for (const payload of this.#frames.push(bytes)) {
      const text = decoder.decode(payload);
      if (text.startsWith('{"type":"welcome"')) this.#isWelcome = true;
      // The last page of a room's missed messages has `more: false`.
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

/** Signs in to Redis: in after one answer per channel. */
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

const FIRST_MESSAGES = {
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
  /** Bytes still to send. */
  rest: Uint8Array<ArrayBuffer>;
  /** When to send them. */
  readonly due: number;
  progress: Progress;
}

function storm(
  { system, port, clients: count, silence }: StormOptions,
  seconds: number,
): StormOutcome {
  using poller = new Poller();
  const begun = performance.now();
  const clients = Array.from({ length: count }, (_, nth): StormClient => {
    const fd = connect(port, { isBlocking: false });
    poller.add(fd, nth);
    const protocol = system === "chat" ? new ChatStormProtocol() : new RedisStormProtocol();
    const client: StormClient = {
      fd,
      protocol,
      rest: FIRST_MESSAGES[system](nth),
      due: performance.now() + silence,
      progress: "waiting",
    };
    sendFirst(client);
    return client;
  });
  let [arrived, refused, last] = [0, 0, begun];
  while (arrived + refused < count && performance.now() < begun + seconds * 1_000) {
    const readable = poller.wait(POLL_TIMEOUT);
    for (let nth = 0; nth < readable; nth++) {
      const client = clients[poller.index(nth)]!;
      receive(client);
      if (client.progress === "refused") refused++;
      if (client.progress === "in") arrived++;
      if (client.progress !== "waiting") {
        // Later bytes do not matter, and unread they would wake the poller again and again.
        poller.remove(client.fd);
        last = performance.now();
      }
    }
    for (const client of clients) if (client.rest.length > 0) sendFirst(client);
  }
  for (const { fd } of clients) close(fd);
  return {
    seconds: (last - begun) / 1_000,
    arrived,
    refused: count - arrived,
    reasons: reasonsOf(clients),
  };
}

/** Sends as much of the first message as the kernel accepts, once it is due. */
function sendFirst(client: StormClient): void {
  if (performance.now() < client.due) return;
  client.rest = client.rest.subarray(trySend(client.fd, client.rest));
}

function receive(client: StormClient): void {
  while (client.progress === "waiting") {
    const length = c.recv(client.fd, scratch, BigInt(scratch.length), 0);
    if (length < 0 && isTooEarly()) return;
    client.progress = length > 0 ? client.protocol.push(scratch.subarray(0, length)) : "refused";
  }
}

/** Returns up to three different reasons of rejections. */
function reasonsOf(clients: readonly StormClient[]): string[] {
  const reasons = clients.filter(({ progress }) => progress === "refused")
    .map(({ protocol }) => protocol.reason || "closed");
  return [...new Set(reasons)].slice(0, 3);
}

if (import.meta.main) {
  const options: StormOptions = JSON.parse(Deno.args[0]!);
  await serveCommands((seconds) => storm(options, seconds));
}
