import { assertRejects } from "@std/assert";
import { SqliteThread } from "./thread.ts";

Deno.test("SqliteThread refuses all calls once the thread has ended by itself", async () => {
  const script = new URL("data:text/javascript,onmessage = () => { throw new Error('no memory') }");
  const thread = new SqliteThread("reader", script);
  const calls = [thread.open("chat.db", { busyTimeout: 0 }), thread.call("last", "#geral")];
  for (const call of calls) await assertRejects(() => call, Error, "no memory");
  await assertRejects(() => thread.call("last", "#geral"), Error, "no memory");
  await thread.close();
});
