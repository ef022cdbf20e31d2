import { nameKey } from "../../protocol/text/names.ts";
import type { ChatClient } from "../session/client.ts";
import type { Conversation } from "./conversation.ts";
import type { Conversations } from "./conversations.ts";
import type { DisplayFilter } from "./display_filter.ts";
import type { Notices } from "./notices.ts";
import { errorText } from "../../locale/render/error_message.ts";

/** What the commands that change the filter need. */
interface FilterCommandOptions {
  readonly client: Pick<ChatClient, "name">;
  readonly conversations: Conversations;
  readonly filter: DisplayFilter;
  readonly notices: Notices;
}

/** Carries out `/ignore`: ignores a user, or lists the ignored ones. */
export function ignore(
  { client, conversations, filter, notices }: FilterCommandOptions,
  name: string | undefined,
  from: Conversation,
): void {
  const { client: texts } = notices.texts;
  if (name === undefined) return notices.note(texts.ignored(filter.ignored), [from]);
  if (nameKey(name) === nameKey(client.name)) {
    return notices.problem(errorText({ code: "forbidden", cause: "self" }, notices.texts), [from]);
  }
  const problem = filter.setIgnored(name, true);
  // Its unread messages are not shown any more.
  conversations.get("person", name)?.read();
  tell(texts.ignoring(name), problem, { conversations, notices }, from);
}

/** Carries out `/unignore`. */
export function unignore(
  { conversations, filter, notices }: FilterCommandOptions,
  name: string,
  from: Conversation,
): void {
  const { client: texts } = notices.texts;
  if (!filter.ignores(name)) return notices.problem(texts.notIgnored(name), [from]);
  tell(texts.unignored(name), filter.setIgnored(name, false), { conversations, notices }, from);
}

/** Carries out `/quiet`: hides or shows comings and goings, or tells which. */
export function setQuiet(
  { conversations, filter, notices }: FilterCommandOptions,
  isOn: boolean | undefined,
  from: Conversation,
): void {
  const problem = isOn === undefined ? undefined : filter.setQuiet(isOn);
  tell(notices.texts.client.quiet(filter.isQuiet), problem, { conversations, notices }, from);
}

/** Shows what changed, in every conversation, and why it will not last, if so. */
function tell(
  text: string,
  problem: string | undefined,
  { conversations, notices }: Pick<FilterCommandOptions, "conversations" | "notices">,
  from: Conversation,
): void {
  for (const conversation of conversations.all) conversation.onFilter();
  notices.note(text, [from]);
  if (problem !== undefined) notices.problem(problem, [from]);
}
