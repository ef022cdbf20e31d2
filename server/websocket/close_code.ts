import { decodeUtf8 } from "../dialect/dialect.ts";

/** Status codes of close frames (RFC 6455, 7.4.1). */
export const CLOSE_CODE = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  invalidPayload: 1007,
  policyViolation: 1008,
  messageTooBig: 1009,
} as const;

/** Bytes of a status code. */
const CODE_BYTES = 2;

/** Codes that peers may send: those of RFC 6455, registered with IANA, and for libraries and applications. */
const SENDABLE = [[1000, 1003], [1007, 1014], [3000, 4999]] as const;

/**
 * Checks the payload of a peer's close frame (RFC 6455, 5.5.1 and 7.4): empty, or a code that may be sent and a reason in
 * UTF-8.
 *
 * @param payload The payload.
 * @returns The close code of the violation; `undefined` if there is none.
 */
export function closeViolation(payload: Uint8Array): number | undefined {
  if (payload.length === 0) return undefined;
  if (payload.length < CODE_BYTES) return CLOSE_CODE.protocolError;
  const code = payload[0]! << 8 | payload[1]!;
  if (!SENDABLE.some(([first, last]) => code >= first && code <= last)) {
    return CLOSE_CODE.protocolError;
  }
  return decodeUtf8(payload.subarray(CODE_BYTES)) === undefined
    ? CLOSE_CODE.invalidPayload
    : undefined;
}
