import { assertEquals } from "@std/assert";
import { entered, history, settle, WELCOME } from "../testing/test_client.ts";

Deno.test("ChatClient reconnects with its password and stops if that is wrong", async () => {
  const { server, client, events } = await entered();
  const ref = client.request({ type: "register", password: "cavalo certo" });
  await server.say({ type: "registered", name: "Alice", ref });
  const change = { type: "passwd", password: "outra coisa", new: "nunca aceita" } as const;
  const refused = client.request(change);
  await server.say({ type: "error", code: "wrong_password", message: "", ref: refused });
  await server.drop();
  await settle();
  assertEquals(server.of("hello").map(({ password }) => password), [undefined]);
  await server.say({ type: "error", code: "password_required", message: "?" });
  assertEquals(server.of("hello")[1]!["password"], "cavalo certo");
  const error = { type: "error", code: "wrong_password", message: "Senha incorreta." } as const;
  await server.say(error);
  await settle();
  assertEquals([server.connections, events.at(-1)], [
    2,
    { type: "closed", reason: error.code, message: error.message, error },
  ]);
});

Deno.test("ChatClient sends its password to another server only over TLS or loopback", async () => {
  for (const isPrivate of [false, true]) {
    const { server, client, events } = await entered();
    const ref = client.request({ type: "register", password: "cavalo certo" });
    await server.say({ type: "registered", name: "Alice", ref });
    server.address = "b:1";
    server.isPrivate = isPrivate;
    await server.drop();
    await settle();
    assertEquals(server.sent.length, 1);
    assertEquals(server.sent[0]!["token"], "t");
    const error = { type: "error", code: "password_required", message: "?" } as const;
    await server.say(error);
    await settle();
    const passwords = server.of("hello").map(({ password }) => password);
    assertEquals(passwords, isPrivate ? [undefined, "cavalo certo"] : [undefined]);
    if (!isPrivate) {
      assertEquals(events.at(-1), {
        type: "closed",
        reason: error.code,
        message: error.message,
        error,
      });
    }
    client.close();
    await settle();
  }
});

Deno.test("ChatClient never repeats a request with a password, and says so", async () => {
  const { server, client, events } = await entered([100_000]);
  const secrets = [
    client.request({ type: "register", password: "cavalo certo" }),
    client.request({ type: "login", name: "Bia", password: "cavalo certo" }),
    client.request({ type: "passwd", password: "cavalo certo", new: "cavalo novo" }),
  ];
  const said = client.request({ type: "say", room: "#geral", text: "oi" });
  server.address = "b:1";
  await server.drop();
  secrets.push(client.request({ type: "login", name: "Bia", password: "cavalo certo" }));
  client.reconnect();
  await settle();
  await server.say(
    WELCOME,
    { type: "joined", room: "#geral", name: "Alice" },
    history("#geral", []),
  );
  assertEquals(server.sent.map(({ type }) => type), ["hello", "say"]);
  assertEquals(JSON.stringify(server.sent).includes("cavalo"), false);
  assertEquals(server.of("say")[0]!["ref"], said);
  const errors = events.flatMap((event) =>
    event.type === "server" && event.message.type === "error" ? [event.message] : []
  );
  assertEquals(
    errors.map(({ code, ref }) => [code, ref]),
    secrets.map((ref) => {
      return ["outcome_unknown", ref];
    }),
  );
  client.close();
  await settle();
});
