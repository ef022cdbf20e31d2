/**
 * The subcommands `serve`, `export` and `user`: they parse flags, read files, create the objects, and wait for signals.
 *
 * What a server does is decided in other folders.
 *
 * @module
 */
import { readCommandLine } from "../../cli/command_line.ts";
import { CliError } from "../../cli/cli_error.ts";
import { print } from "../../cli/print.ts";
import { UsageError } from "../../cli/flags.ts";
import { readNamedFile } from "../../cli/read_named_file.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import { NatsError, natsFailure } from "../bus/nats_error.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { Log } from "../telemetry/log.ts";
import { SERVE_FLAGS, type ServeOptions } from "../options/options.ts";
import { loadRules } from "../chat/moderation/load_rules.ts";
import { isLoopback } from "../net/address.ts";
import { reachableUrls } from "../http/reachable_urls.ts";
import { cannotListen } from "./cannot_listen.ts";
import { explainStoreErrors } from "./explain_store_errors.ts";
import { readPage } from "./read_page.ts";
import { readTlsKeys } from "./read_tls_keys.ts";
import { Server, type ServerParts } from "../server.ts";
import { MeteredStore } from "../telemetry/metered_store.ts";
import { isPostgres, openStore } from "../store/open_store.ts";
import { storeFailure } from "../store/store_failure.ts";
import { NodeLease } from "../store/node_lease.ts";
import type { Retention } from "../store/retention.ts";

/** Signals that stop the server; Windows has only Ctrl+C. */
const SIGNALS: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/** Default address of the metrics, which other machines cannot reach. */
const LOOPBACK = "127.0.0.1";

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
  const keys = await readTlsKeys(options, texts);
  const { server, cluster, metered } = await start(options, { texts, log, keys });
  const { hostname, port } = server.address;
  const web = options.web && await openWeb(options, { server, texts, keys });
  const metrics = metered && await openMetrics(options, { server, metered, texts });
  log.write({ event: "listening", host: hostname, port });
  const urlsOf = (url?: string) => url ? reachableUrls(url, Deno.networkInterfaces) : [];
  const pages = urlsOf(web);
  for (const url of pages) log.write({ event: "web_listening", url });
  server.hub.web = publicPage(options, pages);
  for (const url of urlsOf(metrics)) log.write({ event: "metrics_listening", url });
  const [first] = pages;
  if (first !== undefined && options.log === "text") await showQrCode(first, log);
  const renew = async () => {
    try {
      server.renew((await readTlsKeys(options, texts))!);
      log.write({ event: "certificate_renewed" });
    } catch (error) {
      log.write({ event: "certificate_refused", reason: (error as Error).message });
    }
  };
  let code = 0;
  const ends = [stopped, cluster?.replaced.then(() => void (code = 1)) ?? stopped];
  if (keys) ends.push(terminalClosed(renew));
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
  const metered = options.metrics && new MeteredStore(store);
  let cluster: Cluster | undefined;
  try {
    cluster = await join(options, { ...parts, lease });
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

/** Joins the cluster if the options name one. Loads the modules only then, because they delay the start. */
async function join(
  options: ServeOptions,
  { texts, log, lease }: Pick<ServerParts, "texts" | "log"> & { readonly lease: NodeLease },
): Promise<Cluster | undefined> {
  const { cluster: nats, node, db, "nats-ca": ca, "nats-credentials": credentials } = options;
  if (nats === undefined || node === undefined) return undefined;
  const { Cluster } = await import("../cluster/cluster.ts");
  try {
    return await Cluster.join({
      location: db,
      nats: {
        location: nats,
        ca: ca === undefined ? undefined : await readNamedFile(ca, texts),
        credentials: credentials === undefined
          ? undefined
          : await readNamedFile(credentials, texts),
      },
      node,
      announceLimit: options["announce-limit"],
      guest: texts.chat.guest,
      lease,
      log,
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(texts.log.cannotJoin(joinReason(error, texts)), { cause: error });
  }
}

/** Explains why a node cannot join its cluster. */
function joinReason(error: unknown, texts: Catalogue): string {
  return error instanceof NatsError ? natsFailure(error, texts) : storeFailure(error, texts);
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

/** Serves the web page; returns its URL. Loads the modules only then, because they delay the start. */
async function openWeb(
  options: ServeOptions,
  { server, texts, keys }: Pick<ServerParts, "texts" | "keys"> & { readonly server: Server },
): Promise<string> {
  const { HttpEndpoint } = await import("../http/http_endpoint.ts");
  const { hostname = options.host, port } = options.web!;
  try {
    const files = await readPage();
    const { "web-origin": origins, "trusted-proxy": trustedProxies } = options;
    const { url } = await server.open((host) =>
      HttpEndpoint.open({ hostname, port }, { host, keys, files, origins, trustedProxies })
    );
    return url;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw cannotListen({ hostname, port }, error, texts);
  }
}

/** Serves metrics and health; returns their URL. Loads the modules only then, because they delay the start. */
async function openMetrics(
  options: ServeOptions,
  { server, metered, texts }: {
    readonly server: Server;
    readonly metered: MeteredStore;
    readonly texts: Catalogue;
  },
): Promise<string> {
  const { MetricsEndpoint } = await import("../http/metrics_endpoint.ts");
  const { hostname = LOOPBACK, port } = options.metrics!;
  try {
    const { url } = await server.open((host) =>
      MetricsEndpoint.open({ hostname, port }, { host, metered })
    );
    return url;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw cannotListen({ hostname, port }, error, texts);
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
