import { assertEquals, assertMatch } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { run } from "./support/program.ts";
import { TcpProxy } from "./support/proxy.ts";
import { ask } from "./support/requests.ts";
import { startServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";
import { waitUntil } from "./support/wait_until.ts";

/** Returns what a user says about being away, or the code of the error. */
async function awayOf(peer: Peer, name: string): Promise<string | undefined> {
  const answer = await ask(peer, { type: "whois", name });
  if (answer.type === "error") return answer.code;
  return answer.type === "whois" ? answer.away : answer.type;
}

testWith("tmux", "/away lasts over a lost connection, and /whois completes a name", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await using proxy = new TcpProxy(server.port, () => (chunk) => chunk.length);
  await using alice = await Terminal.signIn(proxy.port, "Alice", ["--color", "never"]);
  await alice.line("/away almoço, volto às 2");
  await alice.shows("[SYS] Agora você está ausente: almoço, volto às 2");
  assertEquals(await awayOf(bob, "Alice"), "almoço, volto às 2");
  proxy.cutAll();
  await alice.shows("[SYS] Conexão restabelecida.");
  await waitUntil(async () => await awayOf(bob, "Alice") === "almoço, volto às 2", "Alice's text");
  await alice.type("/whois b");
  await alice.press("Tab");
  await alice.endsWith("Você: /whois Bob");
  await alice.press("Enter");
  await alice.shows("[SYS] Bob (sem conta): on-line há");
  await alice.shows("salas em comum:");
  // Others' absence is no line.
  await ask(bob, { type: "away", text: "reunião" });
  await alice.line("/who");
  await alice.shows("[SYS] Em #geral: Bob (ausente), Alice (ausente)");
  await alice.line("/msg bob oi");
  await alice.shows("[SYS] Bob está ausente: reunião");
  await alice.line("/away");
  await alice.shows("[SYS] Você não está mais ausente.");
  const rows = (await alice.rows()).filter((row) => row.includes("reunião"));
  assertEquals(rows.length, 1, rows.join("\n"));
  assertEquals(await awayOf(bob, "Alice"), undefined);
});

testWith("tmux", "the full screen puts members who are away in parentheses", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  const size = { columns: 120, rows: 24 };
  await using alice = await Terminal.connect(server.port, ["--name", "Alice", "--full"], size);
  await alice.until((screen) => /│.*│ ?Bob/.test(screen));
  await ask(bob, { type: "away", text: "reunião" });
  await alice.until((screen) => /│.*│ ?\(Bob\)/.test(screen));
  await alice.line("/away almoço");
  await alice.until((screen) => /│.*│ ?\(Alice\)/.test(screen));
  await ask(bob, { type: "away" });
  await alice.until((screen) => /│.*│ ?Bob/.test(screen));
});

Deno.test("a pipe and --json have /away and /whois", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await ask(bob, { type: "away", text: "reunião" });
  const args = ["connect", "--port", `${server.port}`, "--name", "bot", "--lang", "en"];
  const { stdout, stderr, code } = await run(args, {
    input: "/away tea\n/away\n/whois bob\n/whois nada\n",
  });
  const lines = stdout.split("\n");
  assertEquals(lines.slice(1, 3), ["[SYS] You are away now: tea", "[SYS] You are no longer away."]);
  assertMatch(
    lines[3]!,
    /^\[SYS\] Bob \(no account\): online for .+, idle for .+; away: reunião; rooms in common: #geral$/,
  );
  assertMatch(stderr, /^\[ERROR\] .*nada.*\n$/);
  assertEquals(code, 1);
  const input = [{ type: "whois", name: "Bob", ref: 1 }, { type: "away", text: "tea", ref: 2 }];
  const json = await run([...args, "--json"], {
    input: input.map((message) => JSON.stringify(message)).join("\n"),
  });
  const events = json.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const { since, idle, ...user } = events.find(({ type }) => type === "whois");
  assertEquals([typeof since, typeof idle], ["number", "number"]);
  assertEquals(user, {
    ...{
      type: "whois",
      name: "Bob",
      registered: false,
      away: "reunião",
      rooms: ["#geral"],
      ref: 1,
    },
  });
  assertEquals(events.find(({ type }) => type === "away"), {
    ...{ type: "away", name: "bot", text: "tea", ref: 2 },
  });
});
