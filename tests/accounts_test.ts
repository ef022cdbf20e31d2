import { assert, assertEquals } from "@std/assert";
import { PASSWORD } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { register } from "./support/register.ts";
import { NO_TIMEOUT, startServer } from "./support/server.ts";

/** Sends `hello`; returns the type of the answer or the code of the error. */
async function greet(peer: Peer, name: string, password?: string): Promise<string> {
  await peer.send({ type: "hello", name, version: 1, ...(password !== undefined && { password }) });
  return await answer(peer);
}

async function ask(peer: Peer, message: Record<string, unknown>): Promise<string> {
  await peer.send(message);
  return await answer(peer);
}

async function answer(peer: Peer): Promise<string> {
  const message = JSON.parse(await peer.next());
  return message.type === "error" ? message.code : message.type;
}

Deno.test("a registered name needs its password and may have several sessions", async () => {
  // Hashing passwords may take long on a busy machine.
  await using server = await startServer({ args: NO_TIMEOUT });
  await register(server, "Ana");
  await using ana = await Peer.connect(server);
  assertEquals(await greet(ana, "ana"), "password_required");
  assertEquals(await greet(ana, "ana", "cavalo errado"), "wrong_password");
  assertEquals(await greet(ana, "ana", PASSWORD), "welcome");
  await ana.message("joined");
  await using phone = await Peer.connect(server);
  await phone.send({ type: "hello", name: "ANA", version: 1, password: PASSWORD });
  const { name, registered } = await phone.message("welcome");
  assertEquals([name, registered], ["Ana", true]);
  await phone.message("joined");
  // Several sessions count as one member.
  await using bia = await Peer.json(server, "Bia");
  assertEquals((await ana.message("joined")).name, "Bia");
  assertEquals((await phone.message("joined")).name, "Bia");
  await bia.send({ type: "list" });
  assertEquals((await bia.message("rooms")).rooms, [{ name: "#geral", members: 2 }]);
  await bia.send({ type: "who", room: "#geral" });
  assertEquals((await bia.message("members")).names, ["Ana", "Bia"]);
  await phone.send({ type: "quit" });
  await phone.message("bye");
  await ana.send({ type: "say", room: "#geral", text: "oi" });
  assertEquals((await bia.message("message")).from, "Ana");
});

Deno.test("clients log in, log out and change their passwords", async () => {
  await using server = await startServer();
  await register(server, "Ana");
  await using bia = await Peer.json(server, "Bia");
  await using peer = await Peer.json(server, "Visita");
  await bia.message("joined");
  assertEquals(await ask(peer, { type: "rename", name: "ana" }), "password_required");
  assertEquals(await ask(peer, { type: "logout" }), "not_logged_in");
  assertEquals(
    await ask(peer, { type: "login", name: "Nada", password: PASSWORD }),
    "wrong_password",
  );
  await peer.send({ type: "login", name: "ana", password: PASSWORD, ref: 1 });
  await peer.message("renamed");
  assertEquals(await peer.message("logged_in"), { type: "logged_in", name: "Ana", ref: 1 });
  assertEquals(await bia.message("renamed"), { type: "renamed", from: "Visita", name: "Ana" });
  assertEquals(await ask(peer, { type: "rename", name: "Outra" }), "logged_in");
  const fresh = "bateria grampo";
  const change = { type: "passwd", password: PASSWORD };
  assertEquals(await ask(peer, { ...change, new: "curta" }), "bad_password");
  assertEquals(await ask(peer, { ...change, password: "errada!!", new: fresh }), "wrong_password");
  assertEquals(await ask(peer, { ...change, new: fresh }), "password_changed");
  await peer.send({ type: "logout" });
  const { name } = await peer.message("renamed");
  assertEquals([name, (await peer.message("logged_out")).name], ["convidado-1", "convidado-1"]);
  await using again = await Peer.connect(server);
  assertEquals(await greet(again, "Ana", PASSWORD), "wrong_password");
  assertEquals(await greet(again, "Ana", fresh), "welcome");
});

Deno.test("a client that guesses passwords has to wait", async () => {
  // Hashing passwords may take long on a busy machine.
  await using server = await startServer({ args: NO_TIMEOUT });
  await register(server, "Ana");
  await using thief = await Peer.connect(server);
  let guesses = 0;
  let answer = "wrong_password";
  // A slow machine may allow one more guess, but the waits soon grow longer than its delays.
  while (answer === "wrong_password") answer = await greet(thief, "Ana", `palpite ${guesses++}`);
  assert(guesses > 5, `${guesses}`);
  assertEquals(answer, "too_fast");
  assertEquals(await greet(thief, "Ana", PASSWORD), "too_fast");
});

Deno.test("a private message waits for an account, but not for a guest", async () => {
  const directory = await Deno.makeTempDir();
  const args = ["--db", `${directory}/chat.db`];
  {
    await using server = await startServer({ args });
    await register(server, "Ana");
    await using bia = await Peer.json(server, "Bia");
    const direct = (to: string, text: string) => ({ type: "direct", to, text, ref: 1 });
    assertEquals(await ask(bia, direct("ana", "um")), "ack");
    assertEquals(await ask(bia, direct("Ana", "dois")), "ack");
    assertEquals(await ask(bia, direct("ninguém", "três")), "no_such_user");
  }
  await using server = await startServer({ args });
  const ids = async (confirms: boolean): Promise<number[]> => {
    await using ana = await Peer.connect(server);
    assertEquals(await greet(ana, "Ana", PASSWORD), "welcome");
    const history = await ana.skipTo("history");
    assertEquals(history.with, "Bia");
    const { ref } = await ana.message("ping");
    if (confirms) {
      // The message is stored after the confirmed one.
      await ana.send({ type: "pong", ref }, { type: "say", room: "#geral", text: "oi", ref: 2 });
      await ana.skipTo("ack");
    }
    return history.messages.map(({ id }) => id);
  };
  assertEquals(await ids(false), [1, 2]);
  assertEquals(await ids(true), [1, 2]);
  await using ana = await Peer.connect(server);
  assertEquals(await greet(ana, "Ana", PASSWORD), "welcome");
  await ana.message("joined");
  await using bia = await Peer.json(server, "Bia");
  await ana.message("joined");
  // The confirmed message does not come again, and the new one comes at once.
  await bia.send({ type: "direct", to: "Ana", text: "quatro" });
  assertEquals((await ana.message("direct")).text, "quatro");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("the text dialect takes the password with the name", async () => {
  await using server = await startServer();
  await using ana = await Peer.text(server, "Ana");
  await ana.send(`/register ${PASSWORD}`, "/nick Outra", "/logout", `/login ana ${PASSWORD}`);
  assertEquals(await ana.take(6), [
    "[SYS] O nome Ana agora é seu.",
    "[ERRO] Você já está na conta Ana. Saia dela antes com /logout.",
    "[SYS] Agora você se chama convidado-1.",
    "[SYS] Você saiu da conta.",
    "[SYS] Agora você se chama Ana.",
    "[SYS] Você entrou na conta Ana.",
  ]);
  await using again = await Peer.connect(server);
  await again.send("Ana", "/login Ana", `/login Ana ${PASSWORD}`);
  assertEquals(await again.take(3), [
    "[ERRO] O nome 'Ana' exige senha: /login Ana",
    "[ERRO] Uso: /login <nome> <senha>",
    "[SYS] Você entrou em #geral.",
  ]);
});
