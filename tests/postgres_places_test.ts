import { assert, assertEquals, assertMatch } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { PostgresServer } from "./support/postgres.ts";
import { run } from "./support/program.ts";
import { startServer } from "./support/server.ts";

testWith("postgres", "a server reaches PostgreSQL through a Unix socket", async () => {
  await using postgres = await PostgresServer.start();
  const { port, pathname } = new URL(await postgres.database());
  const places = [
    `postgres://chat@${pathname}?host=${postgres.socket}&port=${port}`,
    `postgres://chat@${encodeURIComponent(postgres.socket)}:${port}${pathname}?sslmode=prefer`,
    `postgres://${pathname}?host=${postgres.socket}&port=${port}&user=chat`,
  ];
  for (const [index, place] of places.entries()) {
    await using server = await startServer({ args: ["--db", place] });
    await using ana = await Peer.json(server, "Ana");
    await ana.send({ type: "say", room: "#geral", text: "oi", ref: 1 });
    assertEquals((await ana.skipTo("ack")).id, index + 1);
  }
  // `chat export` has no write permission, which a Unix socket needs.
  const { code, stderr } = await run(["export", "--db", places[0]!]);
  assertEquals(code, 1);
  assertMatch(stderr, /^chat: [^\n]+ indique um host[^\n]*\n$/);
});

testWith(
  "postgres",
  "a database without UTF-8 or without a user is refused in one line",
  async () => {
    await using postgres = await PostgresServer.start();
    const unicode = await postgres.database();
    for (const encoding of ["LATIN1", "SQL_ASCII"]) {
      const location = await postgres.database(encoding);
      for (const command of [["serve", "--port", "0"], ["export"], ["user", "list"]]) {
        const { code, stderr } = await run([...command, "--db", location]);
        assertEquals(code, 1);
        assertMatch(stderr, new RegExp(`^chat: [^\\n]+ codificação é ${encoding}, [^\\n]+\\n$`));
      }
    }
    const { code, stderr } = await run(["export", "--db", unicode.replace("chat@", "")]);
    assertEquals(code, 1);
    assertMatch(stderr, /^chat: [^\n]+ falta o usuário: [^\n]+\n$/);
    assert(!stderr.includes("allow-"));
  },
);
