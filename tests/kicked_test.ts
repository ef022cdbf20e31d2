import { assertEquals } from "@std/assert";
import { logIn, openFixture } from "./support/moderation_fixture.ts";
import { testWith } from "./support/needs.ts";
import { codeOf } from "./support/requests.ts";
import { Terminal, withoutTimes } from "./support/tmux.ts";

testWith("tmux", "the terminal shows topic, operators and the reason of a kick", async () => {
  await using fixture = await openFixture(["Ana"]);
  const { server } = fixture;
  await using ana = await logIn(server, "Ana", "#jogos");
  await codeOf(ana, { type: "topic", room: "#jogos", text: "xadrez" });
  await using bob = await Terminal.connect(server.port, ["--name", "Bob"]);
  await bob.endsWith("Você:");
  await bob.line("/join jogos");
  await bob.shows("[SYS] Assunto de #jogos: xadrez (Ana)");
  await bob.line("/who");
  await bob.shows("[SYS] Em #jogos: @Ana, Bob");
  await codeOf(ana, { type: "mute", room: "#jogos", name: "Bob" });
  await bob.shows("[SYS] Ana silenciou você em #jogos.");
  await bob.line("oi");
  await bob.shows("[ERRO] Você não pode falar em #jogos.");
  await codeOf(ana, { type: "ban", room: "#jogos", name: "Bob", reason: "spam" });
  const rows = await bob.endsWith("[SYS] Ana baniu você de #jogos (spam).\n[#geral] Você:");
  assertEquals(withoutTimes(rows).slice(-4, -2), [
    "[ERRO] Você não pode falar em #jogos.",
    "[SYS] Você entrou em #geral.",
  ]);
  await bob.line("/join jogos");
  await bob.shows("[ERRO] Você foi banido de #jogos (spam).");
  await bob.line("/who");
  await bob.shows("[SYS] Em #geral: Bob");
});

testWith("tmux", "a user banned from the server is told so as the client ends", async () => {
  await using fixture = await openFixture(["Rute!"]);
  await using alice = await Terminal.connect(fixture.server.port, ["--name", "Alice"]);
  await alice.endsWith("Você:");
  await using rute = await logIn(fixture.server, "Rute");
  await codeOf(rute, { type: "ban", name: "Alice", reason: "spam" });
  await alice.shows("chat: Você foi banido de todo o servidor (spam).");
});
