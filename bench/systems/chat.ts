import { TemporaryDirectory } from "../temporary_directory.ts";
import type { WireName } from "../wires/wires.ts";
import { ServerProcess } from "./server_process.ts";
import type { System } from "./system.ts";

/** The root of the repository. */
export const ROOT = new URL("../../", import.meta.url).pathname;

/** How the program is run for the bench. */
export interface ChatOptions {
  readonly name: string;
  readonly title: string;
  readonly wire: WireName;
  /** Whether messages are kept in a file, and not in memory. */
  readonly isStored: boolean;
}

/** What is measured is not how a crowd is kept out that comes all at once, and talks without a pause. */
const UNLIMITED = ["--rate", "0", "--max-pending", "1000000"];

/** Returns the command line that runs the program for the bench, without the limits that keep a crowd out. */
export function chatCommand(db: string): readonly string[] {
  return serveCommand(["--port", "0", ...UNLIMITED, "--db", db]);
}

/**
 * Returns the command line of a server.
 *
 * @param flags What `serve` is told.
 * @param executable The compiled program; without it the source is run, as the task `serve` does.
 */
export function serveCommand(flags: readonly string[], executable?: string): readonly string[] {
  if (executable !== undefined) return [executable, "serve", ...flags];
  return [
    Deno.execPath(),
    "run",
    "--v8-flags=--max-semi-space-size=4",
    "-P=serve",
    "--no-prompt",
    `--config=${ROOT}deno.json`,
    `${ROOT}main.ts`,
    "serve",
    ...flags,
  ];
}

/** What the program says when it is there for browsers: its last word before it serves. */
export const WEB_LISTENING = /^\[WEB\] .*:(\d+)\/$/;

/** The program itself. */
export function chat({ isStored, ...options }: ChatOptions): System {
  const start: System["start"] = ({ directory, prefix }) => {
    const command = chatCommand(isStored ? `${directory}/chat.db` : ":memory:");
    return options.wire === "web"
      ? ServerProcess.start([...prefix, ...command, "--web", "0"], { listening: WEB_LISTENING })
      : ServerProcess.start([...prefix, ...command]);
  };
  return {
    ...options,
    isChat: true,
    start,
    // What cannot start cannot be measured; a server without a store on disk refuses the flag.
    obstacle: async () => {
      await using directory = new TemporaryDirectory();
      try {
        await using _server = await start({ directory: directory.path, prefix: [] });
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}
