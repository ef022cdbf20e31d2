import type { CauseTexts, ErrorTexts } from "../texts/errors.ts";

/** Texts of errors by code, in English. */
export const errorsEn: ErrorTexts = {
  bad_message: ({ value }) => `Invalid message: ${value}`,
  unknown_type: ({ quoted }) => `Unknown command: ${quoted} (see /help)`,
  hello_required: ({ quoted }) => `The first message must be "hello", sent once; got ${quoted}.`,
  unsupported_version: ({ quoted }) => `Unknown version of the protocol: ${quoted}`,
  bad_name: ({ quoted }) => `Invalid name: ${quoted}`,
  name_taken: ({ value }) => `The name '${value}' is taken, or too similar to one that is.`,
  password_required: ({ value }) => `The name '${value}' needs a password: /login ${value}`,
  wrong_password: () => "Wrong password.",
  wrong_code: ({ room }) =>
    `This invitation to ${room} is not valid: its code is wrong, used up, expired or revoked. Ask for a new one.`,
  bad_password: () => "A password must have 8 to 1,024 characters.",
  tls_required: () =>
    "This connection is not encrypted, so others could read your password. Passwords are accepted only over TLS.",
  logged_in: ({ value }) => `You are logged in as ${value}: /logout first.`,
  not_logged_in: () => "You are not logged in: /login <name>.",
  bad_room: ({ quoted }) => `Invalid room: ${quoted}`,
  not_in_room: ({ room }) =>
    room ? `You are not in ${room}.` : "You are not in any room: /join <room>.",
  no_such_user: ({ value, room }) =>
    room ? `${value} is not in ${room}.` : `No user is called '${value}'.`,
  no_such_room: ({ room }) => `There is no room ${room}.`,
  too_long: ({ count, limit }) => `Too long: ${count} characters (the limit is ${limit}).`,
  bad_text: ({ limit }) => `Too many accents on one letter (the limit is ${limit}).`,
  frame_too_large: ({ count, limit }) => `Frame too large: ${count} bytes (the limit is ${limit}).`,
  too_fast: ({ time }) => `Too fast: wait ${time}.`,
  too_many: ({ count, limit }) => `Too many: ${count} (the limit is ${limit}).`,
  not_stored: () => "The message was neither stored nor sent. Try again in a moment.",
  busy: () => "The server is busy. Try again in a moment.",
  forbidden: () => "Not allowed.",
  muted: ({ where, detail }) => `You cannot speak in ${where}${detail}.`,
  banned: ({ where, detail }) => `You are banned from ${where}${detail}.`,
  outcome_unknown: () =>
    "The connection was lost before the server answered, and the request about your account is not repeated. Check whether it worked, and try again if not.",
  not_found: () => "Not found.",
  slow_reader: ({ count }) => `Your connection is too slow: ${count} bytes were waiting for you.`,
  idle: () => "No answer for too long.",
  timeout: () => "Time is up.",
  shutting_down: () => "The server is shutting down.",
};

/** Texts of errors by cause, in English. */
export const causesEn: CauseTexts = {
  spaces: ({ joined }) => `No spaces: try ${joined}.`,
  length: ({ quoted, limit }) => `${quoted} is too long (the limit is ${limit} characters).`,
  scripts: ({ quoted }) => `${quoted} mixes letters of different alphabets.`,
  characters: ({ quoted }) =>
    `${quoted} is not allowed: use only letters, digits, '_', '-' and '.', starting with a letter or digit.`,
  reserved: ({ value }) => `'${value}' is reserved.`,
  similar: ({ room }) => `There is already a room with a name that looks like ${room}.`,
  text: ({ count, limit }) =>
    `Message too long: ${count} characters (the limit is ${limit}). It was not sent.`,
  topic: ({ count, limit }) =>
    `Topic too long: ${count} characters (the limit is ${limit}). Nothing changed.`,
  reason: ({ count, limit }) =>
    `Reason too long: ${count} characters (the limit is ${limit}). Nothing changed.`,
  away: ({ count, limit }) =>
    `Text too long: ${count} characters (the limit is ${limit}). Nothing changed.`,
  terms: ({ count, limit }) => `Search too long: ${count} characters (the limit is ${limit}).`,
  rooms: ({ limit }) => `You are in ${limit} rooms, which is the limit. Leave one first.`,
  owned_rooms: ({ limit }) => `Too many rooms for one owner (the limit is ${limit}).`,
  rules: ({ where, limit }) =>
    `${where} has too many bans, mutes, operators, invitations or links (the limit is ${limit}).`,
  words: ({ count, limit }) => `${count} words in one search (the limit is ${limit}).`,
  resume: ({ count, limit }) => `Too many rooms to resume: ${count} (the limit is ${limit}).`,
  emoji: ({ limit }) => `A message can have at most ${limit} different emoji.`,
  connections: () => "The server is full. Try again later.",
  address: ({ limit }) => `Too many connections from your address (the limit is ${limit}).`,
  pending: ({ limit }) =>
    `The server has too many connections that have not given a name (the limit is ${limit}). Try again.`,
  operators_only: ({ room }) => `Not allowed: only operators of ${room} can do that.`,
  owner_only: ({ room }) => `Not allowed: only the owner of ${room} can do that.`,
  register_first: ({ room }) =>
    `Not allowed: only the owner of ${room} can do that. Register your name (/register), and the room is yours.`,
  server_operators_only: () => "Not allowed: only operators of the server can do that.",
  outranked: ({ value }) => `Not allowed: ${value} has the same rights as you, or more.`,
  no_account: ({ value }) => `${value} needs a registered name first (/register).`,
  invited_only: ({ room }) => `Not allowed: ${room} is invite-only.`,
  lobby: ({ room }) => `Not allowed: ${room} is open to everyone.`,
  self: () => "Not allowed: you cannot do that to yourself.",
  edit: () => "Not allowed: only the author of a message can edit it.",
  delete: () => "Not allowed: only the author of a message or an operator can delete it.",
  delete_direct: () => "Not allowed: only the author of a message can delete it.",
  late: ({ time }) =>
    `Not allowed: you can edit or delete a message only within ${time} of sending it.`,
  never: () => "Not allowed: on this server, messages cannot be edited or deleted.",
  no_message: ({ value, where }) => `Message ${value} of ${where} does not exist or was deleted.`,
  no_ban: ({ value, where }) => `${value} is not banned from ${where}.`,
  no_mute: ({ value, where }) => `${value} is not muted in ${where}.`,
  no_rights: ({ value, where }) => `${value} is neither an operator nor the owner of ${where}.`,
  no_link: ({ room }) => `${room} has no such invitation link.`,
  sign_in: () => "Time is up: you did not give a name.",
  frame: ({ count }) => `Time is up: a frame stayed incomplete, with ${count} bytes.`,
  emoji_expected: ({ quoted }) => `${quoted} is not an emoji.`,
  id_expected: ({ quoted }) =>
    `${quoted} is not the id of a message: use its number, or -1 for the latest one.`,
  number_expected: ({ quoted }) => `${quoted} is not a number above zero.`,
  range_expected: ({ quoted, limit }) => `${quoted} is not a number from 1 to ${limit}.`,
};
