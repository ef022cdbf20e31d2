import { TextLineStream } from "@std/streams/text-line-stream";
import type { TestCertificates } from "./certificates.ts";
import { command } from "./program.ts";

/** A server of a test's own, as a process. */
export interface TestServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Where browsers come in, where they may. */
  readonly webPort: number | undefined;
  /** Where the metrics are, where they are. */
  readonly metricsPort: number | undefined;
  /** What those who connect speak. */
  readonly transport: "stream" | "websocket";
  readonly pid: number;
  /** The authority that a peer is to trust, where the server speaks TLS. */
  readonly ca: string | undefined;
  /** What it wrote to standard output, by lines. */
  readonly log: readonly string[];
  /** What it wrote to standard error. */
  readonly errors: readonly string[];
  /** Resolves when it has written a line like this to standard output. */
  logged(line: RegExp): Promise<void>;
  /** Sends a signal, and gives the exit code when it has ended. */
  stop(signal?: Deno.Signal): Promise<number>;
}

/** For how long a server may take to say something, or to stop before it is killed, in milliseconds. */
const PATIENCE = 15_000;

/** Options of {@linkcode startProcess}. */
export interface TestServerOptions {
  /** Flags after `serve --port 0`. */
  readonly args?: readonly string[];
  readonly port?: number;
  /** The address to listen on. */
  readonly host?: string;
  /** The command that runs it, in place of the test. */
  readonly enter?: readonly string[];
  /** Its working directory, where it keeps messages then. */
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** What the server is to encrypt with. */
  readonly tls?: TestCertificates;
  /** What `Peer` is to speak to it; over WebSocket it comes in where browsers do. */
  readonly transport?: TestServer["transport"];
}

/**
 * Starts the real program on a free port of the loopback address, its messages in memory and at any rate unless it is told
 * otherwise, and waits until it listens.
 */
export async function startProcess(options: TestServerOptions = {}): Promise<TestServer> {
  const { port = 0, host = "127.0.0.1", enter = [], cwd, env = {}, tls, transport = "stream" } =
    options;
  const web = transport === "websocket" ? ["--web", "0"] : [];
  const args = [...(options.args ?? []), ...(tls?.args ?? []), ...web];
  const hasWeb = args.includes("--web");
  const db = cwd !== undefined || args.includes("--db") ? [] : ["--db", ":memory:"];
  const rate = args.includes("--rate") ? [] : ["--rate", "0"];
  const child = command(["serve", "--host", host, "--port", `${port}`, ...db, ...rate, ...args], {
    env,
    enter,
    ...(cwd !== undefined && { cwd }),
  }).spawn();
  const log: string[] = [];
  const errors: string[] = [];
  const listening = Promise.withResolvers<number>();
  const webListening = Promise.withResolvers<number | undefined>();
  if (!hasWeb) webListening.resolve(undefined);
  const metricsListening = Promise.withResolvers<number | undefined>();
  if (!args.includes("--metrics")) metricsListening.resolve(undefined);
  const awaited = new Map<() => void, RegExp>();
  const read = Promise.all([
    collect(child.stdout, (line) => {
      log.push(line);
      for (const [resolve, pattern] of awaited) if (pattern.test(line)) resolve();
      const match = /^\[(?:ESCUTANDO|LISTENING)\] .*:(\d+)$|"listening".*"port":(\d+)/.exec(line);
      if (match) listening.resolve(Number(match[1] ?? match[2]));
      const webMatch = /^(?:\[WEB\]|.*"web_listening").*https?:\/\/.*:(\d+)\//.exec(line);
      if (webMatch) webListening.resolve(Number(webMatch[1]));
      const metricsMatch = /^(?:\[M[EÉ]TRI|.*"metrics_listening").*http:\/\/.*:(\d+)\//.exec(line);
      if (metricsMatch) metricsListening.resolve(Number(metricsMatch[1]));
    }),
    collect(child.stderr, (line) => errors.push(line)),
  ]).then(() => {
    const error = new Error(`The server ended: ${errors.join("\n")}`);
    listening.reject(error);
    webListening.reject(error);
    metricsListening.reject(error);
  });
  // Nobody may wait for it, if the server never listened.
  webListening.promise.catch(() => {});
  metricsListening.promise.catch(() => {});
  const stop = async (signal: Deno.Signal = "SIGINT"): Promise<number> => {
    try {
      child.kill(signal);
    } catch {
      // It has ended.
    }
    const killer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
    const { code } = await child.status;
    clearTimeout(killer);
    await read;
    return code;
  };
  const logged = async (line: RegExp): Promise<void> => {
    const found = Promise.withResolvers<void>();
    if (log.some((text) => line.test(text))) found.resolve();
    const timer = setTimeout(
      () =>
        found.reject(new Error(`Time is up while waiting for ${line}; came: ${log.slice(-20)}`)),
      PATIENCE,
    );
    awaited.set(found.resolve, line);
    await found.promise.finally(() => {
      clearTimeout(timer);
      awaited.delete(found.resolve);
    });
  };
  return {
    logged,
    host,
    port: await listening.promise,
    webPort: await webListening.promise,
    metricsPort: await metricsListening.promise,
    transport,
    pid: child.pid,
    ca: tls?.ca,
    log,
    errors,
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
}

async function collect(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onLine: (line: string) => void,
): Promise<void> {
  const lines = stream.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
  for await (const line of lines) onLine(line);
}
