import type { TestServer } from "./server.ts";

/** Whether the days are as bad as `docs/reliability.md` tells of, as `deno task soak` says; else they last seconds. */
export const IS_SOAK: boolean = Deno.env.get("CHAT_SOAK") === "true";

/** Only Linux has the load generator's sockets, and tells what a process holds. */
export const IS_NOT_LINUX: boolean = Deno.build.os !== "linux";

/** Takes a number for the suite, or the one for a soak. */
export function size(short: number, soak: number): number {
  return IS_SOAK ? soak : short;
}

/**
 * Prints what a soak measured, a line for each figure.
 *
 * @param day What was thrown at the server.
 * @param figures What came of it, by its name.
 */
export function report(day: string, figures: Readonly<Record<string, string | number>>): void {
  if (!IS_SOAK) return;
  const lines = Object.entries(figures).map(([name, value]) => `  ${name}: ${value}\n`);
  Deno.stderr.writeSync(new TextEncoder().encode(`${day}\n${lines.join("")}`));
}

/** Names what a server is reached by. */
export function transportOf({ webPort, ca }: TestServer): string {
  if (webPort !== undefined) return "WebSocket";
  return ca === undefined ? "TCP" : "TLS";
}
