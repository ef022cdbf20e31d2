import type {
  InvitationLink,
  LinkCreated,
  LinksRevoked,
  MemberModerated,
  ModerationRequest,
} from "../../protocol/messages/moderation.ts";

/** Parts of the sentence about a moderation event. */
export interface ModerationWords {
  readonly name: string;
  readonly by: string;
  /** The room or {@linkcode ModerationTexts.everywhere}. */
  readonly where: string;
  /** Reason and end, in parentheses after a space; empty without either. */
  readonly detail: string;
}

/** Texts of moderation in one language. */
export interface ModerationTexts {
  topic(room: string, text: string, by: string): string;
  noTopic(room: string): string;
  /** Sentences about actions against or in favour of a user. */
  readonly events: Readonly<Record<MemberModerated["type"], (words: ModerationWords) => string>>;
  kicked(words: ModerationWords): string;
  closed(room: string, by: string): string;
  opened(room: string, by: string): string;
  /** Heading of the list of bans, or a text that it is empty. */
  bans(where: string, count: number): string;
  ban(words: Omit<ModerationWords, "where">): string;
  mute(words: Omit<ModerationWords, "where">): string;
  /** A new invitation link; `end` is when it ends, `way` the link, or the command that joins by its code. */
  linkCreated(link: Pick<LinkCreated, "room" | "uses">, end: string, way: string): string;
  /** Heading of the list of invitation links, or a text that it is empty. */
  links(room: string, count: number): string;
  link(link: InvitationLink, end: string): string;
  linksRevoked(revoked: LinksRevoked): string;
  /** Names the user who reads a sentence, as its object. */
  readonly you: string;
  /** Names the whole server instead of a room. */
  readonly everywhere: string;
  until(moment: string): string;
  /** Log line of a moderation action. */
  audit(by: string, what: string, refused: string | undefined): string;
}

/** Help of each moderation command. */
export type ModerationCommands = Readonly<Record<ModerationRequest["type"], string>>;
