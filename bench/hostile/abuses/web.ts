/** Requests to the web port. */
import { utf8 } from "../../wires/wire.ts";
import { type Abuse, inTurns } from "../abuse.ts";

/** Requests per write. */
const PIPELINED = 20;

const REQUESTS = utf8("GET /icon-512.png HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(PIPELINED));

export const WEB_ABUSES: readonly Abuse[] = [1, 60].map((connections) => ({
  name: `web-${connections}`,
  title: "`GET /icon-512.png` without a pause",
  connections,
  rate: Infinity,
  isWeb: true,
  say: inTurns([REQUESTS]),
}));
