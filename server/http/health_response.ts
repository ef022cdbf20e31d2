import { LOBBY } from "../../protocol/text/names.ts";
import type { Hub } from "../chat/hub.ts";
import { Health } from "../telemetry/health.ts";
import { fresh, type Response } from "./response.ts";

/** Makes what looks whether a server can do its work. */
export function healthOf({ store, checks }: Pick<Hub, "store" | "checks">): Health {
  return new Health({ store: () => Promise.all([store.check(), store.last(LOBBY)]), ...checks });
}

/**
 * Answers a request for `/healthz`.
 *
 * @param health What looks.
 * @param isDetailed Whether what is wrong is told in full: it may name files and addresses.
 */
export async function tellHealth(health: Health, isDetailed: boolean): Promise<Response> {
  const report = await health.report();
  const isWell = Object.values(report).every((problem) => problem === undefined);
  const checks = Object.fromEntries(
    Object.entries(report).map(([name, problem]) => [
      name,
      problem === undefined ? "ok" : isDetailed ? problem : "failing",
    ]),
  );
  const text = JSON.stringify({ status: isWell ? "ok" : "failing", checks });
  return fresh(isWell ? 200 : 503, "application/json", `${text}\n`);
}
