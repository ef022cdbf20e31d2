import { assertEquals } from "@std/assert";
import { type Account, newAccountId } from "./account_store.ts";
import type { PrunedStore } from "./retention.ts";
import { directKey, type Draft } from "./store.ts";

function account(name: string): Account {
  return { id: newAccountId(), name, password: `hash of ${name}`, at: 1 };
}

function said(conversation: string, text: string): Draft {
  return { conversation, to: "Ana", from: "Bia", text, at: 1, person: "bia" };
}

/** What every store does with accounts. */
export const ACCOUNT_CONTRACT: Record<string, (open: () => Promise<PrunedStore>) => Promise<void>> =
  {
    async "keeps one account a name, however it is written"(open) {
      await using store = await open();
      const { accounts } = store;
      const [ana, bia] = [account("Ána"), account("bia")];
      assertEquals(await accounts.addAccount(bia), true);
      assertEquals(await accounts.addAccount(ana), true);
      assertEquals(await accounts.addAccount(account("ÁNA")), false);
      assertEquals(await accounts.findAccount("ána"), ana);
      assertEquals(await accounts.findAccount("ana"), undefined);
      assertEquals(await accounts.listAccounts(), [bia, ana]);
      assertEquals(await accounts.setPassword(bia.id, "other"), true);
      assertEquals((await accounts.findAccount("bia"))?.password, "other");
      assertEquals(await accounts.removeAccount(bia.id), true);
      assertEquals(await accounts.removeAccount(bia.id), false);
      assertEquals(await accounts.setPassword(bia.id, "third"), false);
      assertEquals(await accounts.listAccounts(), [ana]);
    },

    async "knows which talks have something new for an account"(open) {
      await using store = await open();
      const { accounts } = store;
      const [ana, bia] = [account("Ana"), account("Bia")];
      for (const one of [ana, bia]) await accounts.addAccount(one);
      // The account stands first in one key and second in the other.
      const both = directKey(ana.id, bia.id);
      const guest = directKey(ana.id, "zzz");
      assertEquals(await accounts.unseen(ana.id), []);
      await store.append([said(both, "um"), said(guest, "dois"), said(both, "três")]);
      await store.append([said("#geral", "quatro")]);
      const talks = async ({ id }: Account) =>
        (await accounts.unseen(id)).map(({ conversation, seen }) => [conversation, seen]);
      assertEquals(await talks(ana), [[both, 0], [guest, 0]]);
      assertEquals(await talks(bia), [[both, 0]]);
      await accounts.markSeen(ana.id, both, 1);
      await accounts.markSeen(ana.id, guest, 1);
      assertEquals(await talks(ana), [[both, 1]]);
      // What was seen stays seen.
      await accounts.markSeen(ana.id, both, 2);
      await accounts.markSeen(ana.id, both, 1);
      assertEquals([await talks(ana), await talks(bia)], [[], [[both, 0]]]);
      assertEquals(await accounts.removeAccount(ana.id), true);
      // Of an account that is gone nothing is remembered.
      await accounts.markSeen(ana.id, both, 2);
    },
  };
