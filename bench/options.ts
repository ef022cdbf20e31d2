import { parseArgs } from "@std/cli/parse-args";
import type { DatabaseKind } from "./hostile/databases.ts";

/** What the command line of the bench says. */
export interface BenchOptions {
  readonly only: readonly string[];
  readonly systems: readonly string[];
  readonly runs: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly executable: string | undefined;
  readonly bare: string | undefined;
  readonly scaling: boolean;
  readonly pin: boolean;
  /** Whether what hostile guests do to others is measured, in place of the rest. */
  readonly hostile: boolean;
  /** Where the servers keep their messages that hostile guests are let in to. */
  readonly db: DatabaseKind;
}

/** A command line that cannot be understood. */
export class BenchUsageError extends Error {
  override name = "BenchUsageError";
}

/** Names that the command line may use. */
export interface Known {
  readonly scenarios: readonly string[];
  readonly systems: readonly string[];
  /** What `--hostile` measures. */
  readonly hostile: readonly string[];
}

const STRINGS = ["only", "systems", "runs", "seconds", "warmup", "executable", "bare", "db"];

const DATABASES: readonly DatabaseKind[] = ["sqlite", "memory", "postgres"];

/** Length of the measured part of a run, in seconds; what hostile guests do takes longer to be seen. */
const SECONDS = 2;
const HOSTILE_SECONDS = 4;

/** Describes the command line. */
export function benchHelp({ scenarios, systems, hostile }: Known): string {
  return `Measures the server beside its peers, on this machine, in one run.

Usage: deno task bench [FLAGS]

  --only SCENARIO,…     Measure these only: ${scenarios.join(", ")}
  --systems SYSTEM,…    Measure these only: ${systems.join(", ")}
  --runs N              Runs of each system, taken in turns (default 5)
  --seconds N           Length of the measured part of a run (default ${SECONDS}; --hostile ${HOSTILE_SECONDS})
  --warmup N            What comes before it, in seconds (default 1)
  --executable FILE     The compiled program, to measure its start and size too
  --bare FILE           bench/peers/bare_listen.ts compiled alike (default: compile it)
  --scaling             Measure rooms of 10 to 5,000 members, and 1,000 and 10,000 connections
  --pin                 Bind the generator to one core and the server to another, with taskset
  --hostile             Measure what hostile guests do to others, and parsers; --only ${
    hostile.join(", ")
  }
  --db KIND             Where they keep messages: ${DATABASES.join(", ")} (default sqlite)
  -h, --help            Show this help`;
}

/**
 * Reads the command line.
 *
 * @param args The arguments.
 * @param known The names that there are.
 * @throws {BenchUsageError} If it cannot be understood.
 */
export function parseBenchOptions(args: readonly string[], known: Known): BenchOptions | "help" {
  const parsed = parseArgs(args, {
    string: STRINGS,
    boolean: ["scaling", "pin", "hostile", "help"],
    alias: { help: "h" },
    unknown: (argument) => {
      throw new BenchUsageError(`Unknown argument: ${argument}`);
    },
  });
  if (parsed["help"]) return "help";
  const text = (flag: string) => parsed[flag] as string | undefined;
  const list = (flag: string, names: readonly string[]) => {
    const given = text(flag)?.split(",") ?? [];
    const unknown = given.find((name) => !names.includes(name));
    if (unknown === undefined) return given;
    throw new BenchUsageError(
      `Unknown value of --${flag}: ${unknown}; there is ${names.join(", ")}`,
    );
  };
  const number = (flag: string, fallback: number, least: number) => {
    const value = Number(text(flag) ?? fallback);
    if (value >= least && value <= 3_600) return value;
    throw new BenchUsageError(`Value of --${flag} must be between ${least} and 3600`);
  };
  const only = list("only", [...known.scenarios, ...known.hostile]);
  // Each kind has its names, so a name alone says which is meant.
  const hostile = parsed["hostile"] === true || only.some((name) => known.hostile.includes(name));
  const other = hostile ? only.find((name) => !known.hostile.includes(name)) : undefined;
  if (other !== undefined) throw new BenchUsageError(`No part of --hostile: ${other}`);
  const [db = "sqlite"] = list("db", DATABASES) as DatabaseKind[];
  return {
    only,
    systems: list("systems", known.systems),
    runs: Math.round(number("runs", 5, 1)),
    seconds: number("seconds", hostile ? HOSTILE_SECONDS : SECONDS, 0.1),
    warmup: number("warmup", 1, 0),
    executable: text("executable"),
    bare: text("bare"),
    scaling: parsed["scaling"] === true,
    pin: parsed["pin"] === true,
    hostile,
    db,
  };
}
