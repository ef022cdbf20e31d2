import { assertEquals, assertMatch } from "@std/assert";
import type { LinkCreated } from "../protocol/messages/moderation.ts";
import { logIn, openFixture } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";
import { ask, codeOf } from "./support/requests.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

const room = "#segredo";

Deno.test("links in the text dialect", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await codeOf(ana, { type: "private", room, on: true });
  await ana.send({ type: "quit" });
  await ana.ended();
  await using text = await Peer.connect(server);
  await text.send("/login Ana cavalo certo", "/join segredo");
  await text.until(`[SYS] Você entrou em ${room}.`);
  await text.send("/invite 2 30");
  const line = await text.next();
  const [, code = ""] =
    /^\[SYS\] Convite para #segredo, para 2 pessoas, até .*: \/join #segredo (\S+)$/
      .exec(line) ?? [];
  assertMatch(code, /^[\w-]{22}$/, line);
  await using bob = await Peer.text(server, "Bob");
  await bob.send(`/join segredo ${code}`);
  assertEquals(await bob.next(), `[SYS] Você entrou em ${room}.`);
  await text.send("/invites");
  assertEquals(await text.next(), `[SYS] Links de convite abertos de ${room}:`);
  const listed = await text.next();
  const [, id = ""] =
    /^\[SYS\] (\S{8}): para mais 1 pessoa, até .*, criado por Ana$/.exec(listed) ??
      [];
  await text.send(`/uninvite ${id}`, "/uninvite todos", "/invites", "/uninvite");
  assertEquals(await text.take(4), [
    `[SYS] O link de convite ${id} de ${room} foi cancelado.`,
    `[ERRO] Esse link de convite para ${room} não existe.`,
    `[SYS] ${room} não tem links de convite abertos.`,
    "[ERRO] Uso: /uninvite <link ou todos>",
  ]);
  await using eva = await Peer.text(server, "Eva");
  await eva.send(`/join segredo ${code}`, "/invite 1 0", "/invite");
  const answers = await eva.take(3);
  assertMatch(answers[0]!, /^\[ERRO\] Este convite para #segredo não vale/);
  assertMatch(answers[1]!, /^\[ERRO\] "0" não é um número de 1 a 43\.200\. /);
  assertMatch(answers[2]!, /^\[ERRO\] Não permitido/);
});

Deno.test("the client creates a link and joins by it", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", room);
  await codeOf(ana, { type: "private", room, on: true });
  const { code } = await ask(ana, { type: "invite", room }) as LinkCreated;
  const connect = (name: string, input: string) =>
    run(["connect", "--port", `${server.port}`, "--name", name], { input });
  const bob = await connect("Bob", `/join segredo ${code}\noi\n`);
  assertMatch(bob.stdout, /Você entrou em #segredo\./);
  assertEquals((await ana.skipTo("message")).text, "oi");
  const eva = await connect("Eva", `/join segredo ${code}\nfora\n`);
  assertMatch(eva.stderr, /^\[ERRO\] Este convite para #segredo não vale/);
  // Pipes take no passwords, but a guest is the operator of a room that they created.
  const created = await connect("Eva", "/join nova\n/invite 2 30\n/invites\n");
  assertMatch(
    created.stdout,
    /Convite para #nova, para 2 pessoas, até .*: \/join #nova [\w-]{22}\n/,
  );
  assertMatch(created.stdout, /Links de convite abertos de #nova:\n.*para mais 2 pessoas/);
});

Deno.test("the client prints a link where the server tells the address of its page", async () => {
  const page = "https://chat.example";
  await using server = await startServer({ args: ["--web", "0", "--web-origin", page] });
  const input = "/join nova\n/invite\n";
  const { stdout } = await run(["connect", "--port", `${server.port}`, "--name", "Eva"], { input });
  assertMatch(stdout, /Convite para #nova, .*: https:\/\/chat\.example\/#\/nova\?code=[\w-]{22}\n/);
  await using peer = await Peer.connect(server);
  await peer.send({ type: "hello", name: "Bob", version: 1 });
  assertEquals((await peer.message("welcome")).web, `${page}/`);
  // Others cannot open a page on this machine's own address.
  await using local = await startServer({ args: ["--web", "0"] });
  await using other = await Peer.connect(local);
  await other.send({ type: "hello", name: "Bob", version: 1 });
  assertEquals((await other.message("welcome")).web, undefined);
});
