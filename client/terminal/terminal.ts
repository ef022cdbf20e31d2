/**
 * The terminal: keys, the line editor, completion, colours, and what is drawn.
 *
 * It decides how things look. What a command does and what an event means is decided in `client/conversation/`.
 *
 * @module
 */
import { CliError } from "../../cli/cli_error.ts";
import { isLeaveWord } from "../../protocol/commands/is_leave_word.ts";
import { ChatClient } from "../session/client.ts";
import { DisplayFilter } from "../conversation/display_filter.ts";
import { ReadPoints } from "../conversation/read_points.ts";
import { MAX_PASTED_LINES } from "../conversation/max_pasted_lines.ts";
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import type { Closed } from "../session/event.ts";
import { closeMessage } from "../conversation/close_message.ts";
import type { ColorCount } from "./color_count.ts";
import { Drafts } from "./drafts.ts";
import { DraftsFile } from "./drafts_file.ts";
import { Ending } from "./ending.ts";
import { isMeasurable, loadWidths } from "./graphemes.ts";
import { promptLogin } from "./login_prompt.ts";
import { measuredDial } from "./measured_dial.ts";
import { Plain } from "./plain.ts";
import { LineHistory } from "./line_history.ts";
import { FilterFile } from "./filter_file.ts";
import { HistoryFile } from "./history_file.ts";
import { ReadPointsFile } from "./read_points_file.ts";
import { TerminalScreen } from "./screen.ts";
import { enableStyles } from "./style.ts";
import type { Display, DisplayOptions } from "./display.ts";
import { TerminalChat } from "./terminal_chat.ts";

/** Options of {@linkcode terminal}. */
export interface TerminalOptions extends InterfaceOptions {
  /** Name of the user; prompted for if undefined. */
  readonly name: string | undefined;
  readonly hasColor: boolean;
  /** How many colours the terminal has. */
  readonly colors: ColorCount;
  /** The kind of terminal, as `TERM` names it. */
  readonly term: string;
  /** Whether to print one event per line and never redraw. */
  readonly isPlain: boolean;
  /** Whether to begin with a full screen. */
  readonly isFull: boolean;
  /** Whether Ctrl+Z may stop the program. */
  readonly canSuspend: boolean;
  /** Whether the terminal wraps its rows anew when it becomes narrower. */
  readonly reflows: boolean;
  /** Path of the input history; undefined to store none. */
  readonly savesInput: string | undefined;
  /** Path of the file that keeps what the user chose not to see; undefined to keep nothing. */
  readonly filterFile: string | undefined;
  /** Path of the file that keeps how far rooms were read; undefined to keep it in this run only. */
  readonly pointsFile: string | undefined;
  /** Path of the file that keeps drafts; undefined to keep them in this run only. */
  readonly draftsFile: string | undefined;
  /** The server, as the user names it. */
  readonly server: string;
}

/**
 * Runs the chat on a terminal until the user leaves.
 *
 * @param options The connection, the user and the appearance.
 * @returns The exit code.
 * @throws {CliError} If it cannot connect, or the session ends for good.
 */
export async function terminal(options: TerminalOptions): Promise<number> {
  const { texts, room } = options;
  // What earlier runs kept is shown before a key or a frame could ask for widths.
  const isKnown = options.savesInput === undefined &&
    isMeasurable([room, options.name, options.server].join());
  if (!isKnown) await loadWidths();
  enableStyles(options.hasColor && !options.isPlain, options.colors);
  using historyFile = options.savesInput === undefined || options.isPlain
    ? undefined
    : HistoryFile.open(options.savesInput, texts);
  const left = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<Closed>();
  const client: ChatClient = new ChatClient({
    dial: measuredDial(options.dial),
    rooms: [room],
    asksUser: true,
    onEvent: (event) => {
      if (event.type === "closed") closed.resolve(event);
      else chat.receive(event);
    },
  });
  const typed: DisplayOptions = { onLine: (line) => chat.enter(line), onLeave: left.resolve };
  const display: Display = options.isPlain ? new Plain(typed) : new TerminalScreen({
    ...typed,
    texts: texts.client,
    canSuspend: options.canSuspend,
    reflows: options.reflows,
    term: options.term,
    lineHistory: new LineHistory(historyFile?.lines, (line) => historyFile?.add(line)),
    complete: (before) => chat.complete(before),
    editOfLast: () => chat.editOfLast,
    confirm: (line) => {
      if (isLeaveWord(line)) return texts.client.sendWord(line.trim());
      const count = line.split("\n").length;
      return count > MAX_PASTED_LINES ? texts.client.sendLines(count) : undefined;
    },
  });
  const filter = new DisplayFilter(
    options.filterFile === undefined ? undefined : new FilterFile(options.filterFile, texts),
  );
  const { pointsFile, server } = options;
  const points = new ReadPoints(pointsFile ? new ReadPointsFile(pointsFile, server) : undefined);
  const { draftsFile } = options;
  const drafts = new Drafts(draftsFile ? new DraftsFile(draftsFile, server) : undefined);
  const chat: TerminalChat = new TerminalChat({
    ...{ client, texts, room, display, filter, points, drafts },
    // A user with an input history has been here.
    isNewcomer: (historyFile?.lines.length ?? 0) === 0,
    onLeave: left.resolve,
  });
  const save = () => {
    chat.saveDrafts();
    chat.savePoints();
  };
  using ending = new Ending(display, { onLeave: left.resolve, save });
  try {
    const isConnected = await chat.waitFor(
      texts.client.connecting,
      Promise.race([client.connect().then(() => true), left.promise.then(() => false)]),
    );
    if (!isConnected) return ending.code;
    display.print([[{ text: texts.client.connected(options.address()) }]]);
    promptLogin({
      ...options,
      say: (...args) => chat.waitFor(texts.client.waiting, client.handshake(...args)),
      ask: (...args) => display.ask(...args),
      onRefused: (error) => chat.showRefusal(error),
    }).then(() => {
      // Lines that were typed meanwhile are for the full screen.
      if (options.isFull) chat.setScreen("full");
      chat.begin();
    }, left.reject);
    const end = await Promise.race([left.promise, closed.promise]);
    if (end !== undefined) throw new CliError(closeMessage(end, options.address(), texts));
    display.stop();
    client.quit();
    await closed.promise;
    return ending.code;
  } finally {
    chat.stopWaiting();
    save();
    chat.leaveFull();
    chat.tellUnsent();
    display.close();
  }
}
