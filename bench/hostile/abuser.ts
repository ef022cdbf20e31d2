/** The process that abuses the server, from one address; it says `ready`, and begins when it is told for how long. */
import { c } from "../load/libc.ts";
import { Poller } from "../load/poller.ts";
import { close, connect, discard, enter, sendAll, trySend } from "../load/socket.ts";
import type { Abuse, Abuser } from "./abuse.ts";
import { findAbuse } from "./abuses.ts";
import { serveCommands } from "./command_process.ts";

/** What the process is started with, as JSON. */
export interface AbuserOrder {
  /** The abuse's name. */
  readonly abuse: string;
  readonly port: number;
  /** The address that all of it comes from; everyone else has another one. */
  readonly from: string;
  /** Begins the names of its connections. */
  readonly prefix: string;
}

/** What it did. */
export interface AbuseOutcome {
  /** Frames that the server's end of the connection took. */
  readonly sent: number;
  /** Connections that the server closed. */
  readonly dropped: number;
}

/** Frames of a second where nothing else is said: as many as a server takes. */
const RATE = 10;

/** How long a look for what can be read may be, in milliseconds. */
const WAIT = 4;

/** Most writes in a turn of a connection that sends as fast as it can. */
const MAX_WRITES = 16;

const NOTHING = new Uint8Array(0);

/** One of the connections. */
interface Line {
  readonly abuser: Abuser;
  readonly fd: number;
  /** What the kernel did not take yet of the last frame. */
  rest: Uint8Array<ArrayBuffer>;
  count: number;
  isClosed: boolean;
}

function open(abuse: Abuse, { port, from, prefix }: AbuserOrder): Line[] {
  const lines = Array.from({ length: abuse.connections }, (_, nth): Line => ({
    abuser: { nth, name: `${prefix}-${nth}` },
    fd: connect(port, { from }),
    rest: NOTHING,
    count: 0,
    isClosed: false,
  }));
  const steps = lines.map(({ abuser }) => abuse.prepare?.(abuser));
  // All at once, as each has its own rate.
  for (const [nth, step] of steps.entries()) if (step) sendAll(lines[nth]!.fd, step.send);
  for (const [nth, step] of steps.entries()) {
    if (step) enter(lines[nth]!.fd, [{ send: NOTHING, until: step.until }]);
  }
  return lines;
}

function run(abuse: Abuse, lines: readonly Line[], seconds: number): AbuseOutcome {
  using poller = new Poller();
  if (!abuse.isDeaf) { for (const [nth, { fd }] of lines.entries()) poller.add(fd, nth); }
  const begun = performance.now();
  const { rate = RATE, times = Infinity } = abuse;
  for (let now = begun; now < begun + seconds * 1_000; now = performance.now()) {
    const readable = poller.wait(WAIT);
    for (let nth = 0; nth < readable; nth++) hear(lines[poller.index(nth)]!);
    for (const line of lines) {
      // Each has its moment, so that a second's frames do not come together.
      const late = line.abuser.nth / lines.length / rate;
      const due = Math.floor(((now - begun) / 1_000 - late) * rate) + 1;
      speak(abuse, line, Math.min(due, times, line.count + MAX_WRITES));
    }
  }
  return {
    sent: lines.reduce((sum, { count }) => sum + count, 0),
    dropped: lines.filter(({ isClosed }) => isClosed).length,
  };
}

function hear(line: Line): void {
  try {
    discard(line.fd);
  } catch {
    line.isClosed = true;
    close(line.fd);
  }
}

function speak(abuse: Abuse, line: Line, due: number): void {
  while (!line.isClosed) {
    if (line.rest.length === 0) {
      if (line.count >= due) return;
      line.rest = abuse.say(line.abuser, line.count++);
    }
    const sent = trySend(line.fd, line.rest);
    if (sent === 0) return;
    line.rest = line.rest.subarray(sent);
  }
}

if (import.meta.main) {
  const order: AbuserOrder = JSON.parse(Deno.args[0]!);
  const abuse = findAbuse(order.abuse);
  const lines = open(abuse, order);
  await serveCommands((seconds) => run(abuse, lines, seconds));
  for (const { fd, isClosed } of lines) if (!isClosed) c.close(fd);
}
