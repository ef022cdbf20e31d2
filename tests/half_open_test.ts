import { assert, assertEquals } from "@std/assert";
import { deadline } from "@std/async/deadline";
import { dialTcp, dialTls } from "../client/connection/dial.ts";
import type { Transport } from "../client/connection/transport.ts";
import { dialWebSocket } from "../client/connection/web_socket.ts";
import { ChatClient } from "../client/session/client.ts";
import type { ClientEvent } from "../client/session/event.ts";
import { BrowserUsers, gone, heard, PAGE, say, type } from "./support/browser.ts";
import { testWith } from "./support/needs.ts";
import { testOverTransports } from "./support/over_transports.ts";
import { Peer } from "./support/peer.ts";
import { command } from "./support/program.ts";
import { type Direction, TcpProxy } from "./support/proxy.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";
import { TIMEOUT, waitUntil } from "./support/wait_until.ts";

/** Longest time until a client with its own timeouts has returned, in milliseconds. */
const RETURNED = 60_000;

/** Connects to a server through a proxy, over the transport of the test. */
function dialThrough({ port }: TcpProxy, { host, ca, transport }: TestServer): Promise<Transport> {
  if (transport === "websocket") return dialWebSocket(new URL(`ws://${host}:${port}/ws`));
  const address = { hostname: host, port };
  return ca ? dialTls(address, { hostname: host, caCerts: [ca] }) : dialTcp(address);
}

function whole(server: TestServer): TcpProxy {
  const port = server.transport === "websocket" ? server.webPort! : server.port;
  return new TcpProxy(port, () => ({ length }) => length);
}

/** Freezes the connection of a client, and checks that it returns and has what was said meanwhile once. */
async function returnsFrom(
  directions: readonly Direction[],
  { server, speaks }: { readonly server: TestServer; readonly speaks: boolean },
): Promise<void> {
  const text = `${directions} ${speaks}`.replaceAll(/[ ,]/g, "-");
  await using bob = await Peer.json(server, `Bob-${text}`);
  await using proxy = whole(server);
  const back = Promise.withResolvers<void>();
  let isFrozen = false;
  const events: ClientEvent[] = [];
  const client = new ChatClient({
    dial: () => dialThrough(proxy, server),
    onEvent: (event) => {
      events.push(event);
      if (event.type === "back" && isFrozen) back.resolve();
    },
    timeouts: { idle: 100, unanswered: 50, answer: 1_000 },
  });
  await client.connect();
  await client.signIn(`Ana-${text}`);
  await deadline(client.settled(), TIMEOUT);
  proxy.freeze(directions);
  isFrozen = true;
  if (speaks) client.request({ type: "say", room: "#geral", text });
  else await bob.send({ type: "say", room: "#geral", text });
  await deadline(back.promise, TIMEOUT);
  const lost = events.find(({ type }) => type === "lost");
  assertEquals(lost?.type === "lost" && lost.reason, "silent");
  await deadline(client.settled(), TIMEOUT);
  // Delivered once, whether it was sent on the dead connection or missed on it.
  while ((await bob.skipTo("message")).text !== text);
  const texts = events.flatMap((event) =>
    event.type === "server" && event.message.type === "message" ? [event.message.text] : []
  );
  assertEquals(texts.filter((other) => other === text), [text]);
  client.close();
}

testOverTransports("a client notices a dead connection and returns", async (start) => {
  await using server = await start();
  const dead: readonly (readonly Direction[])[] = [["in", "out"], ["in"], ["out"]];
  await Promise.all(
    dead.flatMap((directions) =>
      [true, false].map((speaks) => returnsFrom(directions, { server, speaks }))
    ),
  );
}, { web: true, needs: ["the sources"] });

Deno.test("piped and --json clients notice a dead connection and lose nothing", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await using proxy = whole(server);
  const encoder = new TextEncoder();
  const children = [["pipe", ""], ["json", "--json"]].map(([name, flag]) => {
    const args = ["connect", "--port", `${proxy.port}`, "--name", name!, ...(flag ? [flag] : [])];
    const child = command(args, { stdin: "piped" }).spawn();
    return { name, child, input: child.stdin.getWriter() };
  });
  const joined = new Set<string>();
  while (joined.size < children.length) joined.add((await bob.skipTo("joined")).name);
  proxy.freeze();
  for (const { name, input } of children) {
    const line = name === "json" ? '{"type":"say","room":"#geral","text":"json"}' : name;
    await input.write(encoder.encode(`${line}\n`));
    await input.close();
  }
  const texts = new Set<string>();
  await waitUntil(
    () => {
      for (const frame of bob.frames.splice(0)) {
        const message = JSON.parse(frame);
        if (message.type === "message") texts.add(message.text);
      }
      return texts.size === children.length;
    },
    () => `both messages; came ${[...texts]}`,
    { timeout: RETURNED },
  );
  for (const { child } of children) {
    const { code } = await child.output();
    assertEquals(code, 0);
  }
});

testWith("tmux", "a terminal client notices a dead connection and says so", async () => {
  await using server = await startServer();
  await using bob = await Peer.json(server, "Bob");
  await using proxy = whole(server);
  await using ana = await Terminal.signIn(proxy.port, "Ana");
  proxy.freeze();
  await ana.line("alguém aí?");
  await ana.shows("[SYS] O servidor parou de responder; nova tentativa em");
  const rows = await ana.shows("[SYS] Conexão restabelecida.");
  assert(rows.some((row) => row.includes("alguém aí?")), rows.join("\n"));
  assertEquals((await bob.skipTo("message")).text, "alguém aí?");
});

testWith(
  PAGE,
  "a page notices a dead connection and a missing network",
  async () => {
    await using server = await startServer({ args: ["--web", "0"] });
    await using proxy = new TcpProxy(server.webPort!, () => ({ length }) => length);
    await using people = await BrowserUsers.start({ ...server, webPort: proxy.port });
    await using bob = await Peer.json(server, "Bob");
    const ana = await people.enter("Ana");
    await say(ana, "antes");
    // The page is back so soon that a look now and then may miss what the bar says: it is recorded.
    const body = ana.locator("body");
    await body.evaluate((body) => {
      const { MutationObserver } = body.ownerDocument.defaultView;
      body.dataset.said = "";
      new MutationObserver(() => body.dataset.said += body.querySelector(".bar")?.textContent ?? "")
        .observe(body, { subtree: true, childList: true, characterData: true });
    });
    const said = (text: string) =>
      waitUntil(async () => (await body.getAttribute("data-said"))?.includes(text), text, {
        timeout: RETURNED,
      });
    proxy.freeze();
    await type(ana, "alguém aí?");
    await said("O servidor parou de responder");
    await gone(ana, ".pending");
    await bob.skipTo("message");
    assertEquals((await bob.skipTo("message")).text, "alguém aí?");
    // Without a network the page says so, and checks the connection, although no message is pending.
    await body.evaluate((body) => body.dataset.said = "");
    proxy.freeze();
    await ana.context().setOffline(true);
    await said("Sem rede");
    await said("O servidor parou de responder");
    await bob.send({ type: "say", room: "#geral", text: "novidade" });
    await ana.context().setOffline(false);
    await heard(ana, "novidade");
    // A connection that survived stays.
    await ana.evaluate(() => dispatchEvent(new Event("online")));
    await say(ana, "depois");
    assertEquals(people.faults, []);
  },
);
