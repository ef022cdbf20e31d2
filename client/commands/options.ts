import {
  choice,
  type Flag,
  integer,
  language,
  named,
  text,
  toggle,
  type Values,
} from "../../cli/flags.ts";
import { LOBBY, toName, toRoom } from "../../protocol/text/names.ts";
import { readAddresses } from "../connection/addresses.ts";

const DEFAULT_PORT = 12345;

/** When to use colours; `auto` means on a terminal unless `NO_COLOR` is set. */
const COLORS = ["auto", "always", "never"] as const;

/** The flags of `chat connect`. */
export const CONNECT_FLAGS = {
  host: host(),
  port: integer("PORT", DEFAULT_PORT, [1, 65_535], (texts) => texts.flags.connectPort),
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

/** Creates the flag for the addresses of servers, which the first argument may also give. */
function host(): Flag<string> {
  const addresses = (given: string) => {
    readAddresses(given, DEFAULT_PORT);
    return given;
  };
  return {
    value: "HOST",
    fallback: "127.0.0.1",
    read: addresses,
    help: (texts) => texts.flags.connectHost,
  };
}

/** The values of the flags of `chat connect`. */
export type ConnectOptions = Values<typeof CONNECT_FLAGS>;
