import { type LinkTarget, toLink } from "../../../protocol/text/chat_link.ts";

/**
 * Returns the address of a link to this page.
 *
 * @param target What the link opens.
 */
export function linkTo(target: LinkTarget): string {
  return toLink(location.href, target)!;
}
