import { LOBBY } from "../../protocol/text/names.ts";
import type { Hub } from "../chat/hub.ts";
import { Health } from "../telemetry/health.ts";
import { type HttpResponse, uncached } from "./response.ts";

/** Creates the health check of a server. */
export function healthOf({ store, presence }: Pick<Hub, "store" | "presence">): Health {
  return new Health({
    store: () => Promise.all([store.check(), store.last(LOBBY)]),
    ...presence.checks,
  });
}

/**
 * Answers a request for `/healthz`.
 *
 * @param health The health check.
 * @param isDetailed Whether to include reasons of failures, which may name files and addresses.
 */
export async function healthResponse(health: Health, isDetailed: boolean): Promise<HttpResponse> {
  const report = await health.report();
  const isWell = Object.values(report).every((problem) => problem === undefined);
  const checks = Object.fromEntries(
    Object.entries(report).map(([name, problem]) => [
      name,
      problem === undefined ? "ok" : isDetailed ? problem : "failing",
    ]),
  );
  const text = JSON.stringify({ status: isWell ? "ok" : "failing", checks });
  return uncached(isWell ? 200 : 503, "application/json", `${text}\n`);
}
