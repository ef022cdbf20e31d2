import { ircWire } from "./irc_wire.ts";
import { jsonWire } from "./json_wire.ts";
import { natsWire } from "./nats_wire.ts";
import { respWire } from "./resp_wire.ts";
import { textWire } from "./text_wire.ts";
import { webWire } from "./web_wire.ts";

/** The wires by name. */
export const WIRES = {
  json: jsonWire,
  text: textWire,
  web: webWire,
  resp: respWire,
  nats: natsWire,
  irc: ircWire,
} as const;

export type WireName = keyof typeof WIRES;
