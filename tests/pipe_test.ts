import { assertEquals, assertMatch } from "@std/assert";
import type { Quote } from "../protocol/messages/changes.ts";
import { nextEntry, say, signIn } from "./support/change_fixture.ts";
import { FakeServer, type Frame, honest } from "./support/fake_server.ts";
import { Peer } from "./support/peer.ts";
import { testWith } from "./support/needs.ts";
import { freePort } from "./support/ports.ts";
import { command, run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

Deno.test("a piped line is sent and acknowledged before the client ends", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  const outcome = await run(["connect", "--port", `${server.port}`, "--name", "bot"], {
    input: "oi\n",
  });
  assertEquals(outcome, {
    code: 0,
    stdout: "[SYS] Você entrou em #geral.\n[SYS] Até logo!\n",
    stderr: "",
  });
  assertEquals(await alice.next(), "[#geral] bot: oi");
});

Deno.test("a thousand piped lines arrive in order without a final line break", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  const lines = Array.from({ length: 1_000 }, (_, index) => `linha ${index}`);
  const { code } = await run(["connect", "--port", `${server.port}`, "--name", "bot"], {
    input: lines.join("\n"),
  });
  assertEquals(code, 0);
  assertEquals(await alice.take(1_000), lines.map((line) => `[#geral] bot: ${line}`));
});

Deno.test("piped commands run in order; a refusal is an error and exit code 1", async () => {
  await using server = await startServer();
  const { code, stdout, stderr } = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot", "--room", "jogos"],
    { input: "/list\nolá\n/msg ninguem oi\n/join outra\naqui\n/history\nsair\nnunca\n" },
  );
  assertEquals(stdout.split("\n"), [
    "[SYS] Você entrou em #jogos.",
    "[SYS] Salas ativas: #geral (0), #jogos (1)",
    "[SYS] Você entrou em #outra.",
    "[SYS] Você saiu de #jogos.",
    "[SYS] Última mensagem de #outra:",
    "[#outra] bot: aqui",
    "[SYS] Até logo!",
    "",
  ]);
  assertEquals(stderr, "[ERRO] Não há ninguém com o nome 'ninguem'.\n");
  assertEquals(code, 1);
});

Deno.test("piped commands count back to what was said before, also in earlier sessions", async () => {
  await using server = await startServer();
  await using bia = await signIn(server, "Bia");
  await say(bia, "quem vem?");
  const { code, stdout, stderr } = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot"],
    {
      input: "/react -1 👍\n/reply -1 eu\n/edit -1 eu!\nlonge\n/delete -1\n/edit -3 x\n/me acena\n",
    },
  );
  const events = [];
  while (events.length < 6) {
    const { type, about, text, reply } = await nextEntry(bia);
    events.push([type, about ?? (reply as Quote | undefined)?.id, text]);
  }
  assertEquals(events, [
    ["reacted", 1, undefined],
    ["message", 1, "eu"],
    ["edited", 3, "eu!"],
    ["message", undefined, "longe"],
    ["deleted", 5, undefined],
    ["message", undefined, "acena"],
  ]);
  assertEquals(stdout.replaceAll(/\d\d:\d\d/g, "TIME").split("\n"), [
    "[SYS] Você entrou em #geral.",
    "[#geral] bot reagiu com 👍 à mensagem de Bia: quem vem?",
    "[#geral] bot editou (TIME): eu!",
    "[SYS] bot apagou uma mensagem (TIME).",
    "[SYS] Até logo!",
    "",
  ]);
  assertEquals([code, stderr], [1, "[ERRO] A mensagem -3 de #geral não existe ou foi apagada.\n"]);
});

Deno.test("a pipe prints each new message once, even if the latest history has it", async (t) => {
  const said = { type: "message", room: "#geral", at: 1 };
  const own = { ...said, id: 2, from: "Ana", text: "oi" };
  const others = [1, 3].map((id) => ({ ...said, id, from: "Bia", text: `${id}` }));
  await using server = new FakeServer((peer, frame) => {
    // The page is read when all has been said, and comes before the last message or after all of them.
    const { type, ref } = frame;
    if (type === "history") return void (request = { ref });
    if (type !== "say") return honest(peer, frame);
    const page = {
      ...{ type: "history", room: "#geral", more: false, last: 3, ...request },
      messages: [...others, own].sort((one, other) => one.id - other.id),
    };
    const [first, last] = others;
    const ack = { type: "ack", ref, id: 2, at: 1 };
    return isLate
      ? peer.say(first!, own, ack, last!, page)
      : peer.say(page, first!, own, ack, last!);
  });
  let request: Frame = {};
  let isLate = false;
  for (isLate of [true, false]) {
    await t.step(isLate ? "the page comes last" : "the page comes first", async () => {
      const args = ["connect", "--port", `${server.port}`, "--name", "Ana"];
      const piped = await run(args, { input: "oi\n" });
      assertEquals(
        piped.stdout.split("\n").filter((line) => line.startsWith("[#geral]")),
        ["[#geral] Bia: 1", "[#geral] Bia: 3"],
      );
      const input = JSON.stringify({ type: "say", room: "#geral", text: "oi", ref: 1 });
      const { stdout } = await run([...args, "--json"], { input });
      const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
      assertEquals(
        events.filter(({ type }) => type === "message").map(({ id }) => id),
        [1, 2, 3],
      );
    });
  }
});

