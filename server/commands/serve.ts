/**
 * The subcommands of the server: they parse flags, read files, create the objects, and wait for signals.
 *
 * What a server does is decided in other folders.
 *
 * @module
 */
import { readCommandLine } from "../../cli/command_line.ts";
import { CliError } from "../../cli/cli_error.ts";
import { print } from "../../cli/print.ts";
import { UsageError } from "../../cli/flags.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { Log } from "../telemetry/log.ts";
import { SERVE_FLAGS, type ServeOptions } from "../options/options.ts";
import { loadRules } from "../chat/moderation/load_rules.ts";
import { isLoopback } from "../../protocol/text/loopback.ts";
import type { TlsKeys } from "../net/tls_keys.ts";
import { cannotListen } from "./cannot_listen.ts";
import { explainStoreErrors } from "./explain_store_errors.ts";
import type { NodeParts } from "./join_cluster.ts";
import { Server, type ServerParts } from "../server.ts";
import type { MeteredStore } from "../telemetry/metered_store.ts";
import { isPostgres, openStore } from "../store/open_store.ts";
import { NodeLease } from "../store/node_lease.ts";
import type { Retention } from "../store/retention.ts";

/** Signals that stop the server; Windows has only Ctrl+C. */
const SIGNALS: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/** Time after the first signal in which another is ignored, in milliseconds. */
const SAME_KEY_PRESS = 1_000;

/**
 * Runs `chat serve` until a signal stops it; a second signal ends it immediately.
 *
 * @param args The arguments after `serve`.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 * @throws {CliError} If it cannot listen, or cannot open the database.
 */
export async function serve(args: readonly string[]): Promise<number> {
  const given = await readCommandLine("serve", SERVE_FLAGS, args);
  if (given === "help") return 0;
  const { options, texts } = given;
  refuseHalves(options, texts);
  const log = new Log(Deno.stdout, options.log, texts);
  const stopped = nextSignal();
  const keys = await readKeys(options, texts);
  const { server, cluster, metered } = await start(options, { texts, log, keys });
  const { hostname, port } = server.address;
  // What only some options need is loaded with them, because modules delay the start.
  const pages = options.web
    ? await (await import("./open_web.ts")).openWeb(options, { server, texts, keys })
    : [];
  const metrics = metered
    ? await (await import("./open_metrics.ts")).openMetrics(options, { server, metered, texts })
    : [];
  log.write({ event: "listening", host: hostname, port });
  for (const url of pages) log.write({ event: "web_listening", url });
  server.hub.web = publicPage(options, pages);
  for (const url of metrics) log.write({ event: "metrics_listening", url });
  const renew = async () => {
    try {
      server.renew((await readKeys(options, texts))!);
      log.write({ event: "certificate_renewed" });
    } catch (error) {
      log.write({ event: "certificate_refused", reason: (error as Error).message });
    }
  };
  let code = 0;
  const ends = [stopped, cluster?.replaced.then(() => void (code = 1)) ?? stopped];
  if (keys) ends.push(terminalClosed(renew));
  await server.accept();
  const [first] = pages;
  if (first !== undefined && options.log === "text") await showQrCode(first, log);
  await Promise.race(ends);
  log.write({ event: "stopping" });
  const count = await server.stop();
  if (count > 0) {
    log.write({ event: "not_stored", count });
    code = 1;
  }
  log.write({ event: "stopped" });
  await log.flushed();
  return code;
}

/** A running server and, if it is a node of a cluster, its connection to the others. */
interface Running {
  readonly server: Server;
  readonly cluster: Cluster | undefined;
  /** The store with its measurements, if metrics are served. */
  readonly metered: MeteredStore | undefined;
}

