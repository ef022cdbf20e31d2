import { Failure } from "../../cli/cli_error.ts";
import { LOBBY, nameKey } from "../../protocol/text/names.ts";
import { ChatClient } from "../session/client.ts";
import type { InterfaceOptions } from "../conversation/interface_options.ts";
import type { Closed } from "../session/event.ts";
import { lastWords } from "../conversation/close_message.ts";
import { Ending } from "./ending.ts";
import { greet } from "./login_prompt.ts";
import { Plain } from "./plain.ts";
import { Recall } from "./line_history.ts";
import { Remembered } from "./history_file.ts";
import { Screen } from "./screen.ts";
import { enableStyles } from "./style.ts";
import type { Surface, SurfaceOptions } from "./display.ts";
import { Talk } from "./terminal_chat.ts";

/** For how long the server may take to say goodbye, in milliseconds. */
const GOODBYE = 1_000;

/** Most lines of a message that is sent without asking. */
const MOST_LINES = 10;

/** What a terminal is told beside what each interface is. */
export interface TerminalOptions extends InterfaceOptions {
  /** The name to go by; asked for if it is left out. */
  readonly name: string | undefined;
  readonly hasColor: boolean;
  /** Whether nothing is drawn twice, and each event is a line. */
  readonly isPlain: boolean;
  /** Where typed lines are remembered; nowhere if it is left out. */
  readonly remembers: string | undefined;
}

/**
 * Talks at a terminal until whoever sits there leaves.
 *
 * @param options Where to connect, and how it is to look.
 * @returns The exit code.
 * @throws {Failure} If there is no connection to be had, or the server is gone for good.
 */
export async function terminal(options: TerminalOptions): Promise<number> {
  const { texts, room } = options;
  enableStyles(options.hasColor && !options.isPlain);
  using remembered = options.remembers === undefined || options.isPlain
    ? undefined
    : Remembered.open(options.remembers, texts);
  const left = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<Closed>();
  const client: ChatClient = new ChatClient({
    dial: options.dial,
    onEvent: (event) => {
      if (event.type === "closed") closed.resolve(event);
      else talk.take(event);
    },
  });
  const typed: SurfaceOptions = { onLine: (line) => talk.enter(line), onLeave: left.resolve };
  const surface: Surface = options.isPlain ? new Plain(typed) : new Screen({
    ...typed,
    recall: new Recall(remembered?.lines, (line) => remembered?.add(line)),
    isSecret: (line) => talk.isSecret(line),
    complete: (before) => talk.complete(before),
    confirm: (line) => {
      const count = line.split("\n").length;
      if (count <= MOST_LINES) return undefined;
      return { question: texts.client.sendLines(count), yes: texts.client.yes };
    },
  });
  const talk: Talk = new Talk({ client, texts, surface, onLeave: left.resolve });
  using ending = new Ending(surface, left.resolve);
  try {
    const isConnected = await talk.waitFor(
      texts.client.connecting,
      Promise.race([client.connect().then(() => true), left.promise.then(() => false)]),
    );
    if (!isConnected) return ending.code;
    surface.print([[{ text: texts.client.connected(options.address()) }]]);
    greet({
      ...options,
      say: (...args) => talk.waitFor(texts.client.waiting, client.greet(...args)),
      ask: (...args) => surface.ask(...args),
      onRefused: (message) => talk.take({ type: "server", message }),
    }).then(() => talk.begin(nameKey(room) === LOBBY ? undefined : room), left.reject);
    const end = await Promise.race([left.promise, closed.promise]);
    if (end !== undefined) throw new Failure(lastWords(end, options.address(), texts));
    surface.stop();
    client.quit();
    const timer = setTimeout(() => client.close(), GOODBYE);
    await closed.promise;
    clearTimeout(timer);
    return ending.code;
  } finally {
    talk.waitNoMore();
    surface.close();
  }
}
