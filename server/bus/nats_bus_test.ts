import { assert, assertEquals, assertRejects } from "@std/assert";
import { connect } from "@nats-io/transport-node";
import { TestCertificates } from "../../tests/support/certificates.ts";
import { NatsServer } from "../../tests/support/nats.ts";
import { makeNatsCredentials } from "../../tests/support/nats_credentials.ts";
import { testWith } from "../../tests/support/needs.ts";
import { waitUntil } from "../../tests/support/wait_until.ts";
import { directKey } from "../store/store.ts";
import {
  BUS_CONTRACT,
  type BusNodes,
  BusRecorder,
  SharedMessages,
} from "../testing/bus_contract.ts";
import { userTopic } from "./bus.ts";
import { NatsBus } from "./nats_bus.ts";
import type { NatsOptions } from "./nats_servers.ts";
import { Subjects } from "./subjects.ts";

/** Connects nodes to a NATS server. */
async function overNats(
  server: NatsServer,
  count: number,
): Promise<BusNodes & { changes: boolean[]; ignored: string[] }> {
  const shared = new SharedMessages();
  const ignored: string[] = [];
  const changes: boolean[] = [];
  const buses: NatsBus[] = [];
  for (let node = 0; node < count; node++) {
    buses.push(
      await NatsBus.connect({
        nats: { location: server.location },
        cluster: "test",
        node: `${node}`,
        source: shared,
        onChange: (isConnected) => changes.push(isConnected),
        onError: (error) => {
          throw error;
        },
        onIgnored: () => ignored.push(`${node}`),
      }),
    );
  }
  return {
    shared,
    buses,
    ears: buses.map((bus) => new BusRecorder(bus)),
    changes,
    ignored,
    async [Symbol.asyncDispose]() {
      for (const bus of buses) await bus[Symbol.asyncDispose]();
    },
  };
}

testWith("nats-server", "NatsBus fulfils the contract of a bus and covers for NATS", async (t) => {
  await using server = await NatsServer.start();
  for (const [name, test] of Object.entries(BUS_CONTRACT)) {
    await t.step(name, async () => {
      await using nodes = await overNats(server, 3);
      await test(nodes);
      assertEquals(nodes.shared.reads, 0);
    });
  }

  await t.step("passes messages on in order if they come late, twice or never", async () => {
    await using nodes = await overNats(server, 1);
    const { shared, buses: [bus], ears: [ear] } = nodes;
    const subject = new Subjects("test").ofTopic("#a");
    const nats = await connect({ servers: server.location });
    await bus!.subscribe("#a");
    const said: string[] = [];
    for (let count = 1; count <= 7; count++) {
      said.push(JSON.stringify({ delivery: await shared.say("#a", `t${count}`) }));
    }
    const messages = [said[1]!, said[1]!, "no JSON", "{}", said[0]!, said[3]!, said[0]!, said[2]!];
    for (const message of messages) nats.publish(subject, message);
    await ear!.heard(4);
    assertEquals(shared.reads, 0);
    // Messages 5 and 6 do not arrive.
    nats.publish(subject, said[6]!);
    await ear!.heard(7);
    assertEquals(ear!.lines, [1, 2, 3, 4, 5, 6, 7].map((id) => `#a ${id} t${id}`));
    assertEquals([ear!.sessions.at(-1), shared.reads], ["s1", 1]);
    // The bus does not wait for a message that was never stored.
    const lie = { conversation: "#a", last: 1_000 };
    nats.publish(subject, JSON.stringify({ last: lie }));
    await nats.flush();
    bus!.publish(await shared.say("#a", "t8"));
    await ear!.heard(8);
    await nats.close();
  });

  await t.step("survives garbage and forged messages of another program", async () => {
    await using nodes = await overNats(server, 3);
    const { shared, buses, ears, ignored } = nodes;
    const subjects = new Subjects("test");
    const nats = await connect({ servers: server.location });
    for (const bus of buses) await bus.subscribe("#a");
    await buses[2]!.subscribe(userTopic("ana"));
    for (const bus of buses) await bus.check();
    const delivery = { kind: "room", conversation: "#a", entries: [], sessions: [] };
    const rubbish = [
      ...["null", "0", "[]", "{}", "\xff", '{"delivery":null}', '{"delivery":{"entries":null}}'],
      ...[
        '{"action":null}',
        '{"action":{"changes":[null]}}',
        '{"announcement":{}}',
        '{"last":null}',
      ],
      ...["[".repeat(900_000), JSON.stringify({ delivery: { ...delivery, conversation: "#b" } })],
    ];
    const made = { conversation: "@ana\nnot there", last: 1e15 };
    for (let round = 1; round <= 5; round++) {
      for (const each of rubbish) {
        nats.publish(subjects.all, each);
        nats.publish(subjects.ofTopic("#a"), each);
      }
      nats.publish(subjects.ofTopic("#a"), '{"last":{"conversation":"#a","last":1e15}}');
      nats.publish(subjects.ofTopic(userTopic("ana")), JSON.stringify({ last: made }));
      await nats.flush();
      for (const [index, bus] of buses.entries()) {
        bus.publish(await shared.say("#a", `${index} ${round}`));
      }
      for (const ear of ears) await ear.heard(3 * round);
    }
    const lines = Array.from({ length: 15 }, (_, index) => {
      return `#a ${index + 1} ${index % 3} ${Math.floor(index / 3) + 1}`;
    });
    for (const ear of ears) assertEquals(ear.lines, lines);
    // Each of the three nodes received all of it on both subjects.
    for (const bus of buses) await bus.check();
    assertEquals(ignored.length, 3 * 5 * 2 * rubbish.length);
    buses[0]!.publish(await shared.say(directKey("ana", "not there"), "now it is"));
    await ears[2]!.heard(16);
    assertEquals(ears[2]!.lines.at(-1), "ana 1 now it is");
    await nats.close();
  });

  await t.step("carries what is too large for a NATS message", async () => {
    await using nodes = await overNats(server, 2);
    const { shared, buses: [first, second], ears } = nodes;
    await second!.subscribe("#a");
    const long = "x".repeat(600_000);
    first!.publish(await shared.say("#a", long));
    await ears[1]!.heard(1);
    assertEquals(ears[1]!.lines, [`#a 1 ${long}`]);
    // The action is in the store, where the other nodes read it on resync.
    first!.share({ room: long.repeat(2), changes: [], identities: [], session: "s1" });
    await ears[1]!.heard(1, ears[1]!.resyncs);
    assertEquals(ears[1]!.wakeUps, []);
  });

  await t.step("survives servers that refuse or cut connections", async () => {
    await using nodes = await overNats(server, 1);
    const { buses: [bus] } = nodes;
    const { port } = new URL(server.location);
    const info = `INFO {"server_id":"x","version":"2.10.0","max_payload":1024,"headers":true}\r\n`;
    const refusal = "-ERR 'Authorization Violation'\r\n";
    const hosts: ((conn: Deno.TcpConn) => Promise<unknown>)[] = [
      () => Promise.resolve(),
      (conn) => conn.write(new TextEncoder().encode(info)),
      async (conn) => {
        await conn.write(new TextEncoder().encode(info));
        await conn.read(new Uint8Array(1));
      },
      async (conn) => {
        await conn.write(new TextEncoder().encode(info));
        await conn.read(new Uint8Array(1));
        await conn.write(new TextEncoder().encode(refusal));
      },
      (conn) => conn.write(new TextEncoder().encode("220 mail\r\n")),
    ];
    await server.crash();
    for (const host of hosts) {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: Number(port) });
      for (let count = 0; count < 4; count++) {
        const conn = await listener.accept();
        await host(conn).catch(() => {});
        // Closing with unread data resets the connection.
        conn.close();
      }
      await assertRejects(() => bus!.check(), Error, "NATS is disconnected");
    }
    await server.startAgain();
    await waitUntil(() => bus!.check().then(() => true, () => false), "NATS");
  });

  await t.step("works without NATS and reports that it is disconnected", async () => {
    await using nodes = await overNats(server, 2);
    const { shared, buses: [first, second], ears: [, ear], changes } = nodes;
    await second!.subscribe("#a");
    await second!.subscribe(userTopic("ana"));
    await first!.check();
    await server.crash();
    first!.publish(await shared.say("#a", "while it is away"));
    first!.publish(await shared.say(directKey("ana", "bia"), "privately"));
    await ear!.heard(2);
    await second!.subscribe("#b");
    await assertRejects(() => second!.check(), Error, "NATS is disconnected");
    await server.startAgain();
    first!.publish(await shared.say("#b", "when it is back"));
    await ear!.heard(3);
    assertEquals(ear!.lines.toSorted(), [
      "#a 1 while it is away",
      "#b 1 when it is back",
      "ana 1 privately",
    ]);
    assertEquals([changes[0], changes.at(-1)], [false, true]);
  });
});

