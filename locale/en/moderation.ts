import type { ModerationCommands, ModerationTexts } from "../texts/moderation.ts";

/** Texts of moderation in English. */
export const moderationEn: ModerationTexts = {
  topic: (room, text, by) => `Topic of ${room}: ${text} (${by})`,
  noTopic: (room) => `${room} has no topic.`,
  events: {
    banned: ({ name, by, where, detail }) => `${by} banned ${name} from ${where}${detail}.`,
    unbanned: ({ name, by, where }) => `${by} lifted the ban of ${name} from ${where}.`,
    muted: ({ name, by, where, detail }) => `${by} muted ${name} in ${where}${detail}.`,
    unmuted: ({ name, by, where }) => `${by} unmuted ${name} in ${where}.`,
    opped: ({ name, by, where }) => `${by} made ${name} an operator of ${where}.`,
    deopped: ({ name, by, where }) => `${by} had ${name} look after ${where} no longer.`,
    owner: ({ name, by, where }) => `${by} made ${name} the owner of ${where}.`,
    invited: ({ name, by, where }) => `${by} invited ${name} to ${where}.`,
  },
  kicked: ({ name, by, where, detail }) => `${by} put ${name} out of ${where}${detail}.`,
  closed: (room, by) => `${by} closed ${room}: only who is invited comes in.`,
  opened: (room, by) => `${by} opened ${room} to everybody.`,
  bans: (where, count) =>
    count === 0 ? `Nobody is banned or muted in ${where}.` : `Banned and muted in ${where}:`,
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
      ? `All open invitation links of ${room} are revoked.`
      : `Invitation link ${id} of ${room} is revoked.`,
  you: "you",
  everywhere: "the whole server",
  until: (moment) => `until ${moment}`,
  audit: (by, what, refused) =>
    `[MODERATION] ${by}: ${what}${refused ? ` — refused (${refused})` : ""}`,
};

/** Help of each moderation command in English. */
export const moderationCommandsEn: ModerationCommands = {
  topic: "tell the room's topic; operators change it, and clear it with -",
  invite: "invite a user to a private room; without a name, create an invitation link (operators)",
  invites: "list the room's open invitation links (operators)",
  uninvite: "revoke an invitation link, or all of them: /uninvite all (operators)",
  kick: "put somebody out of the room (operators)",
  ban: "keep somebody out of the room (operators); with * out of the server (its operators)",
  unban: "let somebody in again (operators)",
  bans: "tell who is banned or muted (operators)",
  mute: "let somebody speak no more (operators)",
  unmute: "let somebody speak again (operators)",
  private: "close the room to who is not invited, or open it (owner)",
  op: "make somebody an operator of the room (owner)",
  deop: "take that back; of oneself, let the room go (owner)",
  owner: "give the room an owner (operators of the server)",
};
