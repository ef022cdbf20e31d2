import { ircWire } from "./irc_wire.ts";
import { jsonWire } from "./json_wire.ts";
import { natsStreamWire, natsWire } from "./nats_wire.ts";
import { respStreamWire, respWire } from "./resp_wire.ts";
import { textWire } from "./text_wire.ts";
import { webWire } from "./web_wire.ts";

/** The wires by name. */
export const WIRES = {
  json: jsonWire,
  text: textWire,
  web: webWire,
  resp: respWire,
  respStream: respStreamWire,
  nats: natsWire,
  natsStream: natsStreamWire,
  irc: ircWire,
} as const;

export type WireName = keyof typeof WIRES;
