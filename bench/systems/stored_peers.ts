import { missing } from "./missing.ts";
import { nats, redis } from "./peers.ts";
import { freePort, ServerProcess } from "./server_process.ts";
import type { LoopSystem, ServerSystem } from "./system.ts";
import { TemporaryDirectory } from "../temporary_directory.ts";

const COMMITS = new URL("../peers/bare_commit.ts", import.meta.url).pathname;

/**
 * Redis that stores every message in a stream and publishes it. It reads all requests of a turn, appends them to its log,
 * flushes the log, and only then answers and delivers. The log is not rewritten meanwhile.
 */
export const redisStored: ServerSystem = {
  ...redis,
  name: "redis-stored",
  title: "Redis, XADD, fsync always",
  wire: "respStream",
  start: ({ directory, prefix }) => {
    const port = freePort();
    const limit = ["--client-output-buffer-limit", "pubsub", "0", "0", "0"];
    const log = ["--appendonly", "yes", "--appendfsync", "always"];
    const whole = ["--auto-aof-rewrite-percentage", "0", "--save", "", "--dir", directory];
    const flags = ["--bind", "127.0.0.1", "--port", String(port)];
    return ServerProcess.start(
      [...prefix, "redis-server", ...flags, ...log, ...whole, ...limit],
      { port },
    );
  },
};

/** NATS JetStream, which flushes after each message and delivers what it has stored. */
export const natsStored: ServerSystem = {
  ...nats,
  name: "nats-stored",
  title: "NATS JetStream, sync always",
  wire: "natsStream",
  start: async ({ directory, prefix }) => {
    const port = freePort();
    const file = await writeConfig(directory, port);
    return await ServerProcess.start([...prefix, "nats-server", "-c", file], { port });
  },
  obstacle: async () => {
    const obstacle = await missing("nats-server", "nats-server");
    if (obstacle !== undefined) return obstacle;
    await using directory = new TemporaryDirectory();
    const { success } = await new Deno.Command("nats-server", {
      args: ["-t", "-c", await writeConfig(directory.path, 0)],
      stdout: "null",
      stderr: "null",
    }).output();
    return success ? undefined : "nats-server is older than 2.10: it cannot sync each message";
  },
};

/** SQLite alone, with the program's settings and tables: what the disk allows. */
export const commits: LoopSystem = {
  name: "commits",
  title: "bare commits, SQLite alone",
  isChat: false,
  loop: COMMITS,
  obstacle: () => Promise.resolve(undefined),
};

async function writeConfig(directory: string, port: number): Promise<string> {
  const file = `${directory}/nats.conf`;
  await Deno.writeTextFile(
    file,
    `listen: 127.0.0.1:${port}
jetstream {
  store_dir: "${directory}/stream"
  sync_interval: always
}
`,
  );
  return file;
}
