import { LARGEST } from "../protocol/limits.ts";
import { toFragment } from "../protocol/text/chat_link.ts";
import { toRoom } from "../protocol/text/names.ts";
import type { Catalogue } from "../locale/texts/catalogue.ts";
import { readCommandLine } from "./command_line.ts";
import { language, UsageError } from "./flags.ts";
import { print } from "./print.ts";
import { errorText } from "../locale/render/error_message.ts";
import { badRoom } from "../protocol/messages/name_problem.ts";

/** The flags of `chat link`. */
export const LINK_FLAGS = { lang: language() } as const;

/**
 * Runs `chat link`: prints the address of a page, or of a room on it, and at a terminal its QR code. Opens no connection.
 *
 * @param args The arguments after `link`: the URL, the room, and flags.
 * @returns The exit code.
 * @throws {UsageError} If the command line is wrong.
 */
export async function link(args: readonly string[]): Promise<number> {
  const firstFlag = args.findIndex((argument) => argument.startsWith("-"));
  const words = args.slice(0, firstFlag < 0 ? args.length : firstFlag);
  const given = await readCommandLine("link", LINK_FLAGS, args.slice(words.length));
  if (given === "help") return 0;
  const url = toLink(words, given.texts);
  print(url);
  if (Deno.stdout.isTerminal()) {
    const { toQrCode } = await import("./qr_code.ts");
    print(toQrCode(url, Deno.consoleSize()));
  }
  return 0;
}

function toLink(
  [given = "", asked, extra]: readonly string[],
  texts: Catalogue,
): string {
  const { usage } = texts;
  if (extra !== undefined) throw new UsageError(usage.unexpected(extra));
  // A scheme may be missing, as in the address bar of a browser.
  const url = URL.parse(given.includes("://") ? given : `http://${given}`);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(usage.badValue("URL", given, "http[s]://HOST[:PORT]"));
  }
  // Without a room, the URL may be a whole link, as of an invitation.
  if (asked === undefined) return url.href;
  const room = toRoom(asked, LARGEST.room);
  if (room === undefined) throw new UsageError(errorText(badRoom(asked, LARGEST.room), texts));
  url.hash = toFragment({ room });
  return url.href;
}
