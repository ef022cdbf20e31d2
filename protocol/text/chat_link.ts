import { LARGEST } from "../limits.ts";
import { isInvitationCode } from "./invitation_code.ts";
import { toName, toRoom } from "./names.ts";

/** What a link to the web page opens: a room or a private conversation, and there perhaps a message. */
export type LinkTarget =
  | {
    readonly room: string;
    /** The `id` of a message. */
    readonly id?: number;
    /** The code of an invitation. */
    readonly code?: string;
  }
  | { readonly person: string; readonly id?: number };

/** `#/jogos`, `#/@Ana`, `#/jogos/1234`, `#/jogos?code=…`. Names have none of the characters that separate the parts. */
const FRAGMENT = /^#\/(@?)([^/?]+)(?:\/(\d{1,15}))?(?:\?code=([^&]+))?$/;

/**
 * Returns the fragment of a link. Everything is in the fragment because browsers never send it to a server: an invitation
 * in it stays out of the logs of servers and proxies.
 *
 * @param target What the link opens.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toFragment } from "./chat_link.ts";
 *
 * assertEquals(toFragment({ room: "#jogos", id: 1234 }), "#/jogos/1234");
 * assertEquals(toFragment({ person: "Ana" }), "#/@Ana");
 * ```
 */
export function toFragment(target: LinkTarget): string {
  const name = "room" in target
    ? encodeURIComponent(target.room.replace(/^#/, ""))
    : `@${encodeURIComponent(target.person)}`;
  const id = target.id === undefined ? "" : `/${target.id}`;
  const code = "room" in target && target.code !== undefined ? `?code=${target.code}` : "";
  return `#/${name}${id}${code}`;
}

/**
 * Returns a link to a web page.
 *
 * @param page Address of the page, as a server tells it.
 * @param target What the link opens.
 * @returns The link; `undefined` if the address is not one of HTTP.
 */
export function toLink(page: string, target: LinkTarget): string | undefined {
  const url = URL.parse(page);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  url.search = "";
  url.hash = toFragment(target);
  return url.href;
}

/**
 * Reads the fragment of a link.
 *
 * @param fragment The fragment with its `#`, as `location.hash` has it.
 * @returns What the link opens; `undefined` if it is no such link.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readFragment } from "./chat_link.ts";
 *
 * assertEquals(readFragment("#/%C3%A9rico"), { room: "#érico" });
 * assertEquals(readFragment("#top"), undefined);
 * ```
 */
export function readFragment(fragment: string): LinkTarget | undefined {
  const [, at, encoded = "", digits, code] = FRAGMENT.exec(fragment) ?? [];
  const given = decode(encoded);
  const about = digits === undefined || Number(digits) < 1 ? {} : { id: Number(digits) };
  if (at === "@") {
    const person = toName(given, LARGEST.name);
    return person === undefined ? undefined : { person, ...about };
  }
  const room = toRoom(given, LARGEST.room);
  if (room === undefined) return undefined;
  return { room, ...about, ...(code !== undefined && isInvitationCode(code) && { code }) };
}

/** Decodes percent escapes; empty, which is no name, if they are malformed. */
function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return "";
  }
}
