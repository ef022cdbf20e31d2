import { parseArgs } from "@std/cli/parse-args";

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
}

/** A command line that cannot be understood. */
export class BenchUsageError extends Error {
  override name = "BenchUsageError";
}

/** Names that the command line may use. */
export interface Known {
  readonly scenarios: readonly string[];
  readonly systems: readonly string[];
}

const STRINGS = ["only", "systems", "runs", "seconds", "warmup", "executable", "bare"];

/** Describes the command line. */
export function benchHelp({ scenarios, systems }: Known): string {
  return `Measures the server beside its peers, on this machine, in one run.

Usage: deno task bench [FLAGS]

  --only SCENARIO,…     Measure these only: ${scenarios.join(", ")}
  --systems SYSTEM,…    Measure these only: ${systems.join(", ")}
  --runs N              Runs of each system, taken in turns (default 5)
  --seconds N           Length of the measured part of a run (default 2)
  --warmup N            What comes before it, in seconds (default 1)
  --executable FILE     The compiled program, to measure its start and size too
  --bare FILE           bench/peers/bare_listen.ts compiled alike (default: compile it)
  --scaling             Measure rooms of 10 to 5,000 members, and 1,000 and 10,000 connections
  --pin                 Bind the generator to one core and the server to another, with taskset
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
    boolean: ["scaling", "pin", "help"],
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
  return {
    only: list("only", known.scenarios),
    systems: list("systems", known.systems),
    runs: Math.round(number("runs", 5, 1)),
    seconds: number("seconds", 2, 0.1),
    warmup: number("warmup", 1, 0),
    executable: text("executable"),
    bare: text("bare"),
    scaling: parsed["scaling"] === true,
    pin: parsed["pin"] === true,
  };
}
