import { TextLineStream } from "@std/streams/text-line-stream";
import type { TestCertificates } from "./certificates.ts";
import { command } from "./program.ts";
import { TIMEOUT } from "./wait_until.ts";

/** A running server. */
export interface TestServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Web port, if enabled. */
  readonly webPort: number | undefined;
  /** Port of the metrics, if enabled. */
  readonly metricsPort: number | undefined;
  /** Transport of {@linkcode Peer}: TCP or TLS, or WebSocket. */
  readonly transport: "stream" | "websocket";
  readonly pid: number;
  /** PEM of the authority to trust, if the server uses TLS. */
  readonly ca: string | undefined;
  /** Lines of standard output. */
  readonly log: readonly string[];
  /** Lines of standard error. */
  readonly errors: readonly string[];
  /** Resolves once a line of standard output matches. */
  logged(line: RegExp): Promise<void>;
  /** Sends a signal and returns the exit code; kills the process after 15 seconds. */
  stop(signal?: Deno.Signal): Promise<number>;
}

/** Options of {@linkcode startProcess}. */
export interface TestServerOptions {
  /** Flags after `serve --port 0`. */
  readonly args?: readonly string[];
  readonly port?: number;
  /** Address to listen on. */
  readonly host?: string;
  /** Command that runs the server, such as `ip netns exec`. */
  readonly enter?: readonly string[];
  /** Working directory, which then has the database. */
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Certificate for TLS. */
  readonly tls?: TestCertificates;
  /** Transport of {@linkcode Peer}; default `stream`. */
  readonly transport?: TestServer["transport"];
}

/**
 * Starts the program on a free loopback port and waits until it listens. Unless the options say otherwise, messages are
 * kept in memory and their rate is not limited.
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
  // Without this, a server that never listens would reject promises that nothing awaits.
  webListening.promise.catch(() => {});
  metricsListening.promise.catch(() => {});
  const stop = async (signal: Deno.Signal = "SIGINT"): Promise<number> => {
    try {
      child.kill(signal);
    } catch {
      // Already ended.
    }
    const killer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT);
    const { code } = await child.status;
    clearTimeout(killer);
    await read;
    return code;
  };
  const logged = async (line: RegExp): Promise<void> => {
    const found = Promise.withResolvers<void>();
    if (log.some((text) => line.test(text))) found.resolve();
    const timer = setTimeout(
      () => found.reject(new Error(`Timed out waiting for ${line}; came: ${log.slice(-20)}`)),
      TIMEOUT,
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
