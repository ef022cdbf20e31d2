import { assertEquals } from "@std/assert";
import { MemoryStore } from "../store/memory/store.ts";
import { TestHub, TestMember } from "../testing/test_hub.ts";
import { dispatch } from "./dispatch.ts";

Deno.test("a registering member keeps its name even if the server sees the account first", async () => {
  const store = new MemoryStore();
  await using hub = new TestHub({ store });
  const { accounts } = store;
  const add = accounts.addAccount.bind(accounts);
  accounts.addAccount = async (account) => {
    const isAdded = await add(account);
    await hub.accountWatch.poll();
    return isAdded;
  };
  const ana = TestMember.in(hub, "Ana");
  const bia = TestMember.in(hub, "Bia");
  await hub.accountWatch.poll();
  await dispatch(hub, ana.member, { type: "register", password: "cavalo certo", ref: 1 });
  assertEquals(ana.take(), [
    { type: "joined", room: "#geral", name: "Bia" },
    { type: "registered", name: "Ana", ref: 1 },
  ]);
  assertEquals(bia.take(), []);
});
