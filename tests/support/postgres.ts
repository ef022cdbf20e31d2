/** Where Debian's packages put the programs of the server; the version comes between. */
const DEBIAN = "/usr/lib/postgresql";

/** The user that the server runs as where the tests are run by root, which it refuses to run as. */
const SERVER_USER = "postgres";

/**
 * Finds PostgreSQL on this machine.
 *
 * @returns The directory of its programs, or `undefined` if there is none: then a line says so, and the test is left out.
 * @throws {Error} If there is none, and `CI=true` says that everything is to be there.
 */
export async function findPostgres(): Promise<string | undefined> {
  const versions = await Array.fromAsync(Deno.readDir(DEBIAN)).catch(() => []);
  const [newest] = versions.map(({ name }) => Number(name)).sort((one, other) => other - one);
  if (newest !== undefined) return `${DEBIAN}/${newest}/bin`;
  if (Deno.env.get("CI") === "true") throw new Error("Cannot test without PostgreSQL");
  await Deno.stderr.write(new TextEncoder().encode("skipped, as there is no PostgreSQL\n"));
}

/** A PostgreSQL server of its own, with an empty database; stopped and removed when it is disposed of. */
export class PostgresServer implements AsyncDisposable {
  readonly #programs: string;
  readonly #directory: string;
  readonly #host: string;
  readonly #port: number;
  #databases = 0;

  private constructor(programs: string, directory: string, host: string, port: number) {
    this.#programs = programs;
    this.#directory = directory;
    this.#host = host;
    this.#port = port;
  }

  /**
   * Starts a server on a free port of this machine.
   *
   * @param programs What {@linkcode findPostgres} found.
   * @param host The address to listen on, beside the loopback one.
   */
  static async start(programs: string, host = "127.0.0.1"): Promise<PostgresServer> {
    const directory = await Deno.makeTempDir({ prefix: "chat-postgres-" });
    if (Deno.uid() === 0) await run("chown", [SERVER_USER, directory]);
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const server = new PostgresServer(programs, directory, host, port);
    await server.#run("initdb", ["-A", "trust", "-U", "chat", "-E", "UTF8", "--locale=C", "-D"]);
    if (host !== "127.0.0.1") {
      const rule = `host all all ${host}/24 trust\n`;
      await Deno.writeTextFile(`${directory}/data/pg_hba.conf`, rule, { append: true });
    }
    await server.startAgain();
    return server;
  }

  /** The directory of its socket. */
  get socket(): string {
    return this.#directory;
  }

  /** Makes an empty database, and gives its location as `--db` takes it. */
  async database(encoding = "UTF8"): Promise<string> {
    const name = `chat${++this.#databases}`;
    await run(`${this.#programs}/createdb`, [
      ...["-h", "127.0.0.1", "-p", String(this.#port), "-U", "chat"],
      ...["-E", encoding, "-T", "template0", name],
    ]);
    return `postgres://chat@${this.#host}:${this.#port}/${name}`;
  }

  /**
   * Has a database be written by nobody, as that of a standby, or by all again. Connections that are open are cut and not
   * told when it can be written again, as in a failover.
   */
  async setReadOnly(location: string, isReadOnly: boolean): Promise<void> {
    const name = new URL(location).pathname.slice(1);
    await this.sql(`ALTER DATABASE ${name} SET default_transaction_read_only = ${isReadOnly}`);
    if (!isReadOnly) return;
    await this.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
  }

  /** Runs a statement in a database, or in one beside all those of tests. */
  async sql(statement: string, database = "postgres"): Promise<void> {
    await run(`${this.#programs}/psql`, [
      ...["-h", "127.0.0.1", "-p", String(this.#port), "-U", "chat", "-q", "-c", statement],
      database,
    ]);
  }

  /** Stops it as `kill -9` of all its processes would. */
  async crash(): Promise<void> {
    await this.#run("pg_ctl", ["stop", "-m", "immediate", "-D"]);
  }

  /** Has it answer nothing more, and keep its connections, until the test calls what this gives. */
  async freeze(): Promise<() => void> {
    const [first] = (await Deno.readTextFile(`${this.#directory}/data/postmaster.pid`)).split("\n");
    const children = await Deno.readTextFile(`/proc/${first}/task/${first}/children`);
    const processes = [first!, ...children.trim().split(" ")].map(Number);
    for (const pid of processes) Deno.kill(pid, "SIGSTOP");
    return () => {
      for (const pid of processes) Deno.kill(pid, "SIGCONT");
    };
  }

  /** Starts it again after {@linkcode PostgresServer.crash}; resolves once it takes connections. */
  async startAgain(): Promise<void> {
    const options =
      `-p ${this.#port} -c listen_addresses=${
        [...new Set(["127.0.0.1", this.#host])].join(",")
      } -c unix_socket_directories=` +
      `${this.#directory} -c fsync=on`;
    const log = `${this.#directory}/log`;
    await this.#run("pg_ctl", ["start", "-w", "-s", "-l", log, "-o", options, "-D"]);
  }

  /** Stops and removes it at once, where the process ends. */
  abandon(): void {
    const stop = ["stop", "-m", "immediate", "-D", `${this.#directory}/data`];
    const as = Deno.uid() === 0 ? ["runuser", "-u", SERVER_USER, "--"] : [];
    const [file, ...args] = [...as, `${this.#programs}/pg_ctl`, ...stop];
    new Deno.Command(file!, { args, cwd: "/", stdout: "null", stderr: "null" }).outputSync();
    Deno.removeSync(this.#directory, { recursive: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It may have been stopped by the test already.
    await this.crash().catch(() => {});
    await Deno.remove(this.#directory, { recursive: true });
  }

  /** Runs one of its programs as the right user, with the data directory as the last argument. */
  async #run(program: string, args: readonly string[]): Promise<void> {
    const all = [`${this.#programs}/${program}`, ...args, `${this.#directory}/data`];
    if (Deno.uid() === 0) await run("runuser", ["-u", SERVER_USER, "--", ...all]);
    else await run(all[0]!, all.slice(1));
  }
}

/** Runs a program to its end. What it starts in the background may keep its output open, so none is read. */
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
