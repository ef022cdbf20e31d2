import { isSubcommand } from "../../subcommands.ts";

/** The root of the repository. */
const ROOT = new URL("../../", import.meta.url).pathname;

const EXECUTABLE = Deno.env.get("CHAT_EXECUTABLE") || undefined;

/** Whether the executable is tested instead of the sources. */
export const IS_EXECUTABLE = EXECUTABLE !== undefined;

/** Subcommands that may read no files: all of their modules must be loaded before they start. */
const MAY_NOT_READ: ReadonlySet<string> = new Set(["link", "completions", "man"]);

/**
 * The command that starts the program: the executable that `CHAT_EXECUTABLE` names, else the sources with the permission
 * set of the subcommand.
 *
 * @param subcommand The subcommand that follows, if any.
 * @returns The program and its first arguments.
 */
export function programFor(subcommand = ""): readonly [string, ...string[]] {
  if (EXECUTABLE !== undefined) return [EXECUTABLE];
  const set = isSubcommand(subcommand) ? subcommand : "chat";
  const lazy = MAY_NOT_READ.has(set) ? [] : ["--unstable-lazy-dynamic-imports"];
  const flags = ["--quiet", ...lazy, `-P=${set}`, "--no-prompt", `--config=${ROOT}deno.json`];
  return [Deno.execPath(), "run", ...flags, `${ROOT}main.ts`];
}

/** Environment of the program in tests, in place of the machine's settings. */
const ENV = { LC_ALL: "C.UTF-8", LANG: "pt_BR.UTF-8", TERM: "xterm-256color", CHAT_LANG: "pt-BR" };

/**
 * Creates a command that runs the program.
 *
 * @param args Arguments of the program.
 * @param options Options of the command; `enter` is a command that runs it, such as `ip netns exec`.
 */
export function command(
  args: readonly string[],
  { enter = [], ...options }: Deno.CommandOptions & { enter?: readonly string[] } = {},
): Deno.Command {
  const [file, ...rest] = [...enter, ...programFor(args[0])];
  return new Deno.Command(file!, {
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
    args: [...rest, ...args],
    env: { ...ENV, ...options.env },
  });
}

/** Result of {@linkcode run}. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end with `input` on standard input. */
export async function run(
  args: readonly string[],
  { input, env = {} }: { input?: string | Uint8Array; env?: Record<string, string> } = {},
): Promise<ProgramResult> {
  const child = command(args, { env, stdin: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  if (input !== undefined) {
    await writer.write(typeof input === "string" ? new TextEncoder().encode(input) : input);
  }
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
