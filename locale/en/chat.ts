/**
 * The texts in English. They are data and functions from values to text, without other logic.
 *
 * @module
 */
import { GUEST_PREFIXES } from "../languages.ts";
import type { ChatTexts } from "../texts/catalogue.ts";
import { durationFormat } from "../texts/duration_format.ts";
import { listed } from "../texts/listed.ts";
import { fullScreenEn } from "./full_screen.ts";
import { numberFormat } from "../texts/number_format.ts";
import { timeFormat } from "../texts/time_format.ts";
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
      idle: (time) => `silent for ${time}`,
      away: (text) => `away: ${text}`,
      rooms: (rooms) => `rooms in common: ${rooms.join(", ")}`,
      noRooms: "no rooms in common",
      address: (address) => `address: ${address}`,
    },
    duration: durationFormat("en"),
    nameAskedFor: (name) =>
      `Another client asked for the name ${name}. It stays yours while you are connected.`,
    renamed: (name) => `You are now known as ${name}.`,
    displaced: (from, name) => `The name ${from} is now registered: you are now known as ${name}.`,
    registered: (name) => `The name ${name} is now yours.`,
    loggedIn: (name) => `You are logged in as ${name}.`,
    passwordChanged: "Your password is changed.",
    loggedOut: (name) => `You are logged out, and now known as ${name}.`,
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
    foundPartly: "The search took too long and ended early: this may not be all.",
    privately: "private",
    number: numberFormat("en"),
    time: timeFormat("en", { timeStyle: "short", hourCycle: "h23" }),
    edited: (name, moment) => `${name} edited${moment ? ` (${moment})` : ""}`,
    deleted: (by, author, moment) =>
      `${by} deleted a message${author ? ` by ${author}` : ""}${moment ? ` (${moment})` : ""}`,
    replying: (from, to) => to ? `${from}, replying to ${to}` : `${from}, replying`,
    usage: (form) => `Usage: ${form}`,
    didYouMean: (word) => `; did you mean ${word}?`,
    goodbye: "Goodbye!",
    shuttingDown: "The server is shutting down.",
    moving: "This server stops; another one goes on. Connect again.",
    replaced: "You came in again over another connection.",
    accountChanged: "Your account was changed or removed: log in again with its password.",
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
    moderation: "Looking after rooms",
    program: "Program",
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
    join: "go to a room, made if there is none; with the code of an invitation, to a private one",
    watch: "follow one more room, and stay in yours",
    unwatch: "follow a room no more",
    leave: "leave this room, or another one of yours; close a private conversation",
    list: "list the rooms: those with people, then empty ones",
    who: "list the members of the room, or of another one of yours",
    whois: "show a user: account, time online and silent, away or not",
    msg: "speak to one person",
    r: "answer the last private message",
    query: "open the private conversation with a user, and say something there",
    ignore: "show nothing from a user any more; without a name, list the ignored users",
    unignore: "show a user's messages again",
    nick: "change your name",
    away: "mark yourself as away, with a text; without one, as back",
    history: "show the room's latest messages",
    search: "search the messages",
    me: "tell what you are doing: /me waves",
    reply: "reply to a message: -1 is the last one of the room, -2 the one before",
    edit: "change the text of a message of yours: -1 is your last one",
    delete: "delete a message of yours: -1 is your last one; operators delete any, by its id",
    react: "react to a message with an emoji; with - before the emoji, remove the reaction",
    register: "keep your name for yourself",
    login: "use a name that is registered",
    passwd: "change your password",
    logout: "go on without your registered name",
    bell: "ring the bell: never, for messages to you, for all; notify: with a notification",
    clear: "clear the screen",
    quiet: "hide joins and leaves",
    reconnect: "connect anew, at once",
    full: "show rooms, messages and members on a full screen",
    line: "show the chat as lines again",
    ...moderationCommandsEn,
    help: "show this help, or what one command does",
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
    askNewPassword: "New password: ",
    askAgain: "Repeat password: ",
    passwordsDiffer: "The passwords do not match.",
    passwordCancelled: "Cancelled: nothing changed.",
    passwordRule: "A password has 8 to 1,024 characters.",
    passwordErased:
      "Your password is erased from the screen. Enter it again; it will not be shown.",
    notInLine: "Give the command without the password, which is then asked for unseen.",
    notUtf8: "it is neither UTF-8 nor UTF-16 with a byte order mark",
    cannotRead: (path, reason) => `Cannot read ${path}: ${reason}`,
    prompt: "You: ",
    nameMissing: "Without a terminal, give the name with --name",
    passwordNeeded: (name) =>
      `The name '${name}' asks for a password: give it with --password-file or CHAT_PASSWORD`,
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
    retrying: (form) => `Trying again; use ${form} to return under another name at once.`,
    isAway: (name, text) => `${name} is away: ${text}`,
    returning: (name) => `Returning as ${name}…`,
    silent: (wait) => `The server stopped responding; trying again in ${wait}.`,
    back: (count) =>
      count === 0
        ? "Back; you missed nothing."
        : count === 1
        ? "Back; you missed 1 message, which is above."
        : `Back; you missed ${count} messages, which are above.`,
    historyGap: (room) => `Some of what was said in ${room} meanwhile was not kept.`,
    newMessages: "new",
    moreNew: "There are more new messages before these: /history shows them.",
    nowhere: "You are in no room. /join <room> enters one; /list shows which there are.",
    noRoom: "no room",
    unread: "Unread: ",
    recentEnd: (room) => `End of the earlier messages of ${room}.`,
    earlier: (room, count) =>
      count === 0
        ? `There is nothing before that in ${room}.`
        : count === 1
        ? `The message before those in ${room}:`
        : `The ${count} messages before those in ${room}:`,
    reacted: ({ from, emoji, removed, author, id }) => {
      const message = author === undefined ? `message ${id}` : `${author}'s message`;
      return removed
        ? `${from} removed ${emoji} from ${message}`
        : `${from} reacted with ${emoji} to ${message}`;
    },
    wasEdited: "(edited)",
    moment: timeFormat("en", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" }),
    cannotRemember: (path, reason) => `Cannot keep what is typed in ${path}: ${reason}`,
    help: "Commands:",
    helpHint: "/help shows the commands and the keys.",
    tryingAt: (time, error = "No connection") =>
      `${error}; trying again at ${time} (/reconnect tries now)`,
    connecting: "Connecting…",
    tryingAgain: "Connecting again…",
    waiting: "Waiting for the server…",
    paced: (count) =>
      count === 1
        ? "1 message is waiting, at the server's pace…"
        : `${count} messages are waiting, at the server's pace…`,
    unsentFrom: (first) => `Interrupted; not sent from ${first} on`,
    unsent: (count, first, hasChanges) =>
      count === 1
        ? `1 ${hasChanges ? "change" : "message"} was not sent: ${first}`
        : `${count} messages ${
          hasChanges ? "or changes " : ""
        }were not sent, starting with ${first}`,
    watching: (room) => `You follow ${room}.`,
    unwatched: (room) => `You are in ${room} only until you go to another room.`,
    notWatching: (room) => `You do not follow ${room}.`,
    bell: (mode) =>
      ({
        off: "The bell never rings.",
        msg: "The bell rings when somebody speaks to you or says your name.",
        all: "The bell rings at every message of others.",
        notify: "The bell rings for messages to you, which are shown as notifications, too.",
      })[mode],
    nowIn: (room) => `You are now in ${room}.`,
    noSender: "No one has sent you a private message yet.",
    ignoring: (name) => `You no longer see messages from ${name} (/unignore ${name} shows them).`,
    unignored: (name) => `You see messages from ${name} again.`,
    ignored: (names) =>
      names.length === 0 ? "You ignore no one." : `You ignore: ${names.join(", ")}`,
    notIgnored: (name) => `You do not ignore ${name}.`,
    quiet: (isOn) => isOn ? "Joins and leaves are hidden." : "Joins and leaves are shown.",
    cannotKeep: (path, reason) => `This lasts until you leave: cannot write ${path}: ${reason}`,
    sendLines: (count) => `Send ${count} lines in one message? [y/N]`,
    sendWord: (word) => `Send "${word}" as a message? /quit leaves. [y/N]`,
    yes: "yY",
    interrupted: "Press Ctrl+C again to leave.",
    cannotSuspend: "Ctrl+Z does not work under deno task. Start the client as ./chat connect.",
    searching: (text, isFound) => `(search${isFound ? "" : ", nothing found"}: ${text}) `,
    notSent: "It was not sent; it is still in the line.",
    day: (at) => new Date(at).toLocaleDateString("en", { dateStyle: "full" }),
    queued: "No connection: it will be said when there is one again.",
    lineNotText: (number) =>
      `Line ${number} was not sent: it is neither UTF-8 nor UTF-16 with a byte order mark`,
    notJson: (line) => `Not a JSON object with a "type": ${line}`,
    unreadable: () => "The server sent something that cannot be understood.",
  },
};
