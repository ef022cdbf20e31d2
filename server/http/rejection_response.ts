import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Refusal } from "../net/refusal.ts";
import { encodeResponse, plain } from "./response.ts";

/** Says over HTTP why a connection is not let in. */
export function turnAway({ code, value }: Refusal, texts: Catalogue): Uint8Array {
  const body = new TextEncoder().encode(`${texts.errors[code](value)}\n`);
  const status = code === "banned" ? 403 : code === "too_fast" ? 429 : 503;
  return encodeResponse({ ...plain(status), body });
}
