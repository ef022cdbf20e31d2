import { missing } from "./missing.ts";
import { freePort, ServerProcess } from "./server_process.ts";
import type { ServerSystem } from "./system.ts";

const HOST = "127.0.0.1";

const ORIGINAL = new URL("../peers/original.py", import.meta.url).pathname;
const BARE = new URL("../peers/bare_loop.ts", import.meta.url).pathname;

/** Redis pub/sub, without persistence and without a limit on slow readers. */
export const redis: ServerSystem = {
  name: "redis",
  title: "Redis pub/sub",
  isChat: false,
  wire: "resp",
  start: ({ directory, prefix }) => {
    const port = freePort();
    const limit = ["--client-output-buffer-limit", "pubsub", "0", "0", "0"];
    const store = ["--save", "", "--appendonly", "no", "--dir", directory];
    const flags = ["--bind", HOST, "--port", String(port), "--maxclients", "12000"];
    return ServerProcess.start([...prefix, "redis-server", ...flags, ...store, ...limit], { port });
  },
  obstacle: () => missing("redis-server", "redis-server"),
};

/** NATS core, without JetStream. */
export const nats: ServerSystem = {
  name: "nats",
  title: "NATS core",
  isChat: false,
  wire: "nats",
  start: ({ prefix }) => {
    const port = freePort();
    return ServerProcess.start([...prefix, "nats-server", "-a", HOST, "-p", String(port)], {
      port,
    });
  },
  obstacle: () => missing("nats-server", "nats-server"),
};

/** An IRC server, with its limits lifted. */
export const ngircd: ServerSystem = {
  name: "ngircd",
  title: "ngircd",
  isChat: false,
  wire: "irc",
  start: async ({ directory, prefix }) => {
    const port = freePort();
    const file = `${directory}/ngircd.conf`;
    await Deno.writeTextFile(file, ngircdConfig(port));
    const command = [...prefix, "ngircd", "--nodaemon", "--config", file];
    return await ServerProcess.start(command, { port });
  },
  obstacle: () => missing("ngircd", "ngircd"),
};

/** The server that this program replaces. */
export const original: ServerSystem = {
  name: "original",
  title: "the original's design",
  isChat: false,
  wire: "text",
  start: ({ prefix }) => ServerProcess.start([...prefix, "python3", ORIGINAL, "0"]),
  obstacle: () => missing("python3", "python3"),
};

/** A minimal loop in Deno: the runtime's own cost. */
export const bare: ServerSystem = {
  name: "bare",
  title: "a bare loop in Deno",
  isChat: false,
  wire: "json",
  start: ({ prefix }) =>
    ServerProcess.start([...prefix, Deno.execPath(), "run", "--no-prompt", "--allow-net", BARE]),
  obstacle: () => Promise.resolve(undefined),
};

function ngircdConfig(port: number): string {
  return `[Global]
Name = irc.bench.test
AdminInfo1 = bench
Info = bench
Listen = ${HOST}
Ports = ${port}
MotdFile = /dev/null/none
${Deno.uid() === 0 ? "ServerUID = irc\nServerGID = irc" : ""}
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxPenaltyTime = 0
PingTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
`;
}
