/** Texts of the web page after the login form that the terminal client does not share. */
export interface WebTexts {
  readonly skip: string;
  readonly rooms: string;
  readonly people: string;
  readonly noPeople: string;
  readonly members: string;
  memberCount(count: number): string;
  readonly you: string;
  readonly operator: string;
  unread(count: number, mentions: number): string;
  readonly openRooms: string;
  readonly openMembers: string;
  readonly close: string;
  readonly findRoom: string;
  readonly findRoomHint: string;
  readonly join: string;
  create(room: string): string;
  readonly noRooms: string;
  leave(room: string): string;
  readonly conversationMenu: string;
  closeConversation(name: string): string;
  speakTo(name: string): string;
  messageUser(name: string): string;
  readonly search: string;
  readonly searchHint: string;
  onlyHere(room: string): string;
  found(count: number, more: boolean): string;
  readonly foundNothing: string;
  /** Next to the results of a search that ended early. */
  readonly foundPartly: string;
  readonly more: string;
  readonly older: string;
  /** After the messages around one that the user jumped to. */
  readonly newer: string;
  readonly beginning: string;
  readonly noConversation: string;
  readonly emptyRoom: string;
  emptyConversation(name: string): string;
  readonly newMessages: string;
  toNewest(count: number): string;
  readonly today: string;
  readonly yesterday: string;
  message(where: string): string;
  readonly messageHint: string;
  readonly send: string;
  sendLines(count: number): string;
  /** Question before a word is sent that is probably meant to leave. */
  sendWord(word: string): string;
  tooLong(over: number): string;
  readonly completions: string;
  readonly messageActions: string;
  readonly actions: Readonly<
    Record<"react" | "reply" | "copy" | "link" | "edit" | "delete", string>
  >;
  /** After a text was copied. */
  readonly copied: string;
  /** Links to rooms and messages, and invitations. */
  readonly links: {
    readonly copy: string;
    readonly show: string;
    /** Next to a link of the server's own machine. */
    readonly local: string;
    /** Describes the QR code of an address. */
    code(url: string): string;
    readonly address: string;
    readonly invite: string;
    readonly about: string;
    readonly uses: string;
    readonly duration: string;
    /** Durations by their minutes. */
    readonly durations: Readonly<Record<60 | 1440 | 10080 | 43200, string>>;
    readonly create: string;
    /** Below a new invitation. */
    readonly once: string;
    readonly another: string;
    readonly open: string;
    revoke(id: string): string;
    readonly revokeAll: string;
  };
  mention(name: string): string;
  ignore(name: string): string;
  unignore(name: string): string;
  /** What an operator can do against a user. */
  readonly sanctions: Readonly<Record<"mute" | "kick" | "ban", (name: string) => string>>;
  readonly minutes: string;
  /** In the field for minutes, which may stay empty. */
  readonly forGood: string;
  readonly reason: string;
  readonly cancel: string;
  /** After the text of a message. */
  readonly edited: string;
  editedAt(day: string, time: string): string;
  readonly editing: string;
  /** Instead of the text of a message; `by` is its author or an operator. */
  deletedBy(by: string, reason: string | undefined): string;
  readonly deleteMessage: string;
  readonly deleteWarning: string;
  /** Before the name of the user who is replied to. */
  readonly inReplyTo: string;
  readonly goToQuoted: string;
  /** Instead of a quote whose message is deleted or no longer kept. */
  readonly quoteGone: string;
  readonly reactions: string;
  /** Names of users, of which `more` are missing. */
  reactedBy(names: readonly string[], more: number): string;
  readonly emoji: string;
  readonly emojiHint: string;
  readonly foundNoEmoji: string;
  readonly loading: string;
  readonly loadFailed: string;
  readonly sending: string;
  readonly waiting: string;
  notSent(reason: string): string;
  /** Of a message whose page was reloaded before the server confirmed it. */
  readonly interrupted: string;
  readonly sayAgain: string;
  readonly discard: string;
  readonly online: string;
  readonly offline: string;
  /** The browser has no network. */
  readonly noNetwork: string;
  /** The server stopped answering. */
  readonly silent: string;
  nextTry(seconds: number): string;
  readonly connecting: string;
  readonly tryNow: string;
  readonly ended: string;
  readonly replacedHere: string;
  readonly accountChanged: string;
  readonly comeBack: string;
  readonly menu: string;
  readonly notifications: string;
  readonly notify: string;
  readonly notifyOn: string;
  readonly notifyOff: string;
  readonly notifyDenied: string;
  /** Why there are none where the page came without TLS, and what to do. */
  readonly notifyInsecure: string;
  /** Which messages of a room notify. */
  readonly notifyLevels: Readonly<Record<"all" | "mentions" | "none", string>>;
  readonly sound: string;
  /** The setting that hides joins and leaves. */
  readonly quiet: string;
  readonly theme: string;
  readonly themes: Readonly<Record<"system" | "light" | "dark", string>>;
  readonly away: string;
  /** An example of what to say about being away. */
  readonly awayHint: string;
  readonly goAway: string;
  readonly comeBackFromAway: string;
  /** In place of what `whois` tells. */
  notConnected(name: string): string;
  readonly changeName: string;
  readonly account: string;
  registeredAs(name: string): string;
  readonly notRegistered: string;
  readonly register: string;
  readonly logIn: string;
  readonly logOut: string;
  readonly changePassword: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly again: string;
  readonly help: string;
  readonly helpKeys: readonly { readonly keys: string; readonly does: string }[];
  readonly commands: string;
  readonly quit: string;
  readonly onlyInRooms: string;
  mentioned(from: string, where: string): string;
  wrote(from: string): string;
}
