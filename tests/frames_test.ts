import { assertEquals, assertMatch } from "@std/assert";
import { concat } from "@std/bytes/concat";
import { encodeFrame } from "../protocol/framing/encode_frame.ts";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";
import { startServer } from "./support/server.ts";

testOverTransports("frames cut at every byte are joined", async (startServer) => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.connect(server);
  for (const byte of encodeFrame("Zoé")) await bob.write(new Uint8Array([byte]));
  assertEquals(await bob.next(), "[SYS] Você entrou em #geral.");
  for (const byte of encodeFrame("olá 🙂")) await bob.write(new Uint8Array([byte]));
  assertEquals(await alice.next(), "[#geral] Zoé: olá 🙂");
});

testOverTransports("500 frames in one write arrive once each, in order", async (startServer) => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  const texts = Array.from({ length: 500 }, (_, index) => `mensagem ${index}`);
  await bob.send(...texts);
  assertEquals(await alice.take(500), texts.map((text) => `[#geral] Bob: ${text}`));
});

Deno.test("a frame at the limit is accepted, a longer one refused by its length", async (t) => {
  await using server = await startServer();
  await t.step("the limit", async () => {
    await using peer = await Peer.text(server, "Alice");
    await peer.send(`/${"x".repeat(65_535)}`, "/who");
    assertMatch(await peer.next(), /^\[ERRO\] Comando desconhecido: "\/x+…"/);
    assertEquals(await peer.next(), "[SYS] Em #geral: Alice");
  });
  for (const length of [65_537, 2 ** 31, 2 ** 32 - 1]) {
    await t.step(`${length}`, async () => {
      await using peer = await Peer.text(server, "Alice");
      const header = new Uint8Array(4);
      new DataView(header.buffer).setUint32(0, length);
      await peer.write(header);
      assertMatch(
        await peer.next(),
        new RegExp(`^\\[ERRO\\] Frame grande demais: ${length.toLocaleString("pt-BR")} bytes`),
      );
      await peer.ended();
    });
  }
});

testOverTransports("frames before a length over the limit are handled", async (startServer) => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  const bytes = new Uint8Array([...encodeFrame("antes"), 0xff, 0xff, 0xff, 0xff]);
  await bob.write(bytes);
  await bob.ended();
  assertEquals(await alice.next(), "[#geral] Bob: antes");
});

Deno.test("an empty frame is not a name and later is ignored", async () => {
  await using server = await startServer();
  await using peer = await Peer.connect(server);
  await peer.send("", "Alice", "", "/who");
  assertMatch(await peer.next(), /^\[ERRO\] Nome inválido: ""/);
  assertEquals(await peer.take(2), ["[SYS] Você entrou em #geral.", "[SYS] Em #geral: Alice"]);
});

testOverTransports("invalid UTF-8 is refused, and the session goes on", async (startServer) => {
  await using server = await startServer();
  await using text = await Peer.text(server, "Alice");
  await text.sendBytes(new Uint8Array([0xc3, 0x28]));
  assertEquals(await text.next(), "[ERRO] Mensagem inválida: UTF-8");
  await text.send("/who");
  assertEquals(await text.next(), "[SYS] Em #geral: Alice");

  await using json = await Peer.json(server, "Bob");
  await json.sendBytes(new Uint8Array([0x7b, 0xff]));
  assertEquals((await json.message("error")).code, "bad_message");
  await json.send({ type: "ping", ref: 1 });
  assertEquals((await json.message("pong")).ref, 1);
});

Deno.test("invalid UTF-8 is refused among valid frames of one read", async () => {
  await using server = await startServer();
  await using alice = await Peer.text(server, "Alice");
  await using bob = await Peer.text(server, "Bob");
  for (const wrong of [[0xff], [0x80, 0x81], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x99]]) {
    const frames = [
      encodeFrame("antes"),
      encodeFrame(new Uint8Array(wrong)),
      encodeFrame("depois"),
    ];
    await bob.write(concat(frames));
    assertEquals(await bob.next(), "[ERRO] Mensagem inválida: UTF-8");
    assertEquals(await alice.take(2), ["[#geral] Bob: antes", "[#geral] Bob: depois"]);
  }
});

Deno.test("a request of another protocol is answered and closed", async () => {
  await using server = await startServer();
  await using peer = await Peer.connect(server);
  await peer.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  assertMatch(await peer.next(), /Frame grande demais/);
  await peer.ended();
});

Deno.test("half a frame or a missing name times out", async (t) => {
  await t.step("half a frame", async () => {
    await using server = await startServer({ args: ["--read-timeout", "1"] });
    await using peer = await Peer.text(server, "Alice");
    await peer.write(new Uint8Array([0, 0, 1, 0, 65]));
    assertEquals(
      await peer.next(),
      "[ERRO] O tempo acabou: um frame ficou incompleto, com 5 bytes.",
    );
    await peer.ended();
  });
  await t.step("no name", async () => {
    await using server = await startServer({ args: ["--handshake-timeout", "1"] });
    await using peer = await Peer.connect(server);
    // The dialect is not known yet.
    assertEquals((await peer.message("error")).code, "timeout");
    assertEquals((await peer.message("bye")).reason, "timeout");
    await peer.ended();
  });
});
