import { parseArgs } from "@std/cli/parse-args";
import type { DatabaseKind } from "./hostile/databases.ts";

/** Parsed command line of the benchmark. */
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
  /** Whether runs are few and short, for use while working: the defaults of `runs`, `seconds` and `warmup` are smaller. */
  readonly quick: boolean;
  /** Whether to measure the effect of abusive clients instead of the scenarios. */
  readonly hostile: boolean;
  /** Store of the servers under abuse. */
  readonly db: DatabaseKind;
}

/** A wrong command line. */
export class BenchUsageError extends Error {
  override name = "BenchUsageError";
}

/** Names that the command line accepts. */
export interface Known {
  readonly scenarios: readonly string[];
  readonly systems: readonly string[];
  /** Measurements of `--hostile`. */
  readonly hostile: readonly string[];
}

const STRINGS = ["only", "systems", "runs", "seconds", "warmup", "executable", "bare", "db"];

const DATABASES: readonly DatabaseKind[] = ["sqlite", "memory", "postgres"];

/** Default duration of a run in seconds. The effect of abuses needs longer to show. */
const SECONDS = 2;
const HOSTILE_SECONDS = 4;

/** Defaults of `--quick`, with which the whole table takes less than three minutes. */
const QUICK = { runs: 1, seconds: 0.5, warmup: 0.3 };

const THOROUGH = { runs: 5, seconds: SECONDS, warmup: 1 };

/** Renders the help. */
export function benchHelp({ scenarios, systems, hostile }: Known): string {
  return `Measures the server and its peers on this machine in one run.

Usage: deno task bench [FLAGS]

  --only SCENARIO,…     Measure only these: ${scenarios.join(", ")}
  --systems SYSTEM,…    Measure only these: ${systems.join(", ")}
  --runs N              Runs of each system, interleaved (default 5)
  --seconds N           Length of the measured part of a run (default ${SECONDS}; --hostile ${HOSTILE_SECONDS})
  --warmup N            Seconds of warm-up before it (default 1)
  --quick               One short run of each: ${QUICK.seconds} s after ${QUICK.warmup} s of warm-up, unless given
  --executable FILE     Compiled program whose start and size to measure, too
  --bare FILE           bench/peers/bare_listen.ts compiled the same way (default: compile it)
  --scaling             Measure rooms of 10 to 5,000 members, and 1,000 and 10,000 idle connections
  --pin                 Bind the generator to one core and the server to another, with taskset
  --hostile             Measure the effect of abusive clients on others, parsers, and a storm of clients; --only ${
    hostile.join(", ")
  }
  --db KIND             Store under --hostile: ${DATABASES.join(", ")} (default sqlite)
  -h, --help            Show this help`;
}

/**
 * Parses the command line.
 *
 * @param args The arguments.
 * @param known Names of scenarios, systems and abuses.
 * @throws {BenchUsageError} If the command line is wrong.
 */
export function parseBenchOptions(args: readonly string[], known: Known): BenchOptions | "help" {
  const parsed = parseArgs(args, {
    string: STRINGS,
    boolean: ["scaling", "pin", "quick", "hostile", "help"],
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
      `Unknown value of --${flag}: ${unknown}; must be one of ${names.join(", ")}`,
    );
  };
  const number = (flag: string, fallback: number, least: number) => {
    const value = Number(text(flag) ?? fallback);
    if (value >= least && value <= 3_600) return value;
    throw new BenchUsageError(`Value of --${flag} must be between ${least} and 3600`);
  };
  const only = list("only", [...known.scenarios, ...known.hostile]);
  // No name is both a scenario and an abuse, so the name of an abuse implies --hostile.
  const hostile = parsed["hostile"] === true || only.some((name) => known.hostile.includes(name));
  const other = hostile ? only.find((name) => !known.hostile.includes(name)) : undefined;
  if (other !== undefined) throw new BenchUsageError(`Not part of --hostile: ${other}`);
  const [db = "sqlite"] = list("db", DATABASES) as DatabaseKind[];
  const quick = parsed["quick"] === true;
  const defaults = hostile ? { ...THOROUGH, seconds: HOSTILE_SECONDS } : quick ? QUICK : THOROUGH;
  return {
    only,
    systems: list("systems", known.systems),
    runs: Math.round(number("runs", defaults.runs, 1)),
    seconds: number("seconds", defaults.seconds, 0.1),
    warmup: number("warmup", defaults.warmup, 0),
    executable: text("executable"),
    bare: text("bare"),
    scaling: parsed["scaling"] === true,
    pin: parsed["pin"] === true,
    quick,
    hostile,
    db,
  };
}
