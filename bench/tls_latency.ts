/**
 * Measures the latency of TLS over loopback: of the byte streams alone, and of the server.
 *
 *     deno run -A bench/tls_latency.ts [messages]
 */
import { issue, makeAuthority } from "../cert/issue.ts";
import { encodeFrame } from "../protocol/framing/encode_frame.ts";
import type { ByteStream } from "../server/net/byte_stream.ts";
import type { Acceptor } from "../server/net/accept_loop.ts";
import { LoopbackTlsAcceptor } from "../server/net/loopback_tls_acceptor.ts";
import { NodeTlsAcceptor } from "../server/net/node_tls_acceptor.ts";
import { quantile } from "./measure/statistics.ts";
import { chatCommand } from "./systems/chat.ts";
import { ServerProcess } from "./systems/server_process.ts";
import { TemporaryDirectory } from "./temporary_directory.ts";

const COUNT = Number(Deno.args[0] ?? 1_000);
const WARMUP = 100;
const LOCAL = { hostname: "127.0.0.1", port: 0 };

/** Frame with a text of 100 bytes. */
const FRAME = encodeFrame("x".repeat(100));

const now = Date.now();
const validity = { notBefore: new Date(now), notAfter: new Date(now + 3_600_000) };
const authority = await makeAuthority("bench", validity);
const keys = await issue(authority, [LOCAL.hostname], validity);

/** Connects as the terminal client does. */
async function connect(port: number, isTls: boolean): Promise<Deno.Conn> {
  const conn = await Deno.connect({ hostname: LOCAL.hostname, port });
  conn.setNoDelay(true);
  if (!isTls) return conn;
  return await Deno.startTls(conn, { hostname: LOCAL.hostname, caCerts: [authority.cert] });
}

const scratch = new Uint8Array(64 * 1024);

async function readBytes(conn: Pick<ByteStream, "read">, count: number): Promise<void> {
  for (let read = 0; read < count;) read += (await conn.read(scratch))!;
}

/** Calls `once` repeatedly; returns p50 and p99 of the times that it returns, in microseconds. */
async function quantiles(once: () => Promise<number>): Promise<string> {
  const times: number[] = [];
  for (let round = -WARMUP; round < COUNT; round++) {
    const time = await once();
    if (round >= 0) times.push(time * 1_000);
  }
  const sorted = Float64Array.from(times).sort();
  return [0.5, 0.99].map((q) => quantile(sorted, q).toFixed(0).padStart(7)).join("");
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Measures a frame there and back, and two frames back in two writes, as when two users send one after the other. */
async function measureStream(
  name: string,
  listener:
    & Acceptor<Omit<ByteStream, "remoteAddr" | "localAddr">>
    & Pick<Deno.Listener, "addr" | "close">,
): Promise<void> {
  const accepting = listener.accept();
  const client = await connect((listener.addr as Deno.NetAddr).port, name !== "TCP");
  const server = await accepting;
  if ("setNoDelay" in server) (server as Deno.TcpConn).setNoDelay(true);
  const turn = (answers: number) => async () => {
    const begun = performance.now();
    await Promise.all([client.write(FRAME), readBytes(server, FRAME.length)]);
    const reading = readBytes(client, answers * FRAME.length);
    for (let count = 0; count < answers; count++) await server.write(FRAME);
    await reading;
    return performance.now() - begun;
  };
  print(`${name.padEnd(24)}${await quantiles(turn(1))}${await quantiles(turn(2))}`);
  client.close();
  server.close();
  listener.close();
}

/** Measures the time from one user's write until the other has read it; the other answers each message. */
async function measureProgram(name: string, flags: readonly string[]): Promise<void> {
  await using server = await ServerProcess.start([...chatCommand(":memory:"), ...flags]);
  const users: Deno.Conn[] = [];
  for (const name of ["Alice", "Bobby"]) {
    const conn = await connect(server.port, flags.length > 0);
    await conn.write(encodeFrame(name));
    await readBytes(conn, encodeFrame("[SYS] Você entrou em #geral.").length);
    users.push(conn);
  }
  const delivered = encodeFrame(`[#geral] Alice: ${"x".repeat(100)}`).length;
  let sender = 0;
  const turn = async () => {
    const begun = performance.now();
    await users[sender]!.write(FRAME);
    sender = 1 - sender;
    await readBytes(users[sender]!, delivered);
    return performance.now() - begun;
  };
  print(`${name.padEnd(24)}${await quantiles(turn)}`);
  for (const conn of users) conn.close();
}

print("µs                          one there and back    and two writes back");
print("                            p50    p99    p50    p99");
await measureStream("TCP", Deno.listen(LOCAL));
await measureStream("TlsConn by itself", Deno.listenTls({ ...LOCAL, ...keys }));
const fdReserve = { probe: () => false, use: <T>(open: () => Promise<T>) => open() };
const options = { keys, backlog: 1, fdReserve };
for (
  const [name, acceptor] of [
    ["TlsConn over loopback", new LoopbackTlsAcceptor(LOCAL, options)],
    ["node:tls", await NodeTlsAcceptor.listen(LOCAL, options)],
  ] as const
) {
  await measureStream(name, {
    addr: { ...acceptor.addr, transport: "tcp" },
    accept: async () => {
      const socket = await acceptor.accept();
      socket.setNoDelay(true);
      return await acceptor.encrypt(socket, socket);
    },
    close: () => acceptor.close(),
  });
}
print("\nµs, the program             p50    p99");
await using directory = new TemporaryDirectory();
const files = [`${directory.path}/cert.pem`, `${directory.path}/key.pem`] as const;
await Deno.writeTextFile(files[0], keys.cert);
await Deno.writeTextFile(files[1], keys.key);
await measureProgram("TCP", []);
await measureProgram("TLS", ["--tls-cert", files[0], "--tls-key", files[1]]);
