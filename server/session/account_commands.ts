import type { ChangePassword, LogIn, Register } from "../../protocol/messages/messages.ts";
import type { Ref } from "../../protocol/messages/request.ts";
import { nameKey } from "../../protocol/text/names.ts";
import type { Hub } from "../chat/hub.ts";
import type { Member } from "../chat/member.ts";
import { withRef } from "../chat/ref.ts";

/** A request about the account of a name. */
export type AccountCommand =
  | Register
  | LogIn
  | ChangePassword
  | { readonly type: "logout"; readonly ref?: Ref }
  | { readonly type: "rename"; readonly name: string; readonly ref?: Ref };

/**
 * Does what somebody wants done with their name.
 *
 * @param hub Where they are.
 * @param member Who.
 * @param command What.
 * @throws {StoreError} If accounts can be neither read nor changed.
 */
export async function dispatchAccount(
  hub: Hub,
  member: Member,
  command: AccountCommand,
): Promise<void> {
  const mark = hub.accountWatch.version;
  try {
    await dispatch(hub, member, command);
  } finally {
    await hub.accountWatch.recheck(member, mark);
  }
}

async function dispatch(hub: Hub, member: Member, command: AccountCommand): Promise<void> {
  const { ref } = command;
  switch (command.type) {
    case "rename":
      return await rename(hub, member, command.name, ref);
    case "register":
      return await register(hub, member, command);
    case "login":
      return await logIn(hub, member, command);
    case "passwd":
      return await changePassword(hub, member, command);
    case "logout": {
      if (member.account === undefined) return hub.refuse(member, "not_logged_in", "", ref);
      await hub.logOut(member);
      return member.send({ type: "logged_out", name: member.name, ...withRef(ref) });
    }
  }
}

async function rename(hub: Hub, member: Member, name: string, ref?: Ref): Promise<void> {
  if (member.account !== undefined) {
    // Another case of the same letters is the same name.
    if (nameKey(name) !== member.key) return hub.refuse(member, "logged_in", member.name, ref);
  } else if (await hub.accounts.find(name)) {
    return hub.refuse(member, "password_required", name, ref);
  }
  await hub.rename(member, name, ref);
}

async function register(hub: Hub, member: Member, command: Register): Promise<void> {
  const { password, ref } = command;
  if (member.account !== undefined) return hub.refuse(member, "logged_in", member.name, ref);
  const accountResult = await hub.accounts.register(
    member.name,
    password,
    member.peer,
    member.identity,
  );
  if ("refusal" in accountResult) {
    return hub.refuse(member, accountResult.refusal.code, accountResult.refusal.value, ref);
  }
  if (!hub.roster.has(member)) return;
  await hub.logIn(member, accountResult.account);
  await hub.shareAccountChange();
  await adopt(hub, member, true);
  member.send({ type: "registered", name: member.name, ...withRef(ref) });
}

async function logIn(hub: Hub, member: Member, command: LogIn): Promise<void> {
  const { name, password, ref } = command;
  if (member.account !== undefined) return hub.refuse(member, "logged_in", member.name, ref);
  const accountResult = await hub.accounts.logIn(name, password, member.peer);
  if ("refusal" in accountResult) {
    return hub.refuse(member, accountResult.refusal.code, accountResult.refusal.value, ref);
  }
  await hub.moderation.operators.refresh(accountResult.account.id);
  if (!hub.roster.has(member)) return;
  const { id } = accountResult.account;
  const identities = [...member.identities, id];
  const banned = hub.access.refuseAdmission({
    ...{ key: nameKey(name), identities, address: member.address, account: id },
  });
  if (banned) return hub.refuse(member, banned.code, banned.value, ref);
  await hub.logIn(member, accountResult.account);
  await adopt(hub, member, false);
  member.send({ type: "logged_in", name: member.name, ...withRef(ref) });
}

/** Lets the account have what the guest had. The guest is in it already, so that must not fail with it. */
async function adopt(hub: Hub, member: Member, isNew: boolean): Promise<void> {
  await hub.moderation.keeper.adopt(member, isNew).catch((error) => hub.reportStoreError(error));
}

async function changePassword(hub: Hub, member: Member, command: ChangePassword): Promise<void> {
  const { password, new: fresh, ref } = command;
  if (member.account === undefined) return hub.refuse(member, "not_logged_in", "", ref);
  const { name, account, peer } = member;
  member.isChangingPassword = true;
  try {
    const accountResult = await hub.accounts.changePassword(name, password, fresh, peer);
    if ("refusal" in accountResult) {
      return hub.refuse(member, accountResult.refusal.code, accountResult.refusal.value, ref);
    }
    // The name may be another account's by now, of which this is no session.
    if (accountResult.account.id === account) await hub.confirm(member, accountResult.account);
  } finally {
    member.isChangingPassword = false;
  }
  await hub.shareAccountChange();
  if (!hub.roster.has(member)) return;
  member.send({ type: "password_changed", name: member.name, ...withRef(ref) });
}
