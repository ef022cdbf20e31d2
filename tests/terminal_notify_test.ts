import { assert } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { Pty } from "./support/pty.ts";
import { startServer } from "./support/server.ts";

testWith(
  "python3",
  "/bell notify sends what is addressed to the user as a notification",
  async () => {
    await using server = await startServer();
    await using terminal = new Pty(server.port, ["--name", "Alice"], 120, 24);
    await terminal.shows("Você: ");
    await using bob = await Peer.json(server, "Bob");
    await bob.send({ type: "direct", to: "Alice", text: "antes" });
    await terminal.shows("antes");
    await terminal.type("/bell notify\r");
    await terminal.shows("aparece como notificação");
    await bob.send({ type: "say", room: "#geral", text: "a todos" });
    await bob.send({ type: "say", room: "#geral", text: "Alice, vem?\x1b]0;x\x07" });
    await bob.send({ type: "direct", to: "Alice", text: "a sós" });
    await terminal.shows("\x1b]9;Bob · #geral: Alice, vem?\\u001b]0;x\\u0007\x1b\\");
    await terminal.shows("\x1b]9;Bob · privado: a sós\x1b\\");
    assert(!terminal.output.includes(": antes\x1b\\"));
    assert(!terminal.output.includes(": a todos\x1b\\"));
    await terminal.type("/quit\r");
    await terminal.end();
  },
);
