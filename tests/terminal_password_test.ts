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
  await ana.line("/regsitercavalo");
  await ana.shows('[ERRO] Comando desconhecido: "/regsiter…"');
  await ana.line("/regsiter cavalo certo");
  await ana.shows('[ERRO] Comando desconhecido: "/regsiter"');
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

testWith("tmux", "passwords are typed unseen and never recalled", async () => {
  await using server = await startServer();
  {
    await using ana = await Terminal.signIn(server.port, "Ana");
    await ana.line("/register");
    await ana.endsWith("Nova senha:");
    await ana.line("cavalo certo");
    await ana.endsWith("Repita a senha:");
    await using bia = await Peer.json(server, "Bia");
    // Messages that arrive meanwhile are shown above.
    await bia.send({ type: "say", room: "#geral", text: "oi, Ana" });
    await ana.shows("[#geral] Bia: oi, Ana");
    await ana.line("cavalo certo");
    await ana.shows("[SYS] O nome Ana agora é seu.");
    await ana.endsWith("Você:");
    await ana.press("Up");
    await ana.endsWith("Você: /register");
    await ana.press("C-u");
    // The user is logged in, so nothing is asked.
    await ana.line("/login Ana cavalo certo");
    await ana.shows("[ERRO] A senha foi apagada da tela.");
    await ana.shows("[ERRO] Você já está na conta Ana. Saia dela antes com /logout.");
    await ana.line("/quit");
    await ana.endsWith("$");
  }
  await using again = await Terminal.connect(server.port, ["--name", "ana"]);
  // A user whose chosen name has an account learns why a password is asked for.
  await again.endsWith("ana tem uma conta. Senha:");
  await again.line("cavalo errado");
  await again.shows("[ERRO] Senha incorreta.");
  await again.endsWith("Senha:");
  await again.line("cavalo certo");
  const rows = await again.endsWith("Você:");
  assert(!rows.some((row) => row.includes("cavalo")), rows.join("\n"));
  await again.line("/quit");
  assert(await again.isRestored());
});
