import type { Command } from "../../protocol/commands/command_entry.ts";
import type {
  ChangePassword,
  ClientMessage,
  LogIn,
  Register,
  Rename,
} from "../../protocol/messages/client_messages.ts";
import type { ClientRequest } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import { withRef } from "../chat/ref.ts";
import { findHandler, type Handlers } from "./handler.ts";

/** Handlers of the commands about names and accounts. */
const HANDLERS = {
  rename,
  register,
  login: logIn,
  passwd: changePassword,
  logout: logOut,
} satisfies Partial<Handlers>;

/** A command about the name or account of a member. */
export type AccountCommand = Extract<ClientMessage, { readonly type: keyof typeof HANDLERS }>;

/** Whether a command is about the name or account of the member. */
export function isAccountCommand(command: Command): command is AccountCommand {
  return Object.hasOwn(HANDLERS, command.type);
}

/**
 * Carries out a command about the name or account of a member.
 *
 * @param hub The hub.
 * @param member The member that sent the command.
 * @param command The command.
 * @throws {StoreError} If accounts can be neither read nor changed.
 */
export async function runAccountCommand(
  hub: Hub,
  member: Member,
  command: AccountCommand,
): Promise<void> {
  const mark = hub.accountWatch.version;
  const handle = findHandler(HANDLERS, command);
  try {
    await handle?.(hub, member, command);
  } finally {
    await hub.accountWatch.recheck(member, mark);
  }
}

async function logOut(hub: Hub, member: Member, { ref }: ClientRequest): Promise<void> {
  if (member.account === undefined) return hub.refuse(member, { code: "not_logged_in" }, ref);
  await hub.identities.logOut(member);
  member.send({ type: "logged_out", name: member.name, ...withRef(ref) });
}

async function rename(hub: Hub, member: Member, { name, ref }: Rename): Promise<void> {
  if (member.account !== undefined) {
    // A change of case only is the same name.
    if (nameKey(name) !== member.key) {
      return hub.refuse(member, { code: "logged_in", value: member.name }, ref);
    }
  } else if (await hub.accounts.find(name)) {
    return hub.refuse(member, { code: "password_required", value: name }, ref);
  }
  await hub.identities.rename(member, name, ref);
}

async function register(hub: Hub, member: Member, command: Register): Promise<void> {
  const { password, ref } = command;
  if (member.account !== undefined) {
    return hub.refuse(member, { code: "logged_in", value: member.name }, ref);
  }
  const { name, peer, identity } = member;
  member.isChangingAccount = true;
  try {
    const accountResult = await hub.accounts.register(name, password, peer, identity);
    if ("refusal" in accountResult) {
      return hub.refuse(member, accountResult.refusal, ref);
    }
    if (!hub.roster.has(member)) return;
    await hub.identities.logIn(member, accountResult.account);
  } finally {
    member.isChangingAccount = false;
  }
  await hub.accountWatch.share();
  await adopt(hub, member, true);
  member.send({ type: "registered", name: member.name, ...withRef(ref) });
}

async function logIn(hub: Hub, member: Member, command: LogIn): Promise<void> {
  const { name, password, ref } = command;
  if (member.account !== undefined) {
    return hub.refuse(member, { code: "logged_in", value: member.name }, ref);
  }
  const accountResult = await hub.accounts.logIn(name, password, member.peer);
  if ("refusal" in accountResult) {
    return hub.refuse(member, accountResult.refusal, ref);
  }
  await hub.moderation.operators.refresh(accountResult.account.id);
  if (!hub.roster.has(member)) return;
  const { id } = accountResult.account;
  const identities = [...member.identities, id];
  const banned = hub.access.refuseAdmission({
    key: nameKey(name),
    identities,
    address: member.address,
    account: id,
  });
  if (banned) return hub.refuse(member, banned, ref);
  await hub.identities.logIn(member, accountResult.account);
  await adopt(hub, member, false);
  member.send({ type: "logged_in", name: member.name, ...withRef(ref) });
}

/** Returns the account the rights of the guest. The login is done by now, so a failure is only reported. */
async function adopt(hub: Hub, member: Member, isNew: boolean): Promise<void> {
  await hub.moderation.keeper.adopt(member, isNew).catch((error) =>
    hub.observer.onStoreFailed(error)
  );
}

async function changePassword(hub: Hub, member: Member, command: ChangePassword): Promise<void> {
  const { password, new: fresh, ref } = command;
  if (member.account === undefined) return hub.refuse(member, { code: "not_logged_in" }, ref);
  const { name, account, peer } = member;
  member.isChangingAccount = true;
  try {
    const accountResult = await hub.accounts.changePassword(name, password, fresh, peer);
    if ("refusal" in accountResult) {
      return hub.refuse(member, accountResult.refusal, ref);
    }
    // The name may belong to another account by now.
    if (accountResult.account.id === account) {
      await hub.identities.confirm(member, accountResult.account);
    }
  } finally {
    member.isChangingAccount = false;
  }
  await hub.accountWatch.share();
  if (!hub.roster.has(member)) return;
  member.send({ type: "password_changed", name: member.name, ...withRef(ref) });
}
