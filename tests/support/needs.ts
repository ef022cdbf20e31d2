import { POSTGRES_PROGRAMS } from "./postgres.ts";
import { IS_EXECUTABLE } from "./program.ts";

/** A requirement of a test that a machine may not meet. */
export type Need = keyof typeof CHECKS | Program;

/** Programs to look for on the `PATH`. */
type Program =
  | "bash"
  | "chromium"
  | "faketime"
  | "fish"
  | "man"
  | "nats-server"
  | "openssl"
  | "pgbouncer"
  | "prlimit"
  | "python3"
  | "sqlite3"
  | "tmux"
  | "zsh";

/** Name of a network namespace that is made and deleted to find out whether that is permitted. */
const PROBE = `chat-probe-${Deno.pid}`;

/** Needs other than programs, each with a check. */
const CHECKS = {
  "linux": () => Deno.build.os === "linux",
  "unix": () => Deno.build.os !== "windows",
  "postgres": () => POSTGRES_PROGRAMS !== undefined,
  "the sources": () => !IS_EXECUTABLE,
  "the executable": () => IS_EXECUTABLE,
  "mount": () => works("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/tmp"),
  "network namespaces": () =>
    works("ip", "netns", "add", PROBE) && works("ip", "netns", "del", PROBE),
};

/** Needs that installing tools cannot meet. */
const CIRCUMSTANCES: readonly Need[] = [
  "linux",
  "unix",
  "the sources",
  "the executable",
  ...(isRoot() ? [] : ["mount", "network namespaces"] as const),
];

/** Results, so that each need is checked once. */
const known = new Map<Need, boolean>();

/**
 * Returns whether a need is met.
 *
 * @throws {Error} If it is not met under `CI=true`, where all tools must be installed.
 */
export function has(need: Need): boolean {
  const isMet = known.get(need) ??
    (need in CHECKS ? CHECKS[need as keyof typeof CHECKS]() : isOnPath(need));
  known.set(need, isMet);
  if (!isMet && Deno.env.get("CI") === "true" && !CIRCUMSTANCES.includes(need)) {
    throw new Error(`Cannot test without ${need}`);
  }
  return isMet;
}

/**
 * Defines a test that is ignored, with the reason in its name, if a need is not met.
 *
 * @param needs What the test needs.
 * @param name Name of the test.
 * @param fn The test.
 */
export function testWith(
  needs: Need | readonly Need[],
  name: string,
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  const missing = [needs].flat().filter((need) => !has(need));
  const isIgnored = missing.length > 0;
  Deno.test({
    name: isIgnored ? `${name} [needs ${missing.join(", ")}]` : name,
    ignore: isIgnored,
    fn,
  });
}

function isOnPath(program: string): boolean {
  const directories = Deno.env.get("PATH")?.split(Deno.build.os === "windows" ? ";" : ":") ?? [];
  return directories.some((directory) => {
    try {
      return Deno.statSync(`${directory}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

function works(program: string, ...args: string[]): boolean {
  try {
    const options = { args, stdin: "null", stdout: "null", stderr: "null" } as const;
    return new Deno.Command(program, options).outputSync().success;
  } catch {
    return false;
  }
}

function isRoot(): boolean {
  return Deno.build.os !== "windows" && Deno.uid() === 0;
}
