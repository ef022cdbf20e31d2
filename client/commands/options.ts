import { choice, integer, language, named, text, toggle, type Values } from "../../cli/flags.ts";
import { LOBBY, toName, toRoom } from "../../protocol/text/names.ts";

/** When to use colours; `auto` means on a terminal unless `NO_COLOR` is set. */
const COLORS = ["auto", "always", "never"] as const;

/** The flags of `chat connect`. */
export const CONNECT_FLAGS = {
  host: text("HOST", "127.0.0.1", (texts) => texts.flags.connectHost),
  port: integer("PORT", 12345, [1, 65_535], (texts) => texts.flags.connectPort),
  name: named("NAME", undefined, toName, (texts) => texts.flags.name),
  room: named("ROOM", LOBBY, toRoom, (texts) => texts.flags.room),
  "password-file": text("FILE", undefined, (texts) => texts.flags.passwordFile),
  tls: toggle((texts) => texts.flags.tls),
  ca: text("FILE", undefined, (texts) => texts.flags.ca),
  "server-name": text("NAME", undefined, (texts) => texts.flags.serverName),
  color: choice(COLORS, "auto", (texts) => texts.flags.color),
  full: toggle((texts) => texts.flags.full),
  plain: toggle((texts) => texts.flags.plain),
  "save-input": toggle((texts) => texts.flags.saveInput),
  split: toggle((texts) => texts.flags.split),
  json: toggle((texts) => texts.flags.json),
  lang: language(),
} as const;

/** The values of the flags of `chat connect`. */
export type ConnectOptions = Values<typeof CONNECT_FLAGS>;
