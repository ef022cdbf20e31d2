import { assertEquals } from "@std/assert";
import { DAY } from "../async/durations.ts";
import { scryptSync } from "node:crypto";
import { newAccountId } from "../store/account_store.ts";
import { MemoryStore } from "../store/memory/store.ts";
import { Accounts } from "./accounts.ts";

const PASSWORD = "cavalo certo";

/** A cheap hash, because these tests try many passwords. */
function cheapHash(): string {
  const salt = new Uint8Array(16);
  const hash = scryptSync(PASSWORD, salt, 32, { N: 2, r: 1, p: 1 });
  const [left, right] = [salt, new Uint8Array(hash)].map((bytes) =>
    bytes.toBase64({ omitPadding: true })
  );
  return `$scrypt$ln=1,r=1,p=1$${left}$${right}`;
}

function peer(address: string) {
  return { address, host: address, isPrivate: true };
}

Deno.test("guesses from elsewhere never lock out an account's known address", async () => {
  await using store = new MemoryStore();
  let date = 1_000 * DAY;
  const open = () => new Accounts(store.accounts, { now: () => 0, date: () => date });
  const account = {
    ...{ id: newAccountId(), name: "Ana", password: cheapHash(), at: date, revision: 1 },
  };
  await store.accounts.addAccount(account);
  const [home, cafe] = [peer("203.0.113.7"), peer("198.51.100.9")];
  const codeOf = async (accounts: Accounts, from: typeof home, password = PASSWORD) => {
    const outcome = await accounts.logIn("ana", password, from);
    return "refusal" in outcome ? outcome.refusal.code : outcome.account.name;
  };
  assertEquals(await codeOf(open(), home), "Ana");
  // A cheap hash again.
  const found = await store.accounts.findAccount("ana");
  await store.accounts.setPassword(found!, cheapHash(), 1);
  const guessed = async () => {
    const accounts = open();
    for (let index = 0; index < 100; index++) {
      const code = await codeOf(accounts, peer(`10.0.0.${index}`), "palpite");
      assertEquals(code, "wrong_password");
    }
    return accounts;
  };
  const accounts = await guessed();
  assertEquals(await codeOf(accounts, cafe), "too_fast");
  assertEquals(await codeOf(accounts, home), "Ana");
  date += 91 * DAY;
  await store.accounts.setPassword((await store.accounts.findAccount("ana"))!, cheapHash(), 1);
  assertEquals(await codeOf(await guessed(), home), "too_fast");
});

Deno.test("the stored form of an address does not reveal it", async () => {
  await using store = new MemoryStore();
  const stored: string[] = [];
  store.accounts.noteAddress = (_id, digest) => Promise.resolve(void stored.push(digest));
  const accounts = new Accounts(store.accounts);
  for (const name of ["Ana", "Bia"]) {
    await accounts.register(name, PASSWORD, peer("10.0.0.1"), name);
  }
  // 18 bits that differ between accounts.
  assertEquals(stored.map((digest) => /^[\w-]{3}$/.test(digest)), [true, true]);
});

Deno.test("a password change survives the renewal of an old hash", async () => {
  await using store = new MemoryStore();
  const account = {
    ...{ id: newAccountId(), name: "Ana", password: cheapHash(), at: 1, revision: 1 },
  };
  await store.accounts.addAccount(account);
  const accounts = new Accounts(store.accounts);
  const signedIn = accounts.logIn("Ana", PASSWORD, peer("10.0.0.1"));
  await store.accounts.setPassword(account, "another hash", 2);
  await signedIn;
  assertEquals((await store.accounts.findAccount("ana"))?.password, "another hash");
});

Deno.test("a session that ended while its password was hashed registers nothing", async () => {
  await using store = new MemoryStore();
  const accounts = new Accounts(store.accounts);
  let looks = 0;
  const session = {
    // Read when the registration gets its turn, and again once the password is hashed.
    get isEnded() {
      return looks++ > 0;
    },
  };
  const registering = accounts.register("Ana", PASSWORD, { ...peer("10.0.0.7"), session }, "a");
  assertEquals(await registering, { refusal: { code: "busy" } });
  assertEquals(looks, 2);
  assertEquals(await accounts.find("Ana"), undefined);
});
