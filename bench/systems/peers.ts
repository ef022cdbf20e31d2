import { writeCertificate } from "./certificate.ts";
import { missing } from "./missing.ts";
import { freePort, ServerProcess } from "./server_process.ts";
import type { ServerSystem, StartOptions } from "./system.ts";

const HOST = "127.0.0.1";

const ORIGINAL = new URL("../peers/original.py", import.meta.url).pathname;
const BARE = new URL("../peers/bare_loop.ts", import.meta.url).pathname;
const BARE_TLS = new URL("../peers/bare_tls_loop.ts", import.meta.url).pathname;

/** Redis pub/sub, without persistence and without a limit on slow readers. */
export const redis: ServerSystem = {
  name: "redis",
  title: "Redis pub/sub",
  isChat: false,
  wire: "resp",
  start: (options) => startRedis(options, (port) => ["--port", port]),
  obstacle: () => missing("redis-server", "redis-server"),
};

/** The same over TLS. */
export const redisTls: ServerSystem = {
  ...redis,
  name: "redis-tls",
  title: "Redis pub/sub, TLS",
  isEncrypted: true,
  start: async (options) => {
    const { cert, key, ca } = await writeCertificate(options.directory);
    const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", ca];
    return await startRedis(options, (port) => [
      ...["--port", "0", "--tls-port", port, "--tls-auth-clients", "no"],
      ...files,
    ]);
  },
};

function startRedis(
  { directory, prefix }: StartOptions,
  listen: (port: string) => readonly string[],
): Promise<ServerProcess> {
  const port = freePort();
  const limit = ["--client-output-buffer-limit", "pubsub", "0", "0", "0"];
  const store = ["--save", "", "--appendonly", "no", "--dir", directory];
  const flags = ["--bind", HOST, "--maxclients", "12000", ...listen(String(port))];
  return ServerProcess.start([...prefix, "redis-server", ...flags, ...store, ...limit], { port });
}

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

/** A minimal loop over `node:tls`: the runtime's own cost with TLS. */
export const bareTls: ServerSystem = {
  ...bare,
  name: "bare-tls",
  title: "a bare loop over node:tls",
  isEncrypted: true,
  start: async ({ directory, prefix }) => {
    const { cert, key } = await writeCertificate(directory);
    const flags = ["run", "--no-prompt", "--allow-net", "--allow-read", "--allow-env"];
    return await ServerProcess.start([...prefix, Deno.execPath(), ...flags, BARE_TLS, cert, key]);
  },
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
