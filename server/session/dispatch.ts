import type { Join } from "../../protocol/messages/client_messages.ts";
import type { ModerationRequest } from "../../protocol/messages/moderation.ts";
import type { Command } from "../../protocol/commands/command_entry.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { isModerationRequest } from "../../protocol/commands/moderation_commands.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import { withRef } from "../chat/ref.ts";
import { sendPages } from "../chat/send_pages.ts";
import { type AccountCommand, isAccountCommand, runAccountCommand } from "./account_commands.ts";
import { answer, ask, whenDone } from "./answer.ts";
import { findHandler, type Handlers } from "./handler.ts";
import { changeMessage, say, sayDirect } from "./change_commands.ts";
import { describeUser, listMembers, listRooms, search } from "./queries.ts";
import { readHistory } from "./read_history.ts";

/** The command of a line that goes to a room. */
type Move = Extract<Command, { readonly type: "move" }>;

/** Handlers of commands that need no rights: whether the member is still a server operator is not looked up for them. */
const UNPRIVILEGED = {
  say,
  direct: sayDirect,
  edit: changeMessage,
  react: changeMessage,
  ping: (_hub, member, { ref }) => member.send({ type: "pong", ...withRef(ref) }),
  pong: (_hub, member, { ref }) => member.inbox?.confirm(ref),
  quit,
  hello: (hub, member, { ref }) =>
    hub.refuse(member, { code: "hello_required", value: "hello" }, ref),
} as const satisfies Partial<Handlers>;

/** Handlers of all other commands but those of moderation and accounts, which have tables of their own. */
const PRIVILEGED: Handlers<
  Exclude<
    Command["type"],
    keyof typeof UNPRIVILEGED | ModerationRequest["type"] | AccountCommand["type"]
  >
> = {
  join: (hub, member, command) => whenDone(hub, member, command.ref, join(hub, member, command)),
  move: (hub, member, command) => whenDone(hub, member, command.ref, move(hub, member, command)),
  leave: (hub, member, { room, ref }) => whenDone(hub, member, ref, hub.leave(member, room, ref)),
  // Operators delete messages of others.
  delete: changeMessage,
  list: (hub, member, { ref }) => sendList(hub, member, ref, () => listRooms(hub, member, ref)),
  who: (hub, member, { room, ref }) =>
    sendList(hub, member, ref, () => listMembers(hub, member, room, ref)),
  whois: (hub, member, command) =>
    ask(hub, member, command.ref, () => describeUser(hub, member, command)),
  away: (hub, member, { text, ref }) => whenDone(hub, member, ref, hub.setAway(member, text, ref)),
  // These may take long: messages sent meanwhile do not wait.
  history: (hub, member, command) =>
    ask(hub, member, command.ref, () => readHistory(hub, member, command), { isOrdered: false }),
  search: (hub, member, command) =>
    ask(hub, member, command.ref, () => search(hub, member, command), { isOrdered: false }),
};

/**
 * Carries out a command of a member. Answers may come later; nothing is thrown.
 *
 * @param hub The hub.
 * @param member The member that sent the command.
 * @param command The command.
 * @returns A promise if the session's next command must wait for it; it never rejects.
 */
export function dispatch(hub: Hub, member: Member, command: Command): Promise<void> | void {
  const handle = findHandler(UNPRIVILEGED, command);
  if (handle) return handle(hub, member, command);
  const confirmed = hub.moderation.operators.confirm(member);
  if (confirmed === undefined) return run(hub, member, command);
  // A member that left meanwhile must not enter rooms again.
  const isHere = () => hub.roster.has(member);
  const done = confirmed.then(() => isHere() ? run(hub, member, command) : undefined);
  return answer(hub, member, command.ref, done);
}

function run(hub: Hub, member: Member, command: Command): Promise<void> | void {
  if (isModerationRequest(command)) return moderate(hub, member, command);
  if (isAccountCommand(command)) {
    return answer(hub, member, command.ref, runAccountCommand(hub, member, command));
  }
  return findHandler(PRIVILEGED, command)?.(hub, member, command);
}

function moderate(hub: Hub, member: Member, request: ModerationRequest): Promise<void> | void {
  const { ref } = request;
  switch (request.type) {
    case "bans":
      return sendList(hub, member, ref, () => hub.moderation.listBans(member, request));
    case "invites":
      return sendList(hub, member, ref, () => hub.moderation.listLinks(member, request));
    default:
      return answer(hub, member, ref, hub.moderation.execute(member, request));
  }
}

/** Answers a request with a list, in pages. */
function sendList(
  hub: Hub,
  member: Member,
  ref: Ref | undefined,
  pages: () => AsyncGenerator<void, void>,
): Promise<void> | void {
  return ask(hub, member, ref, () => sendPages(hub.listing, member, pages()));
}

function join(hub: Hub, member: Member, command: Join): Promise<void> | void {
  const { room, after, code, ref } = command;
  const enter = () => hub.join(member, room, ref, after === undefined ? undefined : { after });
  return code === undefined ? enter() : enterByCode(hub, member, { room, code, ref }, enter);
}

function move(hub: Hub, member: Member, command: Move): Promise<void> | void {
  const { room, code, ref } = command;
  const enter = () => hub.move(member, room, ref);
  return code === undefined ? enter() : enterByCode(hub, member, { room, code, ref }, enter);
}

/** Redeems the code of an invitation link, then enters the room unless the code is refused. */
async function enterByCode(
  hub: Hub,
  member: Member,
  { room, code, ref }: { room: string; code: string; ref: Ref | undefined },
  enter: () => Promise<void> | void,
): Promise<void> {
  const refusal = await hub.moderation.links.redeem(member, room, code);
  if (refusal) return hub.refuse(member, refusal, ref);
  // The member may have left meanwhile.
  if (hub.roster.has(member)) await enter();
}

/** Closes the session after the answers to its earlier requests. */
function quit(hub: Hub, member: Member, command: Command): Promise<void> | void {
  if (member.asking) return member.asking.then(() => quit(hub, member, command));
  return whenDone(hub, member, command.ref, hub.quit(member, command.ref));
}
