import { freePort } from "./ports.ts";

/** Directory of Debian's packages, with one folder per version. */
const DEBIAN = "/usr/lib/postgresql";

/** User of the server process if the tests run as root, which PostgreSQL refuses. */
const SERVER_USER = "postgres";

/** Programs of the newest PostgreSQL installed, if there is one. */
export const POSTGRES_PROGRAMS: string | undefined = findPrograms();

/** The server of {@linkcode PostgresServer.shared}, if a test has asked for it. */
let shared: Promise<PostgresServer> | undefined;

/** PostgreSQL server of a test, stopped and removed at disposal. */
export class PostgresServer implements AsyncDisposable {
  readonly #directory: string;
  readonly #host: string;
  /** Chosen once the files are made, which takes a second: another program could take it meanwhile. */
  #port = 0;
  #databases = 0;

  private constructor(directory: string, host: string) {
    this.#directory = directory;
    this.#host = host;
  }

  /**
   * Starts a server on a free port of this machine.
   *
   * @param host The address to listen on, beside the loopback one.
   * @throws {Error} If PostgreSQL is not installed.
   */
  static async start(host = "127.0.0.1"): Promise<PostgresServer> {
    if (POSTGRES_PROGRAMS === undefined) throw new Error("PostgreSQL is not installed");
    const directory = await Deno.makeTempDir({ prefix: "chat-postgres-" });
    if (Deno.uid() === 0) await run("chown", [SERVER_USER, directory]);
    const server = new PostgresServer(directory, host);
    await server.#run("initdb", ["-A", "trust", "-U", "chat", "-E", "UTF8", "--locale=C", "-D"]);
    if (host !== "127.0.0.1") {
      const rule = `host all all ${host}/24 trust\n`;
      await Deno.writeTextFile(`${directory}/data/pg_hba.conf`, rule, { append: true });
    }
    server.#port = freePort();
    await server.startAgain();
    return server;
  }

  /** Starts a server once for all tests of a file that do not disturb it. It stops when the test process ends. */
  static shared(): Promise<PostgresServer> {
    return shared ??= PostgresServer.start().then((server) => {
      addEventListener("unload", () => server.abandon());
      return server;
    });
  }

  /** Directory of the Unix socket. */
  get socket(): string {
    return this.#directory;
  }

  /** Creates an empty database; returns its location as `--db` takes it. */
  async database(encoding = "UTF8"): Promise<string> {
    const name = `chat${++this.#databases}`;
    await run(`${POSTGRES_PROGRAMS}/createdb`, [
      ...["-h", "127.0.0.1", "-p", String(this.#port), "-U", "chat"],
      ...["-E", encoding, "-T", "template0", name],
    ]);
    return `postgres://chat@${this.#host}:${this.#port}/${name}`;
  }

  /**
   * Makes a database read-only, as on a standby, or writable again. Making it read-only cuts open connections, as a
   * failover does.
   */
  async setReadOnly(location: string, isReadOnly: boolean): Promise<void> {
    const name = new URL(location).pathname.slice(1);
    await this.sql(`ALTER DATABASE ${name} SET default_transaction_read_only = ${isReadOnly}`);
    if (!isReadOnly) return;
    await this.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
  }

  /** Runs a statement in a database: unless named, in one that no test uses. */
  async sql(statement: string, database = "postgres"): Promise<void> {
    await run(`${POSTGRES_PROGRAMS}/psql`, [
      ...["-h", "127.0.0.1", "-p", String(this.#port), "-U", "chat", "-q", "-c", statement],
      database,
    ]);
  }

  /** Stops all its processes without a checkpoint. */
  async crash(): Promise<void> {
    await this.#run("pg_ctl", ["stop", "-m", "immediate", "-D"]);
  }

  /** Suspends all its processes, which keep their connections, until the returned function is called. */
  async freeze(): Promise<() => void> {
    const [first] = (await Deno.readTextFile(`${this.#directory}/data/postmaster.pid`)).split("\n");
    const children = await Deno.readTextFile(`/proc/${first}/task/${first}/children`);
    const processes = [first!, ...children.trim().split(" ")].map(Number);
    for (const pid of processes) Deno.kill(pid, "SIGSTOP");
    return () => {
      for (const pid of processes) Deno.kill(pid, "SIGCONT");
    };
  }

  /** Starts it after {@linkcode PostgresServer.crash}; resolves once it accepts connections. */
  async startAgain(): Promise<void> {
    const options =
      `-p ${this.#port} -c listen_addresses=${
        [...new Set(["127.0.0.1", this.#host])].join(",")
      } -c unix_socket_directories=` +
      `${this.#directory} -c fsync=on`;
    const log = `${this.#directory}/log`;
    await this.#run("pg_ctl", ["start", "-w", "-s", "-l", log, "-o", options, "-D"]);
  }

  /** Stops and removes it synchronously, for use when the test process ends. */
  abandon(): void {
    const stop = ["stop", "-m", "immediate", "-D", `${this.#directory}/data`];
    const as = Deno.uid() === 0 ? ["runuser", "-u", SERVER_USER, "--"] : [];
    const [file, ...args] = [...as, `${POSTGRES_PROGRAMS}/pg_ctl`, ...stop];
    new Deno.Command(file!, { args, cwd: "/", stdout: "null", stderr: "null" }).outputSync();
    Deno.removeSync(this.#directory, { recursive: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It may have been stopped by the test already.
    await this.crash().catch(() => {});
    await Deno.remove(this.#directory, { recursive: true });
  }

  /** Runs a program as the right user, with the data directory as the last argument. */
  async #run(program: string, args: readonly string[]): Promise<void> {
    const all = [`${POSTGRES_PROGRAMS}/${program}`, ...args, `${this.#directory}/data`];
    if (Deno.uid() === 0) await run("runuser", ["-u", SERVER_USER, "--", ...all]);
    else await run(all[0]!, all.slice(1));
  }
}

/** Runs a program to its end. Its output is not read, as background processes may keep it open. */
async function run(program: string, args: readonly string[]): Promise<void> {
  const { success, code } = await new Deno.Command(program, {
    args: [...args],
    cwd: "/",
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().status;
  if (!success) throw new Error(`Cannot run ${program} ${args.join(" ")}: exit code ${code}`);
}

function findPrograms(): string | undefined {
  try {
    const versions = [...Deno.readDirSync(DEBIAN)].map(({ name }) => Number(name));
    return versions.length > 0 ? `${DEBIAN}/${Math.max(...versions)}/bin` : undefined;
  } catch {
    return undefined;
  }
}
