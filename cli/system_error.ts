import type { SystemTexts } from "../locale/texts/system.ts";

/** Texts by the system's codes. Node and Deno use the names of POSIX on every system, and Node those of `getaddrinfo`. */
const BY_CODE: Readonly<Record<string, keyof SystemTexts>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  ENOTCONN: "reset",
  ETIMEDOUT: "timeout",
  EHOSTUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  ENOTFOUND: "noHost",
  EAI_NONAME: "noHost",
  EAI_NODATA: "noHost",
  EAI_AGAIN: "lookupFailed",
  EAI_FAIL: "lookupFailed",
  EADDRINUSE: "addressInUse",
  EADDRNOTAVAIL: "foreignAddress",
  EACCES: "denied",
  EPERM: "denied",
  ENOENT: "missing",
  ENOTDIR: "notDirectory",
  EISDIR: "isDirectory",
  EEXIST: "exists",
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "readOnly",
  EMFILE: "tooManyOpen",
  ENFILE: "tooManyOpen",
  ENOMEM: "noMemory",
  ENOBUFS: "noMemory",
  EIO: "inputOutput",
  ENAMETOOLONG: "nameTooLong",
  ELOOP: "linkLoop",
  EBUSY: "inUse",
  ETXTBSY: "inUse",
  EINVAL: "invalid",
  EAFNOSUPPORT: "unsupported",
};

/** Texts by the names of Deno's classes, for errors without a code. */
const BY_CLASS: Readonly<Record<string, keyof SystemTexts>> = {
  ConnectionRefused: "refused",
  ConnectionReset: "reset",
  ConnectionAborted: "reset",
  BrokenPipe: "reset",
  NotConnected: "reset",
  UnexpectedEof: "reset",
  TimedOut: "timeout",
  NetworkUnreachable: "unreachable",
  AddrInUse: "addressInUse",
  AddrNotAvailable: "foreignAddress",
  PermissionDenied: "denied",
  NotCapable: "denied",
  NotFound: "missing",
  NotADirectory: "notDirectory",
  IsADirectory: "isDirectory",
  AlreadyExists: "exists",
  FilesystemLoop: "linkLoop",
  Busy: "inUse",
};

/**
 * Explains an error of the operating system in words for users. Callers name the address or the file.
 *
 * @param error Error of a call of Deno or Node.
 * @param texts The texts of the language.
 * @returns The explanation; for an error that has none, its {@linkcode bareMessage}.
 */
export function systemReason(error: unknown, texts: SystemTexts): string {
  const cause = systemCause(error);
  return cause === undefined ? bareMessage(error) : texts[cause];
}

/**
 * Classifies an error of the operating system.
 *
 * @param error Error of a call of Deno or Node.
 * @returns The key of its text, or `undefined` if it has none.
 */
export function systemCause(error: unknown): keyof SystemTexts | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { readonly code?: unknown };
  if (typeof code === "string" && Object.hasOwn(BY_CODE, code)) return BY_CODE[code];
  if (Object.hasOwn(BY_CLASS, error.name)) return BY_CLASS[error.name];
  return lookupCause(error.message);
}

/** Classifies a failed lookup of a host, for which Deno has neither class nor code; 11002 is `WSATRY_AGAIN`. */
function lookupCause(message: string): keyof SystemTexts | undefined {
  if (!/^failed to lookup address|\(os error 1100[1-4]\)/.test(message)) return undefined;
  return /temporary failure|try again|os error 11002/i.test(message) ? "lookupFailed" : "noHost";
}

/**
 * Returns the message of an error without the call and the numbers that the runtime adds.
 *
 * @param error Any value that was thrown.
 */
export function bareMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ \(os error .*/s, "").split("\n", 1)[0]!;
}
