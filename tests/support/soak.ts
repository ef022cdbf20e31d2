import type { TestServer } from "./server.ts";

/** Whether tests run in the long form of `deno task soak`, see docs/reliability.md; the short form takes seconds. */
export const IS_SOAK: boolean = Deno.env.get("CHAT_SOAK") === "true";

/** Chooses between the size for the suite and the one for a soak. */
export function size(short: number, soak: number): number {
  return IS_SOAK ? soak : short;
}

/**
 * Prints the results of a soak test, one per line.
 *
 * @param fault The injected fault.
 * @param results The results by name.
 */
export function report(fault: string, results: Readonly<Record<string, string | number>>): void {
  if (!IS_SOAK) return;
  const lines = Object.entries(results).map(([name, value]) => `  ${name}: ${value}\n`);
  Deno.stderr.writeSync(new TextEncoder().encode(`${fault}\n${lines.join("")}`));
}

/** Names the transport that {@linkcode Peer} uses with a server. */
export function transportOf({ webPort, ca }: TestServer): string {
  if (webPort !== undefined) return "WebSocket";
  return ca === undefined ? "TCP" : "TLS";
}
