import { assertEquals, assertRejects } from "@std/assert";
import { entered, FakeServer, history, settle, WELCOME } from "../testing/test_client.ts";
import { ChatClient } from "./client.ts";
import { RefusedError } from "./errors.ts";
import type { ClientEvent } from "./event.ts";

const TAKEN = { type: "error", code: "name_taken", message: "!" } as const;
const ASKED = { type: "error", code: "password_required", message: "?" } as const;
const WRONG = { type: "error", code: "wrong_password", message: "!" } as const;

/** Signs in a client whose user can be asked, and loses the connection. */
async function lose(password?: string) {
  const server = new FakeServer();
  const events: ClientEvent[] = [];
  const client = new ChatClient({
    dial: server.dial,
    onEvent: (event) => events.push(event),
    waits: () => ({ next: () => ({ value: 0 }) }) as Iterator<number>,
    asksUser: true,
  });
  await client.connect();
  const handshake = client.handshake("Alice", password);
  if (password !== undefined) await server.say(ASKED);
  await server.say(WELCOME, { type: "joined", room: "#geral", name: "Alice" });
  await handshake;
  await server.say(history("#geral", [], { ref: server.of("history")[0]!["ref"] }));
  await server.drop();
  await settle();
  return { server, client, events };
}

function refusals(events: readonly ClientEvent[]) {
  return events.flatMap((event) =>
    event.type === "refused" ? [[event.name, event.error.code, event.next]] : []
  );
}

async function welcomeBack(server: FakeServer, name: string) {
  await server.say(
    { ...WELCOME, name },
    { type: "joined", room: "#geral", name },
    history("#geral", []),
  );
}

Deno.test("ChatClient tells that its name is taken, and returns under another at once", async () => {
  const { server, client, events } = await entered([0, 1_000_000]);
  await server.drop();
  await settle();
  await server.say(TAKEN);
  assertEquals(refusals(events), [["Alice", "name_taken", "retry"]]);
  const said = client.request({ type: "say", room: "#geral", text: "oi" });
  assertEquals(client.returnAs("Bia"), true);
  await settle();
  assertEquals(server.sent, [
    {
      type: "hello",
      name: "Bia",
      version: 1,
      changes: true,
      token: "t",
      rooms: [],
      resume: { "#geral": 0 },
    },
  ]);
  await welcomeBack(server, "Bia");
  assertEquals([client.name, server.of("say")[0]!["ref"]], ["Bia", said]);
  // With a connection the server is asked.
  assertEquals(client.returnAs("Ana"), false);
  client.close();
  await settle();
});

Deno.test("ChatClient returns under another name also while an attempt is under way", async () => {
  const { server, client } = await entered([0, 0, 1_000_000]);
  await server.drop();
  await settle();
  assertEquals(server.of("hello").map(({ name }) => name), ["Alice"]);
  assertEquals(client.returnAs("Bia"), true);
  await settle();
  assertEquals(server.of("hello").map(({ name }) => name), ["Bia"]);
  await welcomeBack(server, "Bia");
  assertEquals(client.name, "Bia");
  client.close();
  await settle();
});

Deno.test("ChatClient waits for the password that a name needs meanwhile", async () => {
  const { server, client, events } = await lose();
  await server.say(ASKED);
  await settle();
  assertEquals(refusals(events), [["Alice", "password_required", "wait"]]);
  assertEquals(server.connections, 2);
  const wrong = assertRejects(() => client.signIn("Alice", "errada"), RefusedError);
  await settle();
  await server.say(ASKED);
  assertEquals(server.of("hello").map(({ password }) => password), [undefined, "errada"]);
  await server.say(WRONG);
  await wrong;
  assertEquals(refusals(events).at(-1), ["Alice", "wrong_password", "wait"]);
  const right = client.signIn("Alice", "certa");
  await settle();
  await server.say(ASKED);
  assertEquals(server.of("hello")[1]!["password"], "certa");
  await welcomeBack(server, "Alice");
  assertEquals((await right).name, "Alice");
  assertEquals([client.isConnected, events.at(-1)], [true, { type: "back", caught: 0 }]);
  client.close();
  await settle();
});

Deno.test("ChatClient asks its user again if another name is refused, too", async () => {
  const { server, client, events } = await lose();
  await server.say(ASKED);
  const again = assertRejects(() => client.signIn("Bia"), RefusedError);
  await settle();
  await server.say(TAKEN);
  await again;
  await settle();
  assertEquals(refusals(events).at(-1), ["Bia", "name_taken", "wait"]);
  const { connections } = server;
  await settle();
  assertEquals(server.connections, connections);
  client.close();
  await settle();
  assertEquals(events.at(-1)?.type, "closed");
});

Deno.test("ChatClient forgets a password that was changed elsewhere, and asks for another", async () => {
  const { server, client, events } = await lose("antiga");
  await server.say(ASKED);
  assertEquals(server.of("hello")[1]!["password"], "antiga");
  await welcomeBack(server, "Alice");
  await server.say({ type: "bye", reason: "account_changed" });
  await server.drop();
  await settle();
  await server.say(ASKED);
  assertEquals(server.of("hello").map(({ password }) => password), [undefined]);
  assertEquals(refusals(events), [["Alice", "password_required", "wait"]]);
  client.close();
  await settle();
});

Deno.test("ChatClient without a user closes when only a user could help", async () => {
  const { server, events } = await entered();
  await server.say({ type: "bye", reason: "account_changed" });
  await server.drop();
  await settle();
  assertEquals(events.at(-1), { type: "closed", reason: "account_changed" });
  assertEquals(server.connections, 1);
});

Deno.test("ChatClient closes when no name helps, even with a user", async () => {
  const { server, events } = await lose();
  const error = { type: "error", code: "banned", message: "#" } as const;
  await server.say(error);
  await settle();
  assertEquals(refusals(events), [["Alice", "banned", "close"]]);
  assertEquals(events.at(-1), { type: "closed", reason: "banned", message: "#", error });
});
