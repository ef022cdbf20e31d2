import { assertEquals } from "@std/assert";
import { type Account, MAX_STORED_ADDRESSES, newAccountId } from "../store/account_store.ts";
import type { PrunedStore } from "../store/retention.ts";
import type { NewMessage } from "../store/entry.ts";
import { directKey } from "../store/store.ts";

function account(name: string): Account {
  return { id: newAccountId(), name, password: `hash of ${name}`, at: 1, revision: 1 };
}

function said(conversation: string, text: string): NewMessage {
  return { conversation, to: "Ana", from: "Bia", text, at: 1, person: "bia" };
}

/** Tests of accounts for every store, by name. */
export const ACCOUNT_CONTRACT: Record<string, (open: () => Promise<PrunedStore>) => Promise<void>> =
  {
    async "keeps one account per name, however it is written"(open) {
      await using store = await open();
      const { accounts } = store;
      const [ana, bia] = [account("Ána"), { ...account("bia"), registrant: "digest" }];
      assertEquals(await accounts.addAccount(bia), true);
      assertEquals(await accounts.addAccount(ana), true);
      assertEquals(await accounts.addAccount(account("ÁNA")), false);
      assertEquals(await accounts.findAccount("ána"), ana);
      assertEquals(await accounts.findAccount("ana"), undefined);
      const keys = ["bia", "ana", "ána", "bia"];
      const found = await Promise.all(keys.map((key) => accounts.findAccount(key)));
      assertEquals(found, [bia, undefined, ana, bia]);
      assertEquals(await accounts.listAccounts(), [bia, ana]);
      assertEquals(await accounts.setPassword(bia, "other", 2), true);
      const changed = { ...bia, password: "other", revision: 2 };
      assertEquals(await accounts.findAccount("bia"), changed);
      // The account changed since it was read.
      assertEquals(await accounts.setPassword(bia, "late", 2), false);
      assertEquals(await accounts.removeAccount(bia.id), true);
      assertEquals(await accounts.removeAccount(bia.id), false);
      assertEquals(await accounts.setPassword(changed, "third", 3), false);
      assertEquals(await accounts.listAccounts(), [ana]);
    },

    async "lists changes of accounts while it keeps them"(open) {
      await using store = await open();
      const { accounts } = store;
      const { last } = await accounts.changes(undefined);
      assertEquals(await accounts.changes(last), { last, changed: [] });
      const ana = account("Ana");
      const change = { id: ana.id, key: "ana" };
      await accounts.addAccount(ana);
      await accounts.addAccount(account("ANA"));
      const added = await accounts.changes(last);
      assertEquals(added.changed, [change]);
      // Another hash of the same password is not a change.
      assertEquals(await accounts.setPassword(ana, "rehashed", 1), true);
      assertEquals((await accounts.changes(added.last)).changed, []);
      await accounts.setPassword(ana, "other", 2);
      await accounts.removeAccount(ana.id);
      await accounts.removeAccount(ana.id);
      const all = await accounts.changes(last);
      assertEquals(all.changed, [change, change, change]);
      assertEquals((await accounts.changes(added.last)).changed, [change, change]);
      // A server that last read another database, or read too long ago, has to read everything.
      assertEquals(await accounts.changes(all.last + 1_000), { last: all.last });
    },

    async "remembers the latest addresses of an account until it is removed"(open) {
      await using store = await open();
      const { accounts } = store;
      const [ana, bia] = [account("Ana"), account("Bia")];
      for (const one of [ana, bia]) await accounts.addAccount(one);
      for (let at = 1; at <= MAX_STORED_ADDRESSES; at++) {
        await accounts.noteAddress(ana.id, `d${at}`, at);
      }
      await accounts.noteAddress(ana.id, "d1", 100);
      await accounts.noteAddress(ana.id, "new", 101);
      await accounts.noteAddress("account:none", "d1", 1);
      const used = (one: Account, ...digests: string[]) =>
        Promise.all(digests.map((digest) => accounts.addressUsed(one.id, digest)));
      assertEquals(await used(ana, "d1", "d2", "d3", "new"), [100, undefined, 3, 101]);
      assertEquals(await used(bia, "d1"), [undefined]);
      await accounts.removeAccount(ana.id);
      assertEquals(await used(ana, "d1", "new"), [undefined, undefined]);
    },

    async "knows the conversations with unread messages for an account"(open) {
      await using store = await open();
      const { accounts } = store;
      const [ana, bia] = [account("Ana"), account("Bia")];
      for (const one of [ana, bia]) await accounts.addAccount(one);
      // The account's key is the first of one conversation and the second of the other.
      const both = directKey(ana.id, bia.id);
      const guest = directKey(ana.id, "zzz");
      assertEquals(await accounts.unseen(ana.id), []);
      await store.append([said(both, "um"), said(guest, "dois"), said(both, "três")]);
      await store.append([said("#geral", "quatro")]);
      const conversations = async ({ id }: Account) =>
        (await accounts.unseen(id)).map(({ conversation, seen }) => [conversation, seen]);
      assertEquals(await conversations(ana), [[both, 0], [guest, 0]]);
      assertEquals(await conversations(bia), [[both, 0]]);
      await accounts.markSeen(ana.id, both, 1);
      await accounts.markSeen(ana.id, guest, 1);
      assertEquals(await conversations(ana), [[both, 1]]);
      // Read messages stay read.
      await accounts.markSeen(ana.id, both, 2);
      await accounts.markSeen(ana.id, both, 1);
      assertEquals([await conversations(ana), await conversations(bia)], [[], [[both, 0]]]);
      assertEquals(await accounts.removeAccount(ana.id), true);
      // Nothing is stored of a removed account.
      await accounts.markSeen(ana.id, both, 2);
    },
  };
