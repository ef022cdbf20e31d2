import { programFor } from "../../tests/support/program.ts";

/** A chat client for a terminal. */
export interface Program {
  readonly title: string;
  readonly protocol: "chat" | "irc";
  /** Text on the screen once the client is in the room. */
  readonly mark: string;
  /** Keys that then show the room, by tmux's names. */
  readonly keys?: readonly string[];
  /**
   * Returns the shell command that starts it in #geral.
   *
   * @param port Port of the server on loopback.
   * @param directory Empty directory for its files.
   */
  command(port: number, directory: string): Promise<string> | string;
}

function chat(title: string, flags: string): Program {
  const words = programFor("connect").join(" ");
  return {
    ...{ title, protocol: "chat", mark: "Você:" },
    command: (port, directory) =>
      `XDG_STATE_HOME=${directory} ${words} connect --port ${port} --name bench ${flags}`,
  };
}

/** The clients that are measured; each runs with the settings of its package. */
export const PROGRAMS: readonly Program[] = [
  chat("chat connect", ""),
  chat("chat connect --full", "--full"),
  {
    title: "irssi",
    protocol: "irc",
    mark: "[Act: 2]",
    keys: ["M-2"],
    command: async (port, directory) => {
      await Deno.writeTextFile(
        `${directory}/config`,
        `servers = ({ address = "127.0.0.1"; chatnet = "bench"; port = "${port}"; autoconnect = "yes"; });
chatnets = { bench = { type = "IRC"; nick = "bench"; }; };
channels = ({ name = "#geral"; chatnet = "bench"; autojoin = "yes"; });
`,
      );
      return `irssi --home=${directory}`;
    },
  },
  {
    title: "weechat",
    protocol: "irc",
    mark: "2:#geral",
    command: (port, directory) => {
      const commands = [
        `/server add bench 127.0.0.1/${port} -autojoin=#geral -nicks=bench`,
        "/connect bench",
      ];
      return `weechat -d ${directory} ${commands.map((line) => `-r '${line}'`).join(" ")}`;
    },
  },
];
