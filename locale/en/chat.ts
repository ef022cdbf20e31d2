/**
 * The texts in English. They are data and functions from values to text, without other logic.
 *
 * @module
 */
import { GUEST_PREFIXES } from "../languages.ts";
import type { ChatTexts } from "../texts/catalogue.ts";
import { durationFormat } from "../texts/duration_format.ts";
import { dayEn, momentEn } from "./dates.ts";
import { listed } from "../texts/listed.ts";
import { fullScreenEn } from "./full_screen.ts";
import { numberFormat } from "../texts/number_format.ts";
import { timeOfDay } from "../texts/time_format.ts";
import { causesEn, errorsEn } from "./errors.ts";
import { moderationCommandsEn, moderationEn } from "./moderation.ts";

/** The texts of a chat. */
export const chatEn: ChatTexts = {
  chat: {
    joined: (room) => `You joined ${room}.`,
    left: (room) => `You left ${room}.`,
    storedRooms: (rooms) => `Empty rooms: ${rooms.join(", ")}`,
    rooms: (rooms) =>
      `Active rooms: ${rooms.map(({ name, members }) => `${name} (${members})`).join(", ")}`,
    members: (room, names) => `In ${room}: ${names.join(", ")}`,
    memberAway: (name) => `${name} (away)`,
    away: (text) => `You are away now: ${text}`,
    back: "You are no longer away.",
    user: {
      registered: "registered account",
      guest: "no account",
      online: (time) => `online for ${time}`,
      idle: (time) => `idle for ${time}`,
      away: (text) => `away: ${text}`,
      rooms: (rooms) => `rooms in common: ${rooms.join(", ")}`,
      noRooms: "no rooms in common",
      address: (address) => `address: ${address}`,
    },
    duration: durationFormat("en"),
    nameAskedFor: (name) =>
      `Another user asked for the name ${name}. It stays yours while you are connected.`,
    renamed: (name) => `You are now known as ${name}.`,
    displaced: (from, name) => `The name ${from} is now registered: you are now known as ${name}.`,
    registered: (name) => `The name ${name} is now yours.`,
    loggedIn: (name) => `You are logged in as ${name}.`,
    passwordChanged: "Your password has been changed.",
    loggedOut: "You are logged out.",
    guest: GUEST_PREFIXES.en,
    history: (where, count) =>
      count === 1 ? `Last message of ${where}:` : `Last ${count} messages of ${where}:`,
    noHistory: (where) => `There are no messages in ${where} yet.`,
    found: (count) =>
      count === 0
        ? "Nothing found."
        : count === 1
        ? "1 message found:"
        : `${count} messages found:`,
    foundPartly: "The search took too long and stopped early: there may be more.",
    privately: "private",
    number: numberFormat("en"),
    time: timeOfDay,
    edited: (name, moment) => `${name} edited${moment ? ` (${moment})` : ""}`,
    deleted: (by, author, moment) =>
      `${by} deleted a message${author ? ` by ${author}` : ""}${moment ? ` (${moment})` : ""}`,
    replying: (from, to) => to ? `${from}, replying to ${to}` : `${from}, replying`,
    usage: (form) => `Usage: ${form}`,
    didYouMean: (word) => `; did you mean ${word}?`,
    goodbye: "Goodbye!",
    shuttingDown: "The server is shutting down.",
    moving: "This server is stopping, and another one takes over. Connect again.",
    replaced: "You signed in again over another connection.",
    accountChanged: "Your account was changed or removed. Log in again with its password.",
    error: "ERROR",
    system: "SYS",
  },
  moderation: moderationEn,
  errors: errorsEn,
  causes: causesEn,
  groups: {
    rooms: "Rooms",
    messages: "Messages",
    account: "Name and account",
    moderation: "Moderation",
    program: "App",
  },
  arguments: {
    room: "room",
    user: "user",
    name: "name",
    nameOrAddress: "name or address",
    newName: "name",
    message: "message",
    terms: "terms",
    text: "text",
    reason: "reason",
    count: "n",
    id: "id",
    command: "command",
    emoji: "emoji",
    minutes: "minutes",
    nameOrUses: "name or uses",
    code: "code",
    link: "link or all",
    password: "password",
    oldPassword: "old",
    newPassword: "new",
  },
  commands: {
    join:
      "join a room, which is created if it does not exist; with an invitation code, a private one",
    watch: "follow another room without leaving yours",
    unwatch: "stop following a room",
    leave: "leave this room or another one; close a private conversation",
    list: "list the rooms: first those with people, then empty ones",
    who: "list the members of this room, or of another room you are in",
    whois: "show a user: account, how long online and idle, whether away",
    msg: "send a private message",
    r: "reply to the last private message",
    query: "open a private conversation on the full screen or the page; with a message, send it",
    ignore: "hide a user's messages; without a name, list ignored users",
    unignore: "show a user's messages again",
    nick: "change your name",
    away: "set yourself as away, with a text; without one, as back",
    history: "show the room's latest messages",
    search: "search messages",
    me: "say what you are doing: /me waves",
    reply: "reply to a message: -1 is the room's last one, -2 the one before",
    edit: "edit one of your messages: -1 is your last one",
    delete: "delete one of your messages: -1 is your last one; operators can delete any, by its id",
    react: "react to a message with an emoji; with - before it, remove the reaction",
    register: "register your name with a password",
    login: "log in with a registered name",
    passwd: "change your password",
    logout: "log out and continue as a guest",
    bell:
      "choose when the bell rings: never, for messages to you, for all; notify: with a notification",
    clear: "clear the screen",
    quiet: "hide or show joins and leaves",
    reconnect: "reconnect now",
    full: "show rooms, messages and members on the full screen",
    line: "go back from the full screen to lines",
    ...moderationCommandsEn,
    help: "show this help, or explain one command",
    quit: "disconnect (also: sair)",
  },
  full: fullScreenEn,
  client: {
    connected: (address) => `[OK] Connected to ${address}`,
    cannotConnect: (address, reason) => `Cannot connect to ${address}: ${reason}`,
    notAnswered: (address) => `Cannot connect: no server answered at ${address}`,
    noAnswer: (seconds) => `the server did not answer within ${seconds} s`,
    closedEarly: "the server closed the connection without an answer",
    stoppedAnswering: "the server stopped answering",
    askName: "Enter your user name: ",
    askPassword: "Password: ",
    askAccountPassword: (name) => `${name} has an account. Password: `,
    askNewPassword: "New password: ",
    askAgain: "Repeat password: ",
    passwordsDiffer: "The passwords do not match.",
    passwordCancelled: "Cancelled: nothing changed.",
    passwordRule: "A password has 8 to 1,024 characters.",
    passwordErased:
      "Your password was erased from the screen. Enter it again; it will not be shown.",
    notInLine:
      "Type the command without the password. You are asked for it next, and it is not shown.",
    notUtf8: "it is neither UTF-8 nor UTF-16 with a byte order mark",
    cannotRead: (path, reason) => `Cannot read ${path}: ${reason}`,
    prompt: "You: ",
    nameMissing: "Without a terminal, give the name with --name",
    passwordNeeded: (name) =>
      `The name '${name}' needs a password: give it with --password-file or CHAT_PASSWORD`,
    users: (names, others) =>
      listed([...names, ...(others > 0 ? [`${others} others`] : [])], "and"),
    moved: {
      joined: (users, _, room) => `${users} joined ${room}.`,
      left: (users, _, room) => `${users} left ${room}.`,
      visited: (users, _, room) => `${users} joined and left ${room}.`,
      returned: (users, _, room) => `${users} left ${room} and came back.`,
    },
    renamed: (from, name) => `${from} is now known as ${name}.`,
    lost: (wait) => `Connection lost; trying again in ${wait}.`,
    failed: (error, wait) => `${error}; trying again in ${wait}.`,
    retrying: (form) => `Trying again. To come back under another name now, use ${form}.`,
    isAway: (name, text) => `${name} is away: ${text}`,
    returning: (name) => `Returning as ${name}…`,
    silent: (wait) => `The server stopped responding; trying again in ${wait}.`,
    back: (count) =>
      count === 0
        ? "Reconnected. You missed nothing."
        : count === 1
        ? "Reconnected. You missed 1 message, shown above."
        : `Reconnected. You missed ${count} messages, shown above.`,
    historyGap: (room) => `Some messages that you missed in ${room} are no longer stored.`,
    newMessages: "new",
    moreNew: "There are more new messages before these: /history shows them.",
    nowhere: "You are not in any room. Join one with /join <room>; /list shows the rooms.",
    noRoom: "no room",
    unread: "Unread: ",
    recentEnd: (room) => `End of the earlier messages in ${room}.`,
    earlier: (room, count) =>
      count === 0
        ? `There are no earlier messages in ${room}.`
        : count === 1
        ? `The previous message in ${room}:`
        : `The previous ${count} messages in ${room}:`,
    reacted: ({ from, emoji, removed, author, id }) => {
      const message = author === undefined ? `message ${id}` : `${author}'s message`;
      return removed
        ? `${from} removed ${emoji} from ${message}`
        : `${from} reacted with ${emoji} to ${message}`;
    },
    wasEdited: "(edited)",
    moment: momentEn,
    cannotRemember: (path, reason) => `Cannot save the input history in ${path}: ${reason}`,
    help: "Commands:",
    helpHint: "/help shows the commands and the keys.",
    tryingAt: (time, error = "No connection") =>
      `${error}; trying again at ${time} (/reconnect tries now)`,
    connecting: "Connecting…",
    tryingAgain: "Reconnecting…",
    waiting: "Waiting for the server…",
    paced: (count) =>
      count === 1
        ? "1 message to send, at the pace the server allows…"
        : `${count} messages to send, at the pace the server allows…`,
    unsentFrom: (first) => `Interrupted; nothing was sent from ${first} on`,
    unsent: (count, first, hasChanges) =>
      count === 1
        ? `1 ${hasChanges ? "change" : "message"} was not sent: ${first}`
        : `${count} messages ${
          hasChanges ? "or changes " : ""
        }were not sent, starting with ${first}`,
    watching: (room) => `You are following ${room}.`,
    unwatched: (room) => `You stay in ${room} only until you go to another room.`,
    notWatching: (room) => `You are not following ${room}.`,
    bell: (mode) =>
      ({
        off: "The bell is off.",
        msg: "The bell rings for private messages and when you are mentioned.",
        all: "The bell rings for every message.",
        notify: "The bell rings for messages to you and shows them as notifications.",
      })[mode],
    nowIn: (room) => `You are now in ${room}.`,
    privateInLines: (name) =>
      `In the line mode, type /msg ${name} and the message. On the full screen (/full), a private conversation has a place of its own.`,
    noSender: "You have not received a private message yet.",
    ignoring: (name) => `You no longer see messages from ${name}. To undo this: /unignore ${name}`,
    unignored: (name) => `You see messages from ${name} again.`,
    ignored: (names) =>
      names.length === 0
        ? "You are not ignoring any users."
        : `You are ignoring: ${names.join(", ")}`,
    notIgnored: (name) => `You do not ignore ${name}.`,
    quiet: (isOn) => isOn ? "Joins and leaves are hidden." : "Joins and leaves are shown.",
    cannotKeep: (path, reason) =>
      `This lasts only until you leave: cannot write ${path}: ${reason}`,
    sendLines: (count) => `Send ${count} lines as one message? [y/N]`,
    sendWord: (word) => `Send "${word}"? /quit leaves. [y/N]`,
    yes: "yY",
    interrupted: "Press Ctrl+C again to leave.",
    cannotSuspend: "Ctrl+Z does not work under deno task. Start the client as ./chat connect.",
    searching: (text, isFound) => `(search${isFound ? "" : ", nothing found"}: ${text}) `,
    notSent: "Not sent. The text is still in the line.",
    day: dayEn,
    queued: "No connection. It will be sent when the connection is back.",
    lineNotText: (number) =>
      `Line ${number} was not sent: it is neither UTF-8 nor UTF-16 with a byte order mark`,
    notJson: (line) => `Not a JSON object with a "type": ${line}`,
    unreadable: () => "The server sent something that this client does not understand.",
  },
};
