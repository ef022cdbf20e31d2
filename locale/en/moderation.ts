import type { ModerationCommands, ModerationTexts } from "../texts/moderation.ts";

/** Texts of moderation in English. */
export const moderationEn: ModerationTexts = {
  topic: (room, text, by) => `Topic of ${room}: ${text} (${by})`,
  noTopic: (room) => `${room} has no topic.`,
  events: {
    banned: ({ name, by, where, detail }) => `${by} banned ${name} from ${where}${detail}.`,
    unbanned: ({ name, by, where }) => `${by} unbanned ${name} from ${where}.`,
    muted: ({ name, by, where, detail }) => `${by} muted ${name} in ${where}${detail}.`,
    unmuted: ({ name, by, where }) => `${by} unmuted ${name} in ${where}.`,
    opped: ({ name, by, where }) => `${by} made ${name} an operator of ${where}.`,
    deopped: ({ name, by, where }) => `${by} removed ${name} as operator of ${where}.`,
    owner: ({ name, by, where }) => `${by} made ${name} the owner of ${where}.`,
    invited: ({ name, by, where }) => `${by} invited ${name} to ${where}.`,
  },
  kicked: ({ name, by, where, detail }) => `${by} kicked ${name} from ${where}${detail}.`,
  closed: (room, by) => `${by} made ${room} invite-only.`,
  opened: (room, by) => `${by} opened ${room} to everyone.`,
  bans: (where, count) =>
    count === 0 ? `There are no bans or mutes in ${where}.` : `Bans and mutes in ${where}:`,
  ban: ({ name, by, detail }) => `${name}: banned by ${by}${detail}`,
  mute: ({ name, by, detail }) => `${name}: muted by ${by}${detail}`,
  linkCreated: ({ room, uses }, end, way) =>
    `Invitation to ${room} for ${uses === 1 ? "1 user" : `${uses} users`}, ${end}: ${way}`,
  links: (room, count) =>
    count === 0 ? `${room} has no open invitation links.` : `Open invitation links of ${room}:`,
  link: ({ id, uses, by }, end) =>
    `${id}: for ${uses === 1 ? "1 more user" : `${uses} more users`}, ${end}, created by ${by}`,
  linksRevoked: ({ room, id }) =>
    id === undefined
      ? `All open invitation links of ${room} were revoked.`
      : `Invitation link ${id} of ${room} was revoked.`,
  you: "you",
  everywhere: "the whole server",
  until: (moment) => `until ${moment}`,
  audit: (by, what, refused) =>
    `[MODERATION] ${by}: ${what}${refused ? ` — refused (${refused})` : ""}`,
};

/** Help of each moderation command in English. */
export const moderationCommandsEn: ModerationCommands = {
  topic: "show the room's topic; operators can change it, or clear it with -",
  invite: "invite a user to a private room; without a name, create an invitation link (operators)",
  invites: "list the room's open invitation links (operators)",
  uninvite: "revoke an invitation link, or all of them: /uninvite all (operators)",
  kick: "remove a user from the room (operators)",
  ban: "ban a user from the room (operators); with *, from the server (its operators)",
  unban: "lift a ban (operators)",
  bans: "list bans and mutes (operators)",
  mute: "keep a user from speaking in the room (operators)",
  unmute: "let a user speak again (operators)",
  private: "make the room invite-only, or open it again (owner)",
  op: "make a user an operator of the room (owner)",
  deop: "remove a user as operator; with your own name, give up the room (owner)",
  owner: "give the room an owner (operators of the server)",
};
