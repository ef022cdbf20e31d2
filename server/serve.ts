import { Failure } from "../cli/failure.ts";
import { describeFlags, parseFlags } from "../cli/flags.ts";
import { print } from "../cli/print.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import { CATALOGUES, detectLanguage } from "../locale/locale.ts";
import { Log } from "./log.ts";
import { SERVE_FLAGS, type ServeOptions } from "./options.ts";
import { Server } from "./server.ts";
import { openStore } from "./store/open_store.ts";

/** What ends the server; on Windows there is only Ctrl+C. */
const SIGNALS: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/** For how long after the first signal another one is taken for the same, in milliseconds. */
const SAME_KEY_PRESS = 1_000;

/**
 * Runs `chat serve` until a signal ends it; a second signal ends it at once.
 *
 * @param args The arguments after `serve`.
 * @returns The exit code.
 * @throws {UsageError} If the command line cannot be understood.
 * @throws {Failure} If it cannot listen, or cannot open the database.
 */
export async function serve(args: readonly string[]): Promise<number> {
  const env = (name: string) => Deno.env.get(name);
  const detected = CATALOGUES[detectLanguage(env)];
  const options = parseFlags(SERVE_FLAGS, args, env, detected);
  if (options === "help") {
    const { serve, flags, environment } = detected.usage;
    print(`${serve()}\n\n${flags}\n${describeFlags(SERVE_FLAGS, detected)}\n\n${environment}`);
    return 0;
  }
  const texts = options.lang ? CATALOGUES[options.lang] : detected;
  const log = new Log(Deno.stdout, options.log, texts);
  const stopped = nextSignal();
  const server = await start(options, texts, log);
  const { hostname, port } = server.address;
  log.write({ event: "listening", host: hostname, port });
  await stopped;
  log.write({ event: "stopping" });
  await server[Symbol.asyncDispose]();
  log.write({ event: "stopped" });
  await log.flushed();
  return 0;
}

async function start(options: ServeOptions, texts: Catalogue, log: Log): Promise<Server> {
  const store = await openStore(options.db).catch((error) => {
    throw new Failure(error.message, { cause: error });
  });
  try {
    return new Server(options, { texts, log, store });
  } catch (error) {
    await store[Symbol.asyncDispose]();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(texts.log.cannotListen(`${options.host}:${options.port}`, reason));
  }
}

/**
 * Resolves at the first signal. One that comes right after it is the same key press: `deno task` hands Ctrl+C on to a
 * program that has it from the terminal already. A later one does what it does by default: it ends the process.
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
