import type { Secret } from "../../../protocol/commands/command_entry.ts";
import { commandHelp } from "../../../locale/render/problem_text.ts";
import { accountProblem } from "../../conversation/account_problem.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import type { ConnectionEvent, UserInterface } from "../../conversation/user_interface.ts";
import { asksPassword } from "../../session/sign_in.ts";
import { ACCOUNT_CHANGED, LOST } from "../../session/close_reasons.ts";
import type { ReceivedMessage } from "../../conversation/conversation_entry.ts";
import { applyChange } from "./apply_change.ts";
import { FrameQueue } from "./frame_queue.ts";
import { catalogue, texts } from "./language.ts";
import { setNotifying } from "./notifications.ts";
import type { ConnectionStatus, Page } from "./page_state.ts";
import { errorText } from "../../../locale/render/error_message.ts";

/** Messages loaded before the first private message of a conversation, for context. */
const CONTEXT = 20;

/**
 * Creates the user interface of {@linkcode ChatModel} for the page: changes update signals, commands open dialogs.
 *
 * @param page The page.
 */
export function pageInterface(page: Page): UserInterface {
  const signalsOf = (conversation: Conversation) => page.conversations.of(conversation)!;
  const announce = (
    conversation: Conversation,
    message: Pick<ReceivedMessage, "from" | "text">,
  ) => {
    if (message.from !== page.name.peek()) page.onMessage(signalsOf(conversation), message);
  };
  const note = (text: string) => page.conversations.current.peek()?.model.note(text);
  const problem = (text: string, where = page.conversations.current.peek()?.model) =>
    where?.note(text, true);
  const askPassword = (secret: Secret) => {
    const { type, ...name } = secret;
    const isConnected = page.connection.peek().state === "online";
    const code = accountProblem(secret, { isConnected, isRegistered: page.isRegistered.peek() });
    if (code) problem(errorText({ code, value: page.name.peek() }, catalogue.value));
    else page.open.value = { kind: "account", action: type, ...name };
  };
  const changed = new FrameQueue<Conversation>((one) => page.conversations.of(one)?.update());
  return {
    onChange: (conversation) => {
      if (conversation) changed.add(conversation);
      else page.update();
    },
    onMessage: (message, conversation, isNew) => {
      if (isNew) announce(conversation, message);
      const isFirst = conversation.firstId === message.id && message.id > 1;
      if (isFirst && conversation.kind === "person") {
        void page.history.loadOlder(signalsOf(conversation), CONTEXT);
      }
    },
    // The log shows it already.
    onChanged: (change) => {
      applyChange(page, change);
      page.changed.value = change;
    },
    onRecent: () => {},
    onMissed: (_, conversation, added) => {
      for (const message of added) announce(conversation, message);
    },
    // Notices are notes in the log already, if there is one.
    onNotice: ({ text }) => {
      if (page.conversations.current.peek() === undefined) page.notice.value = text;
    },
    onMove: () => {},
    onLeft: (room) => page.forget(room),
    onConnection: (event) => {
      if (event.type === "unreadable") problem(catalogue.value.client.unreadable());
      else page.connection.value = toState(event, page.connection.peek());
    },
    goToRoom: (room, code) => page.goToRoom(room, code),
    sendPrivately: (to, text, options) => {
      const conversation = page.goToPerson(to);
      if (conversation) page.say(conversation, text, options);
    },
    leaveConversation: (from, room) => {
      const left = room === undefined ? signalsOf(from) : page.conversations.get("room", room);
      if (left) page.close(left);
      else problem(errorText({ code: "not_in_room", room: room! }, catalogue.value), from);
    },
    openPrivate: (name) => page.goToPerson(name),
    clear: (from) => signalsOf(from).isCleared.value = true,
    watch: (room) => page.join(room),
    unwatch: (room) => {
      const conversation = page.conversations.get("room", room);
      if (conversation) page.close(conversation);
    },
    listRooms: () => page.open.value = { kind: "rooms" },
    search: (terms) => page.open.value = { kind: "search", terms },
    showHistory: (from, limit) => page.history.loadOlder(signalsOf(from), limit),
    askPassword,
    warnOfPassword: (from, secret) => {
      problem(catalogue.value.client.notInLine, from);
      askPassword(secret);
    },
    warnOfPrivate: (from) => problem(texts.value.onlyInRooms, from),
    setBell: async (from, mode) => {
      const isOn = await setNotifying(mode !== "off");
      from.note(isOn ? texts.value.notifyOn : texts.value.notifyDenied);
    },
    setScreen: (from) => problem(catalogue.value.full.onlyInTerminal, from),
    showHelp: (about) => {
      if (about === undefined) page.open.value = { kind: "help" };
      else note(commandHelp(about, catalogue.value));
    },
    quit: () => page.leave(),
  };
}

function toState(
  event: Exclude<ConnectionEvent, { type: "unreadable" }>,
  before: ConnectionStatus,
): ConnectionStatus {
  switch (event.type) {
    case "lost": {
      const until = Date.now() + event.wait;
      if (before.state === "refused") return { ...before, until };
      return { state: "lost", until, reason: event.reason };
    }
    case "trying":
      if (before.state === "refused") return { ...before, until: Date.now() };
      return { reason: LOST, ...before, state: "lost", until: Date.now() };
    case "refused":
      return toRefused(event, before);
    case "back":
      return { state: "online" };
    case "closed":
      return { state: "ended", reason: event.reason, error: event.error };
  }
}

function toRefused(
  { error, name }: ConnectionEvent & { readonly type: "refused" },
  before: ConnectionStatus,
): ConnectionStatus {
  const isChanged = before.state === "lost" && before.reason === ACCOUNT_CHANGED;
  return {
    state: "refused",
    error: isChanged ? ACCOUNT_CHANGED : error,
    name,
    asksPassword: asksPassword(error),
  };
}
