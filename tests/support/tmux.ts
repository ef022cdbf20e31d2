import { programFor } from "./program.ts";

/** For how long a screen may take to show what it must, in milliseconds. */
const PATIENCE = 20_000;

/** Between two looks at a screen, in milliseconds. */
const LOOK_INTERVAL = 50;

/** Options of {@linkcode Terminal.connect}. */
export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Variables for the program, as a shell takes them before a command. */
  readonly env?: string;
}

/** A real terminal, which runs a shell. */
export class Terminal implements AsyncDisposable {
  readonly #socket = `chat-${crypto.randomUUID()}`;

  /** Opens a terminal of a size, in columns and rows. */
  static async open(columns = 80, rows = 24): Promise<Terminal> {
    const terminal = new Terminal();
    const size = ["-x", `${columns}`, "-y", `${rows}`];
    await terminal.#tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      ...size,
      "env -u NO_COLOR PS1='$ ' sh",
    );
    await terminal.until((screen) => screen.startsWith("$"));
    return terminal;
  }

  /** Opens a terminal and runs the program's client in it. */
  static async connect(
    port: number,
    args: readonly string[] = [],
    options: TerminalOptions = {},
  ): Promise<Terminal> {
    const terminal = await Terminal.open(options.columns, options.rows);
    await terminal.run(port, args, options);
    return terminal;
  }

  /** Runs the program's client. */
  async run(
    port: number,
    args: readonly string[],
    { env = "" }: TerminalOptions = {},
  ): Promise<void> {
    await this.program([env, ...programFor("connect"), "connect", "--port", `${port}`, ...args]);
  }

  /** Runs a program, by words as a shell takes them. */
  async program(words: readonly string[]): Promise<void> {
    await this.line(`stty -a >/tmp/${this.#socket}`);
    await this.line(`clear; ${words.join(" ")}`);
  }

  /** Pastes text as a terminal does, between marks where the program asked for them. */
  async paste(text: string): Promise<void> {
    await this.#tmux("set-buffer", "--", text);
    await this.#tmux("paste-buffer", "-p", "-r");
  }

  /** Gives the terminal another size, of which the programs in it know when this resolves: tmux tells them a little later. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux("resize-window", "-x", `${columns}`, "-y", `${rows}`);
    const tty = (await this.#tmux("display-message", "-p", "#{pane_tty}")).trim();
    const isTold = async () => {
      const { stdout } = await new Deno.Command("stty", { args: ["-F", tty, "size"] }).output();
      return new TextDecoder().decode(stdout).trim() === `${rows} ${columns}`;
    };
    await this.#poll(isTold, () => `The size never was ${columns} × ${rows}`);
  }

  /** Gives the column of the cursor, from 0. */
  async cursor(): Promise<number> {
    return Number(await this.#tmux("display-message", "-p", "#{cursor_x}"));
  }

  /** Gives the rows with anything on them, those that scrolled away included; with their escape sequences if told so. */
  async scrollback({ styled = false } = {}): Promise<string[]> {
    return toRows(await this.#tmux("capture-pane", "-p", "-S", "-", ...(styled ? ["-e"] : [])));
  }

  /** Begins to write all that the program writes to a file, which is given. */
  async record(): Promise<string> {
    const file = await Deno.makeTempFile();
    await this.#tmux("pipe-pane", `cat >${file}`);
    return file;
  }

  /** Types text as it is. */
  async type(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", "--", text);
  }

  /** Presses keys by tmux's names for them, as in `Enter`, `Up` or `C-c`. */
  async press(...keys: string[]): Promise<void> {
    await this.#tmux("send-keys", ...keys);
  }

  /** Types a line. */
  async line(text: string): Promise<void> {
    await this.type(text);
    await this.press("Enter");
  }

  /** Gives the rows of the screen that have anything on them. */
  async rows(): Promise<string[]> {
    return toRows(await this.#tmux("capture-pane", "-p"));
  }

  /** Waits until the screen is as it must be; gives its rows. */
  async until(isThere: (screen: string) => boolean): Promise<string[]> {
    let rows: string[] = [];
    await this.#poll(
      async () => isThere((rows = await this.rows()).join("\n")),
      () => `The screen never was as it must be; last:\n${rows.join("\n")}`,
    );
    return rows;
  }

  /** Waits until the screen shows a text; gives its rows. */
  shows(text: string): Promise<string[]> {
    return this.until((screen) => screen.includes(text));
  }

  /** Waits until the last row is a text; gives all rows. */
  endsWith(text: string): Promise<string[]> {
    return this.until((screen) => screen.endsWith(text));
  }

  /** Sends a signal to the program that the shell runs. */
  async signal(signal: Deno.Signal): Promise<void> {
    const shell = (await this.#tmux("display-message", "-p", "#{pane_pid}")).trim();
    const children = await Deno.readTextFile(`/proc/${shell}/task/${shell}/children`);
    Deno.kill(Number(children.trim().split(" ").at(-1)), signal);
  }

  /** Waits for the shell, and tells whether the program left the terminal's settings as they were. */
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

  async #poll(isThere: () => Promise<boolean>, failure: () => string): Promise<void> {
    const deadline = performance.now() + PATIENCE;
    while (!await isThere()) {
      if (performance.now() > deadline) throw new Error(failure());
      await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL));
    }
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

/** Takes the times of day from the rows that begin with one. */
export function withoutTimes(rows: readonly string[]): string[] {
  return rows.map((row) => row.replace(/^\d\d:\d\d /, ""));
}

function toRows(screen: string): string[] {
  return screen.split("\n").map((row) => row.trimEnd()).filter((row) => row !== "");
}
