/** Rights to change messages: of authors for a time, of operators, and of no user who may not speak. */
import { assert, assertEquals } from "@std/assert";
import { history, idOf, nextEntry, say, signIn } from "./support/change_fixture.ts";
import { addAccounts, PASSWORD } from "./support/moderation_fixture.ts";
import { testOverStores } from "./support/over_stores.ts";
import { ask, codeOf } from "./support/requests.ts";
import { registerName } from "./support/register.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { waitUntil } from "./support/wait_until.ts";

const room = "#sala";

const EDIT = { type: "edit", room, about: 1, text: "x" };
const DELETE = { type: "delete", room, about: 1 };
const REACT = { type: "react", room, about: 1, emoji: "👍" };

/** The code and the text of a refusal. */
async function refusal(...[peer, request]: Parameters<typeof ask>): Promise<string> {
  const answer = await ask(peer, request);
  return answer.type === "error" ? `${answer.code}: ${answer.message}` : answer.type;
}

/** Waits until a node has logged a line. */
async function logged(server: TestServer, line: RegExp): Promise<void> {
  await waitUntil(() => server.log.some((text) => line.test(text)), `${line}`);
}

testOverStores(
  "authors change their messages, operators delete any, and other users do neither",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await registerName(ana);
    await codeOf(ana, { type: "join", room });
    await using bia = await signIn(server, "Bia");
    await using caio = await signIn(server, "Caio");
    for (const peer of [bia, caio]) await codeOf(peer, { type: "join", room });
    for (const text of ["um", "dois", "três"]) await say(bia, text, { room });
    await say(ana, "quatro", { room });
    const forbidden = "forbidden: Não permitido: só quem escreveu a mensagem";
    assertEquals(await refusal(caio, EDIT), `${forbidden} pode editá-la.`);
    assertEquals(await refusal(ana, EDIT), `${forbidden} pode editá-la.`);
    assertEquals(await refusal(caio, DELETE), `${forbidden} ou um operador pode apagá-la.`);
    assertEquals(
      await refusal(bia, { ...DELETE, about: 4 }),
      `${forbidden} ou um operador pode apagá-la.`,
    );
    assertEquals(await codeOf(caio, REACT), "ack");
    assertEquals(await idOf(bia, EDIT), 6);
    assertEquals(await idOf(bia, { ...DELETE, about: 2 }), 7);
    // On another node the operator's rank may be known a little later.
    const deletion = { ...DELETE, reason: "fora do assunto" };
    assertEquals(await idOf(ana, deletion), 8);
    for (let event; (event = await nextEntry(caio)).type !== "deleted" || event["about"] !== 1;);
    await logged(server, /^\[MODERAÇÃO\] Ana: \/delete Bia 1 \[#sala\] fora do assunto$/);
    const page = await history(bia, { room });
    assertEquals(page.messages.map(({ id, deleted }) => [id, deleted?.by, deleted?.reason]), [
      [1, "Ana", "fora do assunto"],
      [2, "Bia", undefined],
      [3, undefined, undefined],
      [4, undefined, undefined],
    ]);
  },
);

testOverStores(
  "operators of the server delete in the rooms they are in, but not in private",
  async ({ args, db }) => {
    await addAccounts(db, ["Rute!"]);
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await using rute = await signIn(server, "Rute", { password: PASSWORD });
    await codeOf(ana, { type: "join", room });
    await say(ana, "um", { room });
    assertEquals(await codeOf(rute, DELETE), "not_in_room");
    await codeOf(rute, { type: "join", room });
    assertEquals(await codeOf(rute, EDIT), "forbidden");
    assertEquals(await codeOf(rute, DELETE), "ack");
    await logged(server, /^\[MODERAÇÃO\] Rute: \/delete Ana 1 \[#sala\]$/);
    await codeOf(ana, { type: "direct", to: "Rute", text: "oi" });
    const direct = { type: "delete", with: "Ana", about: 1 };
    assertEquals(await codeOf(rute, direct), "forbidden");
    assertEquals(await codeOf(ana, { ...direct, with: "Rute" }), "ack");
  },
  { memory: false },
);

testOverStores("muted, kicked, banned and departed users change nothing", async ({ args }) => {
  await using server = await startServer({ args });
  await using ana = await signIn(server, "Ana");
  await codeOf(ana, { type: "join", room });
  await using bia = await signIn(server, "Bia");
  await codeOf(bia, { type: "join", room });
  await say(bia, "um", { room });
  const codes = async () => {
    const codes: string[] = [];
    for (const request of [EDIT, REACT, DELETE]) codes.push(await codeOf(bia, request));
    return codes;
  };
  assertEquals(await codeOf(ana, { type: "mute", room, name: "Bia" }), "muted");
  // The node of the user learns of it from the bus, a moment later.
  await bia.skipTo("muted");
  assertEquals(await codes(), ["muted", "muted", "muted"]);
  await codeOf(ana, { type: "unmute", room, name: "Bia" });
  await bia.skipTo("unmuted");
  assertEquals(await codeOf(ana, { type: "kick", room, name: "Bia" }), "left");
  await bia.skipTo("left");
  assertEquals(await codes(), ["not_in_room", "not_in_room", "not_in_room"]);
  assertEquals(await codeOf(bia, { type: "join", room }), "joined");
  assertEquals(await codeOf(ana, { type: "ban", room, name: "Bia" }), "banned");
  await bia.skipTo("left");
  assertEquals(await codes(), ["not_in_room", "not_in_room", "not_in_room"]);
  const page = await history(ana, { room });
  assertEquals(page.messages.map(({ text, deleted }) => [text, deleted]), [["um", undefined]]);
});

testOverStores(
  "an author's time to change a message ends, and an operator's does not",
  async ({ args }) => {
    await using server = await startServer({ args: [...args, "--edit-window", "1"] });
    await using ana = await signIn(server, "Ana");
    await codeOf(ana, { type: "join", room });
    await using bia = await signIn(server, "Bia");
    await codeOf(bia, { type: "join", room });
    await say(bia, "um", { room });
    let count = 0;
    const late = await waitUntil(async () => {
      const answer = await refusal(bia, { ...EDIT, text: `${count++}` });
      return answer !== "ack" && answer;
    }, "the end of the time");
    assertEquals(
      late,
      "forbidden: Não permitido: você só pode editar ou apagar uma mensagem até 1 s depois de enviá-la.",
    );
    assertEquals(await codeOf(bia, DELETE), "forbidden");
    assertEquals(await codeOf(bia, REACT), "ack");
    assertEquals(await codeOf(ana, DELETE), "ack");
  },
);

testOverStores("without a time no author changes a message", async ({ args }) => {
  await using server = await startServer({ args: [...args, "--edit-window", "0"] });
  await using ana = await signIn(server, "Ana");
  await say(ana, "um");
  const never =
    "forbidden: Não permitido: neste servidor, não dá para editar nem apagar mensagens.";
  assertEquals(await refusal(ana, { ...EDIT, room: "#geral" }), never);
  assertEquals(await refusal(ana, { ...DELETE, room: "#geral" }), never);
  assertEquals(await codeOf(ana, { ...REACT, room: "#geral" }), "ack");
});

testOverStores("an unlimited time lets authors change old messages", async ({ args }) => {
  await using server = await startServer({ args: [...args, "--edit-window", "unlimited"] });
  await using ana = await signIn(server, "Ana");
  await say(ana, "um");
  assertEquals(await codeOf(ana, { ...EDIT, room: "#geral" }), "ack");
});

testOverStores(
  "messages belong to the identity, and a new account has those of its guest",
  async ({ args }) => {
    await using server = await startServer({ args });
    const token = crypto.randomUUID();
    const room = "#geral";
    const ana = await signIn(server, "Ana", { token });
    await say(ana, "de convidada");
    await say(ana, "também");
    await idOf(ana, { type: "edit", about: 2, text: "também!" });
    await registerName(ana);
    await say(ana, "de conta");
    assertEquals(await idOf(ana, { type: "edit", about: 1, text: "1" }), 5);
    // On another device the account has them too.
    await using device = await signIn(server, "Ana", { password: PASSWORD });
    assertEquals(await idOf(device, { type: "edit", about: 1, text: "um" }), 6);
    assertEquals(await idOf(device, { type: "edit", about: 4, text: "quatro" }), 7);
    await ana[Symbol.asyncDispose]();
    await device.send({ type: "logout" });
    const { name } = await device.skipTo("logged_out");
    // A guest has what is of its own token, and not what belongs to the account.
    for (const about of [1, 4]) {
      assertEquals(
        await codeOf(device, { ...EDIT, room, about }),
        "forbidden",
      );
    }
    assert(name !== "Ana");
    await using bia = await signIn(server, "Bia");
    const id = await say(bia, "de Bia");
    await bia[Symbol.asyncDispose]();
    // Another guest under the same name is another author.
    for (let name = ""; name !== "Bia";) ({ name } = await device.skipTo("left"));
    await using other = await signIn(server, "Bia");
    assertEquals(await codeOf(other, { ...EDIT, room, about: id }), "forbidden");
  },
);

testOverStores(
  "a reply and an action need the right to speak, as any message",
  async ({ args }) => {
    await using server = await startServer({ args });
    await using ana = await signIn(server, "Ana");
    await codeOf(ana, { type: "join", room });
    await using bia = await signIn(server, "Bia");
    await codeOf(bia, { type: "join", room });
    await say(ana, "um", { room });
    await codeOf(ana, { type: "mute", room, name: "Bia" });
    await bia.skipTo("muted");
    assertEquals(await codeOf(bia, { type: "say", room, text: "x", reply: 1 }), "muted");
    assertEquals(await codeOf(bia, { type: "say", room, text: "x", action: true }), "muted");
  },
);