/** Connects a node and closes it once it works. */
async function tryNats(nats: NatsOptions): Promise<void> {
  await using bus = await NatsBus.connect({
    nats,
    cluster: "test",
    node: "a",
    source: new SharedMessages(),
    onChange: () => {},
    onError: () => {},
    onIgnored: () => {},
  });
  await bus.check();
}

testWith(
  "nats-server",
  "NatsBus authenticates by the password in the URL, and never prints it",
  async () => {
    const args = ["--user", "node", "--pass", "p@ss/word"];
    await using server = await NatsServer.start("127.0.0.1", args);
    const join = (credentials: string) =>
      tryNats({ location: server.location.replace("://", `://${credentials}`) });
    await join("node:p%40ss%2Fword@");
    const error = await assertRejects(() => join("node:guessed@"), Error);
    assert(!error.message.includes("guessed"), error.message);
    await assertRejects(() => join(""), Error);
  },
);

testWith("nats-server", "NatsBus authenticates by a credentials file", async () => {
  const directory = await Deno.makeTempDir();
  const [{ config, credentials }, other] = [makeNatsCredentials(), makeNatsCredentials()];
  await Deno.writeTextFile(`${directory}/nats.conf`, config);
  await using server = await NatsServer.start("127.0.0.1", ["-c", `${directory}/nats.conf`]);
  const { location } = server;
  await tryNats({ location, credentials });
  await assertRejects(() => tryNats({ location }), Error);
  await assertRejects(() => tryNats({ location, credentials: other.credentials }), Error);
  await Deno.remove(directory, { recursive: true });
});

testWith("nats-server", "NatsBus uses TLS and trusts the given authority only", async () => {
  await using certificates = await TestCertificates.make();
  await using others = await TestCertificates.make();
  const [cert, key] = [certificates.file("server.pem"), certificates.file("server-key.pem")];
  const args = ["--tls", "--tlscert", cert, "--tlskey", key];
  await using server = await NatsServer.start("127.0.0.1", args);
  await using plain = await NatsServer.start("127.0.0.1");
  const { location } = server;
  const { ca } = certificates;
  await tryNats({ location, ca });
  await tryNats({ location: location.replace("nats:", "tls:"), ca });
  await assertRejects(() => tryNats({ location }), Error);
  await assertRejects(() => tryNats({ location, ca: others.ca }), Error);
  await assertRejects(() => tryNats({ location: plain.location, ca }), Error);
});
