import { errorMessage } from "../../locale/render/error_message.ts";
import type { Catalogue } from "../../locale/texts/catalogue.ts";
import type { Refusal } from "../net/refusal.ts";
import { encodeResponse, type HttpResponse, plain } from "./response.ts";

/** Encodes the HTTP answer for a rejected connection. */
export function encodeRejection(refusal: Refusal, texts: Catalogue): Uint8Array {
  return encodeResponse(rejectionResponse(refusal, texts));
}

/** Creates the answer to a rejected client. */
export function rejectionResponse(refusal: Refusal, texts: Catalogue): HttpResponse {
  const { code, message } = errorMessage(refusal, texts);
  const body = new TextEncoder().encode(`${message}\n`);
  const status = code === "banned" ? 403 : code === "too_fast" ? 429 : 503;
  return { ...plain(status), body };
}