Deno.test("a pipe that the server ends says which change was not sent", async () => {
  await using server = new FakeServer((peer, frame) => {
    if (frame["type"] !== "delete") return honest(peer, frame);
    return peer.say({ type: "bye", reason: "replaced" }).then(() => peer.close());
  });
  const { code, stderr } = await run(
    ["connect", "--port", `${server.port}`, "--name", "Ana"],
    { input: "/delete @Bia 7 engano\n/edit 8 nunca\n" },
  );
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /^Interrompido; nada foi enviado a partir de "\/delete @Bia 7 engano"\nchat: [^\n]+\n$/,
  );
});

testWith("unix", "a pipe that a signal ends says which change was not sent", async () => {
  await using server = new FakeServer((peer, frame) =>
    frame["type"] === "edit" ? undefined : honest(peer, frame)
  );
  const child = command(["connect", "--port", `${server.port}`, "--name", "Ana"], {
    stdin: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode("/edit 7 novo\n"));
  await server.until(([frames]) => frames?.some(({ type }) => type === "edit") ?? false);
  child.kill("SIGTERM");
  const { code, stderr } = await child.output();
  assertEquals(
    [code, new TextDecoder().decode(stderr)],
    [143, 'Interrompido; nada foi enviado a partir de "/edit 7 novo"\n'],
  );
  await writer.close().catch(() => {});
});

Deno.test("a missing server or a taken name is one line and exit code 1", async () => {
  const port = freePort();
  const nobody = await run(["connect", "--port", `${port}`, "--name", "bot"], { input: "oi\n" });
  assertEquals(nobody.code, 1);
  assertMatch(
    nobody.stderr,
    new RegExp(
      `^chat: Não foi possível conectar: nenhum servidor respondeu em 127.0.0.1:${port}\\n$`,
    ),
  );

  await using server = await startServer();
  await using _bot = await Peer.text(server, "Bot");
  const taken = await run(["connect", "--port", `${server.port}`, "--name", "bot"], {
    input: "oi",
  });
  assertEquals([taken.code, taken.stderr], [
    1,
    "chat: O nome 'bot' já está em uso, ou é parecido com outro.\n",
  ]);
});

Deno.test("a password comes from a file or the environment, only when asked", async () => {
  await using server = await startServer();
  const args = ["connect", "--port", `${server.port}`, "--name", "bot"];
  const first = await run(args, { input: "/register cavalo certo\n" });
  assertEquals([first.code, first.stdout.split("\n")[1]], [0, "[SYS] O nome bot agora é seu."]);
  const without = await run(args, { input: "oi\n" });
  assertEquals(without, {
    code: 1,
    stdout: "",
    stderr: "chat: O nome 'bot' exige senha: informe-a com --password-file ou CHAT_PASSWORD\n",
  });
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "cavalo certo\r\n");
  const withFile = await run([...args, "--password-file", file], { input: "/register outra\n" });
  assertEquals([withFile.code, withFile.stderr], [
    1,
    "[ERRO] Você já está na conta bot. Saia dela antes com /logout.\n",
  ]);
  const marked = Uint16Array.from("\ufeffcavalo certo\r\n", (unit) => unit.charCodeAt(0));
  for (
    const bytes of [
      new TextEncoder().encode("\ufeffcavalo certo\r\n"),
      new Uint8Array(marked.buffer),
    ]
  ) {
    await Deno.writeFile(file, bytes);
    const { code, stderr } = await run([...args, "--password-file", file], { input: "oi\n" });
    assertEquals([code, stderr], [0, ""]);
  }
  await Deno.writeFile(file, new Uint8Array([0x73, 0xea, 0x6e, 0x68, 0x61]));
  const latin = await run([...args, "--password-file", file], { input: "oi\n" });
  assertMatch(latin.stderr, /^chat: Não foi possível ler .*: não é UTF-8/);
  assertEquals(latin.code, 1);
  await Deno.remove(file);
  const missing = await run([...args, "--password-file", file], { input: "" });
  assertMatch(missing.stderr, /^chat: Não foi possível ler .*\n$/);
  assertEquals(missing.code, 1);
  const wrong = await run(args, { input: "oi\n", env: { CHAT_PASSWORD: "cavalo errado" } });
  assertEquals([wrong.code, wrong.stderr], [1, "chat: Senha incorreta.\n"]);
  const right = await run(args, { input: "/who\n", env: { CHAT_PASSWORD: "cavalo certo" } });
  assertEquals([right.code, right.stdout.includes("[SYS] Em #geral: bot")], [0, true]);
});

Deno.test("nothing is sent to another room if --room is refused", async () => {
  await using server = await startServer();
  await using alice = await Peer.json(server, "Alice");
  await alice.send(
    { type: "register", password: "cavalo certo" },
    { type: "join", room: "#fechada" },
    { type: "private", room: "#fechada", on: true },
    { type: "ping" },
  );
  await alice.skipTo("pong");
  const outcome = await run(
    ["connect", "--port", `${server.port}`, "--name", "bot", "--room", "fechada"],
    { input: "segredo\n" },
  );
  assertEquals(outcome.code, 1, outcome.stdout);
  assertMatch(outcome.stderr, /^\[ERRO\] [^\n]*fechada[^\n]*\n$/);
  await alice.send({ type: "history", room: "#geral", ref: 2 });
  assertEquals((await alice.skipTo("history")).messages, []);
});
