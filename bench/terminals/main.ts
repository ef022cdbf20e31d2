/** Measures terminal clients: start, memory, and processor time while a room is busy; see README.md in bench/. */
import { delay } from "@std/async/delay";
import { Peer } from "../../tests/support/peer.ts";
import { startServer } from "../../tests/support/server.ts";
import { Terminal } from "../../tests/support/tmux.ts";
import { markdown } from "../hostile/table.ts";
import { cpuSeconds } from "../measure/cpu.ts";
import { residentBytes } from "../measure/memory.ts";
import { summarize } from "../measure/statistics.ts";
import { print, printProgress } from "../print.ts";
import { TemporaryDirectory } from "../temporary_directory.ts";
import { IrcServer } from "./irc_server.ts";
import { type Program, PROGRAMS } from "./programs.ts";

/** Messages per second while the room is busy, the interval in which they come, and for how long; in milliseconds. */
const RATE = 200;
const INTERVAL = 50;
const BUSY = 10_000;

/** Time after which a client counts as idle, in milliseconds. */
const IDLE = 3_000;

/** Timeout of a start, in milliseconds. */
const MAX_START = 20_000;

/** A server with one room, and a user who speaks in it. */
interface Room extends AsyncDisposable {
  readonly port: number;
  say(texts: readonly string[]): Promise<void>;
}

/** Measurements of one run of a client. */
interface Measurements {
  /** From the start until the client is in the room, in milliseconds of the clock and of the processor. */
  readonly start: number;
  readonly startCpu: number;
  /** Resident memory when idle and after the busy time, in MiB. */
  readonly idle: number;
  readonly after: number;
  /** Processor time for a message, in microseconds. */
  readonly message: number;
}

const MEBIBYTE = 1024 * 1024;

async function openRoom({ protocol }: Program): Promise<Room> {
  if (protocol === "irc") return new IrcServer();
  const server = await startServer();
  const ana = await Peer.json(server, "ana");
  return {
    port: server.port,
    say: (texts) => ana.send(...texts.map((text) => ({ type: "say", room: "#geral", text }))),
    async [Symbol.asyncDispose]() {
      await ana[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function measure(program: Program): Promise<Measurements> {
  await using directory = new TemporaryDirectory();
  await using room = await openRoom(program);
  await using terminal = await Terminal.open();
  const command = await program.command(room.port, directory.path);
  await terminal.type(`clear; ${command}`);
  const startedAt = performance.now();
  await terminal.press("Enter");
  while (!(await terminal.rows()).join("\n").includes(program.mark)) {
    if (performance.now() - startedAt > MAX_START) {
      throw new Error(`${program.title} does not start: ${(await terminal.rows()).join("\n")}`);
    }
  }
  const start = performance.now() - startedAt;
  if (program.keys) await terminal.press(...program.keys);
  const pid = await terminal.pid();
  const startCpu = cpuSeconds(pid) * 1_000;
  await delay(IDLE);
  const idle = residentBytes(pid) / MEBIBYTE;
  const before = cpuSeconds(pid);
  const count = await speak(room);
  await terminal.until((screen) => screen.includes(`mensagem ${count - 1} `));
  const message = (cpuSeconds(pid) - before) * 1e6 / count;
  const after = residentBytes(pid) / MEBIBYTE;
  // It must not write to its directory while that is removed.
  Deno.kill(pid, "SIGKILL");
  await terminal.endsWith("$");
  return { start, startCpu, idle, after, message };
}

/** Says messages at a constant rate; returns how many. */
async function speak(room: Room): Promise<number> {
  const each = RATE * INTERVAL / 1_000;
  const begun = performance.now();
  let count = 0;
  for (; count < RATE * BUSY / 1_000; count += each) {
    const texts = Array.from({ length: each }, (_, nth) => `mensagem ${count + nth} para a turma`);
    await room.say(texts);
    await delay(Math.max(0, begun + (count / each + 1) * INTERVAL - performance.now()));
  }
  return count;
}

const RUNS = Number(Deno.args[0] ?? 5);
const ROWS = [
  { title: "start, ms", select: ({ start }: Measurements) => start },
  { title: "start, ms of processor time", select: ({ startCpu }: Measurements) => startCpu },
  { title: "resident when idle, MiB", select: ({ idle }: Measurements) => idle },
  {
    title: `resident after ${RATE * BUSY / 1_000} messages, MiB`,
    select: ({ after }: Measurements) => after,
  },
  {
    title: `µs of processor time a message, ${RATE} a second`,
    select: ({ message }: Measurements) => message,
  },
];

const found = new Map<Program, Measurements[]>(PROGRAMS.map((program) => [program, []]));
for (let run = 1; run <= RUNS; run++) {
  for (const [program, figures] of found) {
    printProgress(`${program.title}: ${run} of ${RUNS}`);
    figures.push(await measure(program));
  }
}
const lines = markdown(
  [`median (lowest–highest) of ${RUNS}`, ...PROGRAMS.map(({ title }) => title)],
  ROWS.map(({ title, select }) => [
    title,
    ...[...found.values()].map((figures) => {
      const { median, min, max } = summarize(figures.map(select));
      return `${median.toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`;
    }),
  ]),
);
for (const line of lines) print(line);
