import type { Job, Waiting } from "./load/job.ts";
import { ENCRYPTED, USUAL } from "./systems/systems.ts";

/** A measurement that all systems take part in. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly job: Job;
  /** Names of the systems to measure unless the command line names others. */
  readonly systems: readonly string[];
}

/** Systems for scenarios in which the runtime's cost per read and write dominates. */
const WITH_BARE = [...USUAL, "bare"];

/** Systems that promise what SQLite on disk does. */
const STORED = ["chat-sqlite", "redis-stored", "nats-stored", "commits"];

/** Scenarios measured by default. */
export const SCENARIOS: readonly Scenario[] = [
  throughput("fanout-50", [1, 50, 4], 256, { systems: [...USUAL, "chat-web"] }),
  throughput("fanout-1000", [1, 1_000, 4], 64),
  throughput("rooms-200", [200, 4, 1], 256, { systems: WITH_BARE }),
  {
    name: "latency",
    title: "one room, 10 members, 1 sender, 2,000 messages/s",
    job: {
      kind: "latency",
      shape: { rooms: 1, members: 10, senders: 1 },
      rate: 2_000,
      waiting: "sleep",
    },
    systems: WITH_BARE,
  },
  // If the generator slept, most of the time would be spent waking it.
  throughput("one-at-a-time", [1, 1, 1], 1, { waiting: "spin", systems: WITH_BARE }),
  onDisk(throughput("disk-50", [1, 50, 4], 256)),
  onDisk(throughput("disk-one-at-a-time", [1, 1, 1], 1, { waiting: "spin" })),
  idle(5_000),
  overTls(throughput("tls-fanout-50", [1, 50, 4], 256)),
  overTls(throughput("tls-rooms-200", [200, 4, 1], 256)),
  overTls(throughput("tls-one-at-a-time", [1, 1, 1], 1, { waiting: "spin" })),
  overTls({ ...idle(1_500), name: "tls-idle-1500" }),
];

/** Scenarios of `--quick`: with 1,000 idle connections, as 5,000 take a quarter of the time of all. */
export const QUICK: readonly Scenario[] = [
  ...SCENARIOS.filter(({ job }) => job.kind !== "idle"),
  idle(1_000),
];

const SCALING_SYSTEMS = ["chat", "chat-text", "redis"];

/** Scenarios of `--scaling`: whether cost grows with the work. */
export const SCALING: readonly Scenario[] = [
  ...[10, 100, 1_000, 5_000].map((members) =>
    throughput(`scaling-${members}`, [1, members, 4], 64, { systems: SCALING_SYSTEMS })
  ),
  ...[1_000, 10_000].map((connections) => idle(connections, SCALING_SYSTEMS)),
];

function overTls(scenario: Scenario): Scenario {
  return { ...scenario, title: `TLS, ${scenario.title}`, systems: ENCRYPTED };
}

function throughput(
  name: string,
  [rooms, members, senders]: readonly [number, number, number],
  window: number,
  { systems = USUAL, waiting = "sleep" }: { systems?: readonly string[]; waiting?: Waiting } = {},
): Scenario {
  const place = rooms === 1 ? "one room" : `${rooms} rooms`;
  const people = `${amount(members, "member")}, ${amount(senders, "sender")}`;
  return {
    name,
    title: `${place}, ${people}, ${window} in flight`,
    job: { kind: "throughput", shape: { rooms, members, senders }, window, waiting },
    systems,
  };
}

/** Compares systems that have stored a message before they deliver and acknowledge it. */
function onDisk(scenario: Scenario): Scenario {
  return { ...scenario, title: `${scenario.title}, on disk`, systems: STORED };
}

function idle(connections: number, systems: readonly string[] = USUAL): Scenario {
  const title = `${connections.toLocaleString("en")} idle connections`;
  return { name: `idle-${connections}`, title, job: { kind: "idle", connections }, systems };
}

function amount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
