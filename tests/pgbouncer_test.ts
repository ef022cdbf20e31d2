import { assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { freePort, waitForPort } from "./support/ports.ts";
import { PostgresServer } from "./support/postgres.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

/** PgBouncer in front of a database; stopped at disposal. */
class PgBouncer implements AsyncDisposable {
  /** Location of the database behind it, as `--db` takes it. */
  readonly location: string;
  readonly #directory: string;
  readonly #child: Deno.ChildProcess;

  private constructor(location: string, directory: string, child: Deno.ChildProcess) {
    this.location = location;
    this.#directory = directory;
    this.#child = child;
  }

  /**
   * Starts it on a free port.
   *
   * @param db The database.
   * @param settings Settings that differ from the defaults.
   */
  static async start(db: string, settings: readonly string[]): Promise<PgBouncer> {
    const { username, port, pathname } = new URL(db);
    const name = pathname.slice(1);
    const own = freePort();
    const directory = await Deno.makeTempDir();
    await Deno.chmod(directory, 0o755);
    const file = `${directory}/pgbouncer.ini`;
    await Deno.writeTextFile(
      file,
      `[databases]
${name} = user=${username} host=127.0.0.1 port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
${settings.join("\n")}
`,
    );
    // It refuses to run as root, as PostgreSQL does.
    const as = Deno.uid() === 0 ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
    const child = new Deno.Command("setpriv", {
      args: [...as, "pgbouncer", "-q", file],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await waitForPort("127.0.0.1", own);
    return new PgBouncer(`postgres://${username}@127.0.0.1:${own}/${name}`, directory, child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
    await Deno.remove(this.#directory, { recursive: true });
  }
}

const IGNORE = "ignore_startup_parameters = statement_timeout";

testWith(
  ["postgres", "pgbouncer"],
  "Behind PgBouncer the server says what to set, and then works",
  async () => {
    await using postgres = await PostgresServer.start();
    const db = await postgres.database();
    const refusals: [settings: string[], reason: string][] = [
      [
        [],
        "PgBouncer refuses statement_timeout: set ignore_startup_parameters = statement_timeout",
      ],
      [
        [IGNORE, "pool_mode = transaction"],
        "PgBouncer gives each transaction another session: set pool_mode = session",
      ],
      [
        [IGNORE],
        "a connection pooler drops statement_timeout: run ALTER ROLE … SET statement_timeout = '10s'",
      ],
    ];
    for (const [settings, reason] of refusals) {
      await using bouncer = await PgBouncer.start(db, settings);
      const { location } = bouncer;
      const args = ["serve", "--lang", "en", "--port", "0", "--db", location];
      const { code, stderr } = await run(args);
      assertEquals([code, stderr], [1, `chat: Cannot open database ${location}: ${reason}\n`]);
    }
    await postgres.sql("ALTER ROLE chat SET statement_timeout = '10s'");
    await using bouncer = await PgBouncer.start(db, [IGNORE]);
    for (const id of [1, 2]) {
      await using server = await startServer({ args: ["--db", bouncer.location] });
      await using ana = await Peer.json(server, "Ana");
      await ana.send({ type: "say", room: "#geral", text: `olá ${id}`, ref: 1 });
      assertEquals((await ana.skipTo("ack")).id, id);
      await ana.send({ type: "search", terms: "olá" });
      assertEquals((await ana.skipTo("found")).messages.length, id);
      assertEquals(await server.stop(), 0);
    }
  },
);
