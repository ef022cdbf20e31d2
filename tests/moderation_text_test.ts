import { assertEquals } from "@std/assert";
import { openFixture, PASSWORD } from "./support/moderation_fixture.ts";
import { Peer } from "./support/peer.ts";

Deno.test("the text dialect answers and announces every moderation command", async () => {
  await using fixture = await openFixture(["Ana", "Bia", "Rute!"]);
  const { server } = fixture;
  await using ana = await Peer.connect(server);
  await ana.send(`/login Ana ${PASSWORD}`, "/join jogos");
  await ana.until("[SYS] Você entrou em #jogos.");
  await using bob = await Peer.text(server, "Bob");
  await bob.send("/join jogos");
  await bob.until("[SYS] Você entrou em #jogos.");
  const both = async (line: string, ...told: string[]) => {
    await ana.send(line);
    assertEquals(await ana.take(told.length), told);
    assertEquals(await bob.take(told.length), told);
  };
  await both("/topic  xadrez  às 8", "[SYS] Assunto de #jogos: xadrez às 8 (Ana)");
  await both("/op Bia", "[SYS] Ana tornou Bia operador de #jogos.");
  await both("/deop bia", "[SYS] Ana removeu Bia dos operadores de #jogos.");
  await both("/mute Bob caps", "[SYS] Ana silenciou Bob em #jogos (caps).");
  await bob.send("oi");
  assertEquals(await bob.next(), "[ERRO] Você não pode falar em #jogos (caps).");
  await both("/unmute Bob", "[SYS] Ana permitiu que Bob volte a falar em #jogos.");
  await both("/private on", "[SYS] Ana fechou #jogos: agora só entra quem for convidado.");
  await ana.send("/kick Ninguem");
  assertEquals(await ana.next(), "[ERRO] Ninguem não está em #jogos.");
  await ana.send("/kick Bob até logo", "/who");
  const kicked = "[SYS] Ana removeu você de #jogos (até logo).";
  assertEquals(await ana.take(2), [kicked.replace("você", "Bob"), "[SYS] Em #jogos: @Ana"]);
  await bob.send("/join jogos", "/join geral");
  assertEquals(await bob.take(3), [
    kicked,
    "[ERRO] Não permitido: só entra em #jogos quem for convidado.",
    "[SYS] Você entrou em #geral.",
  ]);
  await ana.send("/invite Bob");
  assertEquals(await ana.next(), "[SYS] Ana convidou Bob para #jogos.");
  await bob.send("/join jogos");
  assertEquals(await bob.take(3), [
    "[SYS] Ana convidou você para #jogos.",
    "[SYS] Você entrou em #jogos.",
    "[SYS] Assunto de #jogos: xadrez às 8 (Ana)",
  ]);
  await both("/private off", "[SYS] Ana abriu #jogos para todos.");
  await both("/topic -", "[SYS] #jogos não tem assunto.");
  await ana.send("/bans", "/ban Bob spam", "/bans");
  assertEquals(await ana.take(4), [
    "[SYS] Não há banidos nem silenciados em #jogos.",
    "[SYS] Ana baniu Bob de #jogos (spam).",
    "[SYS] Banidos e silenciados em #jogos:",
    "[SYS] Bob: banido por Ana (spam)",
  ]);
  assertEquals(await bob.take(2), [
    "[SYS] Ana baniu Bob de #jogos (spam).",
    "[SYS] Ana removeu você de #jogos (spam).",
  ]);
  await ana.send(
    "/unban bob",
    "/unban bob",
    "/ban * Bob",
    "/deop Ana",
    "/topic meu",
    "/op",
    "/bans x",
  );
  assertEquals(await ana.take(7), [
    "[SYS] Ana desbaniu Bob de #jogos.",
    "[ERRO] Bob não está banido de #jogos.",
    "[ERRO] Não permitido: é preciso ser operador do servidor.",
    "[SYS] Ana removeu você dos operadores de #jogos.",
    "[ERRO] Não permitido: é preciso ser operador do servidor.",
    "[ERRO] Uso: /op <nome>",
    "[ERRO] Mensagem inválida: /bans x",
  ]);
  await using rute = await Peer.connect(server);
  await rute.send(`/login Rute ${PASSWORD}`, "/join jogos");
  await rute.until("[SYS] Você entrou em #jogos.");
  await rute.send("/owner Ninguem", "/owner Bia");
  const given = "[SYS] Rute passou #jogos para Bia, que agora é dono da sala.";
  assertEquals(await rute.take(2), [
    "[ERRO] Não há ninguém com o nome 'Ninguem'.",
    given,
  ]);
  assertEquals(await ana.next(), given);
  await rute.send("/ban * Bob", "/bans *", "/unban * Bob");
  assertEquals(await rute.take(4), [
    "[SYS] Rute baniu Bob de todo o servidor.",
    "[SYS] Banidos e silenciados em todo o servidor:",
    "[SYS] Bob: banido por Rute",
    "[SYS] Rute desbaniu Bob de todo o servidor.",
  ]);
  assertEquals(await bob.next(), "[ERRO] Você foi banido de todo o servidor.");
  await bob.ended();
});
