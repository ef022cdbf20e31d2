/** Passwords at terminals: typed in the line, mistyped, wrong, cancelled. */
import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { registerName } from "./support/register.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

testWith("tmux", "a password typed in the line is erased, explained and asked for", async () => {
  await using server = await startServer();
  await using ana = await Terminal.signIn(server.port, "Ana");
  await ana.line("/regsiter cavalo certo");
  await ana.shows("[ERRO] Comando desconhecido");
  await ana.line("/register cavalo certo");
  await ana.shows("[ERRO] A senha foi apagada da tela. Digite-a de novo;");
  await ana.shows("[SYS] A senha deve ter de 8 a 1.024 caracteres.");
  await ana.endsWith("Nova senha:");
  await ana.line("curta");
  await ana.shows("[ERRO] A senha deve ter pelo menos 8 caracteres");
  await ana.endsWith("Nova senha:");
  await ana.line("cavalo certo");
  await ana.endsWith("Repita a senha:");
  await ana.line("cavalo errado");
  await ana.shows("[ERRO] As senhas não coincidem.");
  // The next line is not sent to the room.
  await ana.endsWith("Nova senha:");
  await ana.line("cavalo certo");
  await ana.endsWith("Repita a senha:");
  await ana.line("cavalo certo");
  await ana.shows("[SYS] O nome Ana agora é seu.");
  const all = (await ana.scrollback()).join("\n");
  assert(!all.includes("cavalo"), all);
});

testWith("tmux", "a wrong password is asked for again, and Ctrl+C ends that", async () => {
  await using server = await startServer();
  await using owner = await Peer.json(server, "Ana");
  await registerName(owner);
  for (const flags of [[], ["--plain"]]) {
    await using bia = await Terminal.connect(server.port, ["--name", "Bia", ...flags]);
    await bia.shows("[SYS] Você entrou em #geral.");
    await bia.line("/passwd");
    await bia.shows("[ERRO] Você não está em uma conta");
    await bia.line("/login Ana");
    await bia.endsWith("Senha:");
    await bia.line("cavalo errado");
    await bia.until((screen) => /\[ERRO\] Senha incorreta\.\nSenha:$/.test(screen));
    await bia.press("C-c");
    await bia.shows("[SYS] Cancelado: nada mudou.");
    await bia.line("sigo como Bia");
    const { from, text } = await owner.skipTo("message");
    assertEquals([from, text], ["Bia", "sigo como Bia"]);
  }
});
