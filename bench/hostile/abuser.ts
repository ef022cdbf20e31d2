/** Process that abuses the server from one address. It prints `ready`, then reads for how many seconds to run. */
import { c } from "../load/libc.ts";
import { Poller } from "../load/poller.ts";
import { close, connect, discard, enter, sendAll, trySend } from "../load/socket.ts";
import type { Abuse, Abuser } from "./abuse.ts";
import { findAbuse } from "./abuses.ts";
import { serveCommands } from "./command_process.ts";

/** Argument of the process, as JSON. */
export interface AbuserOptions {
  /** {@linkcode Abuse.name} of the abuse. */
  readonly abuse: string;
  readonly port: number;
  /** Source address of all its connections; no other client uses it. */
  readonly from: string;
  /** Prefix of the connections' names. */
  readonly prefix: string;
}

/** Result of a run. */
export interface AbuseOutcome {
  /** Frames written to the kernel. */
  readonly sent: number;
  /** Connections that the server closed. */
  readonly dropped: number;
}

/** Default frames per second and connection: the server's default limit. */
const RATE = 10;

/** Timeout of a wait for readable sockets, in milliseconds. */
const POLL_TIMEOUT = 4;

/** Most frames that a connection without a rate sends between two waits. */
const MAX_WRITES = 16;

const NOTHING = new Uint8Array(0);

interface AbuserConnection {
  readonly abuser: Abuser;
  readonly fd: number;
  /** Rest of a frame of which the kernel accepted only a part. */
  rest: Uint8Array<ArrayBuffer>;
  count: number;
  isClosed: boolean;
}

function open(abuse: Abuse, { port, from, prefix }: AbuserOptions): AbuserConnection[] {
  const connections = Array.from({ length: abuse.connections }, (_, nth): AbuserConnection => ({
    abuser: { nth, name: `${prefix}-${nth}` },
    fd: connect(port, { from }),
    rest: NOTHING,
    count: 0,
    isClosed: false,
  }));
  const steps = connections.map(({ abuser }) => abuse.prepare?.(abuser));
  // Send everything before reading: each connection has its own rate limit.
  for (const [nth, step] of steps.entries()) if (step) sendAll(connections[nth]!.fd, step.send);
  for (const [nth, step] of steps.entries()) {
    if (step) enter(connections[nth]!.fd, [{ send: NOTHING, until: step.until }]);
  }
  return connections;
}

function run(
  abuse: Abuse,
  connections: readonly AbuserConnection[],
  seconds: number,
): AbuseOutcome {
  using poller = new Poller();
  if (!abuse.neverReads) { for (const [nth, { fd }] of connections.entries()) poller.add(fd, nth); }
  const begun = performance.now();
  const { rate = RATE, times = Infinity } = abuse;
  for (let now = begun; now < begun + seconds * 1_000; now = performance.now()) {
    const readable = poller.wait(POLL_TIMEOUT);
    for (let nth = 0; nth < readable; nth++) receive(connections[poller.index(nth)]!);
    for (const connection of connections) {
      // Offsets per connection spread a second's frames over the second.
      const late = connection.abuser.nth / connections.length / rate;
      const due = Math.floor(((now - begun) / 1_000 - late) * rate) + 1;
      send(abuse, connection, Math.min(due, times, connection.count + MAX_WRITES));
    }
  }
  return {
    sent: connections.reduce((sum, { count }) => sum + count, 0),
    dropped: connections.filter(({ isClosed }) => isClosed).length,
  };
}

function receive(connection: AbuserConnection): void {
  try {
    discard(connection.fd);
  } catch {
    connection.isClosed = true;
    close(connection.fd);
  }
}

function send(abuse: Abuse, connection: AbuserConnection, due: number): void {
  while (!connection.isClosed) {
    if (connection.rest.length === 0) {
      if (connection.count >= due) return;
      connection.rest = abuse.say(connection.abuser, connection.count++);
    }
    const sent = trySend(connection.fd, connection.rest);
    if (sent === 0) return;
    connection.rest = connection.rest.subarray(sent);
  }
}

if (import.meta.main) {
  const options: AbuserOptions = JSON.parse(Deno.args[0]!);
  const abuse = findAbuse(options.abuse);
  const connections = open(abuse, options);
  await serveCommands((seconds) => run(abuse, connections, seconds));
  for (const { fd, isClosed } of connections) if (!isClosed) c.close(fd);
}
