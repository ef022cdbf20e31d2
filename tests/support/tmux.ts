import { programFor } from "./program.ts";
import { waitUntil } from "./wait_until.ts";

/** Timeout of a wait for a screen, and interval of the checks, in milliseconds. */
const TIMES = { timeout: 20_000, interval: 50 };

/** Options of {@linkcode Terminal.connect}. */
export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Variables as a shell takes them before a command, such as `A=1 B=2`. */
  readonly env?: string;
}

/** Terminal with a shell, in tmux. */
export class Terminal implements AsyncDisposable {
  readonly #socket = `chat-${crypto.randomUUID()}`;

  /** Opens a terminal of a size in columns and rows. */
  static async open(columns = 80, rows = 24): Promise<Terminal> {
    const terminal = new Terminal();
    const size = ["-x", `${columns}`, "-y", `${rows}`];
    // `deno task`, which may run the tests, sets INIT_CWD, and the client does not suspend itself below it.
    await terminal.#tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      ...size,
      "env -u NO_COLOR -u INIT_CWD PS1='$ ' sh",
    );
    await terminal.until((screen) => screen.startsWith("$"));
    return terminal;
  }

  /** Opens a terminal and runs `chat connect` in it. */
  static async connect(
    port: number,
    args: readonly string[] = [],
    options: TerminalOptions = {},
  ): Promise<Terminal> {
    const terminal = await Terminal.open(options.columns, options.rows);
    await terminal.run(port, args, options);
    return terminal;
  }

  /** Opens a terminal, runs `chat connect` with a name and waits for the prompt. */
  static async signIn(
    port: number,
    name: string,
    args: readonly string[] = [],
    options: TerminalOptions = {},
  ): Promise<Terminal> {
    const terminal = await Terminal.connect(port, ["--name", name, ...args], options);
    await terminal.endsWith("Você:");
    return terminal;
  }

  /** Runs `chat connect`. */
  async run(
    port: number,
    args: readonly string[],
    { env = "" }: TerminalOptions = {},
  ): Promise<void> {
    await this.program([env, ...programFor("connect"), "connect", "--port", `${port}`, ...args]);
  }

  /** Runs a shell command, given as words. When this returns, a prompt on the screen is the one after it. */
  async program(words: readonly string[]): Promise<void> {
    const ready = "pronto\n$";
    await this.line(`stty -a >/tmp/${this.#socket}; clear; echo pronto`);
    await this.until((screen) => screen === ready);
    await this.line(`clear; ${words.join(" ")}`);
    await this.until((screen) => screen !== ready);
  }

  /** Pastes text, bracketed if the program asked for that. */
  async paste(text: string): Promise<void> {
    await this.#tmux("set-buffer", "--", text);
    await this.#tmux("paste-buffer", "-p", "-r");
  }

  /** Pastes lines as a terminal does that marks no pastes: as if they were typed. */
  async pasteTyped(lines: readonly string[]): Promise<void> {
    await this.#tmux("set-buffer", "--", lines.map((line) => `${line}\n`).join(""));
    await this.#tmux("paste-buffer");
  }

  /** Changes the size and waits until the programs in the terminal were notified, which tmux does with a delay. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux("resize-window", "-x", `${columns}`, "-y", `${rows}`);
    const tty = (await this.#tmux("display-message", "-p", "#{pane_tty}")).trim();
    const isTold = async () => {
      const { stdout } = await new Deno.Command("stty", { args: ["-F", tty, "size"] }).output();
      return new TextDecoder().decode(stdout).trim() === `${rows} ${columns}`;
    };
    await waitUntil(isTold, `a size of ${columns} × ${rows}`, TIMES);
  }

  /** Column of the cursor, from 0. */
  async cursor(): Promise<number> {
    return Number(await this.#tmux("display-message", "-p", "#{cursor_x}"));
  }

  /** All rows that are not empty, including those scrolled away; with escape sequences if `styled`. */
  async scrollback({ styled = false } = {}): Promise<string[]> {
    return toRows(await this.#tmux("capture-pane", "-p", "-S", "-", ...(styled ? ["-e"] : [])));
  }

  /** Starts copying the output of the program to a file; returns its path. */
  async record(): Promise<string> {
    const file = await Deno.makeTempFile();
    await this.#tmux("pipe-pane", `cat >${file}`);
    return file;
  }

  /** Types text. */
  async type(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", "--", text);
  }

  /** Presses keys by tmux's names, such as `Enter`, `Up` or `C-c`. */
  async press(...keys: string[]): Promise<void> {
    await this.#tmux("send-keys", ...keys);
  }

  /** Types a line. */
  async line(text: string): Promise<void> {
    await this.type(text);
    await this.press("Enter");
  }

  /** Rows of the screen that are not empty. */
  async rows(): Promise<string[]> {
    return toRows(await this.#tmux("capture-pane", "-p"));
  }

  /** Waits until a condition holds for the screen, and presses a key, if one is given, until it does; returns its rows. */
  async until(isThere: (screen: string) => boolean, key?: string): Promise<string[]> {
    let rows: string[] = [];
    const look = async () => {
      rows = await this.rows();
      if (isThere(rows.join("\n"))) return true;
      if (key !== undefined) await this.press(key);
      return false;
    };
    await waitUntil(look, () => `the screen; last:\n${rows.join("\n")}`, TIMES);
    return rows;
  }

  /** Waits until the screen shows a text; returns its rows. */
  shows(text: string): Promise<string[]> {
    return this.until((screen) => screen.includes(text));
  }

  /** Waits until the screen ends with a text; returns its rows. */
  endsWith(text: string): Promise<string[]> {
    return this.until((screen) => screen.endsWith(text));
  }

  /** Sends a signal to the program that the shell runs. */
  async signal(signal: Deno.Signal): Promise<void> {
    Deno.kill(await this.pid(), signal);
  }

  /** Id of the program that the shell runs. Only Linux has the /proc to find it. */
  async pid(): Promise<number> {
    const shell = (await this.#tmux("display-message", "-p", "#{pane_pid}")).trim();
    const children = await Deno.readTextFile(`/proc/${shell}/task/${shell}/children`);
    return Number(children.trim().split(" ").at(-1));
  }

  /** Waits for the shell; returns whether the program restored the terminal's settings. */
  async isRestored(): Promise<boolean> {
    await this.endsWith("$");
    await this.line(`stty -a | diff - /tmp/${this.#socket} && echo igual || echo outra`);
    const rows = await this.until((screen) => /\n(igual|outra)\n\$$/.test(screen));
    return rows.at(-2) === "igual";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux("kill-server");
    await Deno.remove(`/tmp/${this.#socket}`).catch(() => {});
  }

  async #tmux(...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-u", "-L", this.#socket, ...args],
      env: { LC_ALL: "C.UTF-8", TERM: "xterm-256color", CHAT_LANG: "pt-BR", TMUX: "" },
    }).output();
    const decoder = new TextDecoder();
    if (!success) throw new Error(`tmux ${args[0]}: ${decoder.decode(stderr)}`);
    return decoder.decode(stdout);
  }
}

/** Removes the time of day at the beginning of rows. */
export function withoutTimes(rows: readonly string[]): string[] {
  return rows.map((row) => row.replace(/^\d\d:\d\d /, ""));
}

function toRows(screen: string): string[] {
  return screen.split("\n").map((row) => row.trimEnd()).filter((row) => row !== "");
}