async function start(
  options: ServeOptions,
  parts: Omit<ServerParts, "store" | "rules" | "cluster">,
): Promise<Running> {
  const { texts } = parts;
  const lease = new NodeLease();
  const store = await explainStoreErrors(() =>
    openStore(options.db, {
      ...retentionOf(options),
      lease,
      isServer: true,
      onDamaged: (copy) => parts.log.write({ event: "database_damaged", copy }),
    }), texts);
  const metered = options.metrics &&
    new (await import("../telemetry/metered_store.ts")).MeteredStore(store);
  let cluster: Cluster | undefined;
  try {
    cluster = await join(options, { texts, log: parts.log, lease });
    const rules = await explainStoreErrors(() => loadRules(store.rules), texts);
    const server = await Server.start(options, {
      ...parts,
      store: metered ?? store,
      rules,
      cluster,
    });
    // Retention may have been reduced since the last start. If pruning fails, it is repeated a minute later.
    store.prune().catch(() => {});
    return { server, cluster, metered };
  } catch (error) {
    await cluster?.[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    if (error instanceof CliError) throw error;
    throw cannotListen({ hostname: options.host, port: options.port }, error, texts);
  }
}

async function readKeys(options: ServeOptions, texts: Catalogue): Promise<TlsKeys | undefined> {
  if (options["tls-cert"] === undefined && options["tls-key"] === undefined) return undefined;
  const { readTlsKeys } = await import("./read_tls_keys.ts");
  return await readTlsKeys(options, texts);
}

async function join(
  options: ServeOptions,
  parts: Pick<NodeParts, "texts" | "log" | "lease">,
): Promise<Cluster | undefined> {
  const { cluster: nats, node } = options;
  if (nats === undefined || node === undefined) return undefined;
  const { joinCluster } = await import("./join_cluster.ts");
  return await joinCluster(options, { ...parts, nats, node });
}

function refuseHalves(options: ServeOptions, { usage }: Catalogue): void {
  const { cluster, node, db } = options;
  for (const flag of ["nats-ca", "nats-credentials"] as const) {
    if (options[flag] !== undefined && cluster === undefined) {
      throw new UsageError(usage.alsoNeeded(flag, "cluster"));
    }
  }
  if (cluster !== undefined && node === undefined) {
    throw new UsageError(usage.alsoNeeded("cluster", "node"));
  }
  if (cluster === undefined && node !== undefined) {
    throw new UsageError(usage.alsoNeeded("node", "cluster"));
  }
  if (cluster !== undefined && !isPostgres(db)) {
    throw new UsageError(usage.alsoNeeded("cluster", "db postgres://…"));
  }
}

/** Returns the address of the page that clients link to: the one that the operator names, or one that other machines can open. */
function publicPage(
  { "web-origin": [origin] }: ServeOptions,
  pages: readonly string[],
): string | undefined {
  return origin === undefined ? pages.find((url) => !isLocal(url)) : `${origin}/`;
}

/** Returns whether only this machine can open a URL. */
function isLocal(url: string): boolean {
  return isLoopback(new URL(url).hostname.replaceAll(/[[\]]/g, ""));
}

/** Shows the page's URL as a QR code, in a terminal and if other machines can open it. */
async function showQrCode(url: string, log: Log): Promise<void> {
  if (!Deno.stdout.isTerminal() || isLocal(url)) return;
  const { toQrCode } = await import("../../cli/qr_code.ts");
  await log.flushed();
  print(toQrCode(url));
}

function retentionOf(options: ServeOptions): Retention {
  const { "keep-messages": keepMessages, "keep-days": keepDays } = options;
  return { ...(keepMessages > 0 && { keepMessages }), ...(keepDays > 0 && { keepDays }) };
}

/**
 * Resolves at the first signal. Another one right after it is the same key press, because `deno task` forwards the Ctrl+C
 * that the terminal also sends to this program. A later one has its default effect: it ends the process.
 */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isFirst = true;
    const onSignal = () => {
      if (!isFirst) return;
      isFirst = false;
      resolve();
      setTimeout(() => {
        for (const signal of SIGNALS) Deno.removeSignalListener(signal, onSignal);
      }, SAME_KEY_PRESS);
    };
    for (const signal of SIGNALS) Deno.addSignalListener(signal, onSignal);
  });
}

/** Calls back at each SIGHUP, which asks a server to reload its files; resolves at one caused by a closed terminal. */
function terminalClosed(onHangup: () => void): Promise<void> {
  if (Deno.build.os === "windows") return new Promise(() => {});
  const isInTerminal = Deno.stdout.isTerminal();
  return new Promise((resolve) => {
    Deno.addSignalListener("SIGHUP", () => {
      if (isInTerminal && !Deno.stdout.isTerminal()) resolve();
      else onHangup();
    });
  });
}
