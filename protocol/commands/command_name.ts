/** The name of a command by which rooms are looked after. */
export type ModerationCommandName =
  | "topic"
  | "invite"
  | "kick"
  | "ban"
  | "unban"
  | "bans"
  | "mute"
  | "unmute"
  | "private"
  | "op"
  | "deop"
  | "owner";

/** The name of a command that a line may begin with, after its `/`. */
export type CommandName =
  | "join"
  | "watch"
  | "unwatch"
  | "list"
  | "who"
  | "msg"
  | "nick"
  | "history"
  | "search"
  | "register"
  | "login"
  | "passwd"
  | "logout"
  | ModerationCommandName
  | "bell"
  | "reconnect"
  | "help"
  | "quit";
