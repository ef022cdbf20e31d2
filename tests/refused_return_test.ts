import { assert, assertEquals, assertMatch } from "@std/assert";
import { BrowserUsers, heard, PAGE, say, shown, type } from "./support/browser.ts";
import { PASSWORD } from "./support/moderation_fixture.ts";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { command } from "./support/program.ts";
import { TcpProxy } from "./support/proxy.ts";
import { register, registerName } from "./support/register.ts";
import { startServer, type TestServer } from "./support/server.ts";
import { Terminal } from "./support/tmux.ts";

/** A way to a server that can be shut, so that others get there first. */
class Way implements AsyncDisposable {
  readonly #proxy: TcpProxy;
  #isOpen = true;

  constructor(port: number) {
    this.#proxy = new TcpProxy(port, () => ({ length }) => this.#isOpen ? length : 0);
  }

  get port(): number {
    return this.#proxy.port;
  }

  /** Loses the connections, does something, and lets the clients come back. */
  async meanwhile<T>(action: () => Promise<T>): Promise<T> {
    this.#isOpen = false;
    this.#proxy.cutAll();
    const result = await action();
    this.#isOpen = true;
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxy[Symbol.asyncDispose]();
  }
}

/** Waits until a name is free, and takes it. */
async function take(server: TestServer, name: string): Promise<Peer> {
  for (;;) {
    const peer = await Peer.connect(server);
    await peer.send({ type: "hello", name, version: 1 });
    if (JSON.parse(await peer.next()).type === "welcome") return peer;
    await peer[Symbol.asyncDispose]();
  }
}

const CHANGED = "cavalo novo";

/** Changes the password of an account from another session. */
async function changePassword(server: TestServer, name: string): Promise<void> {
  await using peer = await Peer.json(server, name, { password: PASSWORD });
  await peer.send({ type: "passwd", password: PASSWORD, new: CHANGED });
  await peer.skipTo("password_changed");
}

testWith(
  "tmux",
  "a terminal says that its name was taken meanwhile, and takes another",
  async () => {
    await using server = await startServer();
    await using way = new Way(server.port);
    await using ana = await Terminal.connect(way.port, ["--name", "Ana"], { env: "CHAT_LANG=en" });
    await ana.endsWith("You:");
    await using thief = await way.meanwhile(() => take(server, "Ana"));
    // In the user's language, not the server's.
    await ana.shows("[ERROR] The name 'Ana' is taken, or too similar to one that is.");
    await ana.line("said meanwhile");
    await ana.line("/nick Bia");
    await ana.shows("[SYS] Returning as Bia…");
    await ana.shows("[SYS] Reconnected.");
    const message = await thief.skipTo("message");
    assertEquals([message.from, message.text], ["Bia", "said meanwhile"]);
    await ana.line("/quit");
    assert(await ana.isRestored());
  },
);

testWith("tmux", "a terminal returns by itself once its name is free again", async () => {
  await using server = await startServer();
  await using way = new Way(server.port);
  await using ana = await Terminal.signIn(way.port, "Ana");
  const thief = await way.meanwhile(() => take(server, "Ana"));
  await ana.shows("[ERRO] O nome 'Ana' já está em uso");
  await thief[Symbol.asyncDispose]();
  await ana.shows("[SYS] Conexão restabelecida.");
});

testWith(
  "tmux",
  "a terminal asks for a password that was changed elsewhere, and keeps the draft",
  async () => {
    await using server = await startServer();
    await register(server, "Ana");
    await using ana = await Terminal.connect(server.port, ["--name", "Ana"]);
    await ana.endsWith("Senha:");
    await ana.line(PASSWORD);
    await ana.endsWith("Você:");
    await ana.type("rascunho");
    await ana.endsWith("Você: rascunho");
    await changePassword(server, "Ana");
    await ana.shows("[SYS] Sua conta foi alterada ou removida: entre de novo com a senha.");
    await ana.endsWith("Senha:");
    await ana.line(PASSWORD);
    await ana.shows("[ERRO] Senha incorreta.");
    await ana.endsWith("Senha:");
    await ana.line(CHANGED);
    await ana.shows("[SYS] Conexão restabelecida.");
    const rows = await ana.endsWith("Você: rascunho");
    assert(!rows.some((row) => row.includes("cavalo")), rows.join("\n"));
    await using bob = await Peer.json(server, "Bob");
    await ana.press("Enter");
    assertEquals((await bob.skipTo("message")).text, "rascunho");
  },
);

testWith("tmux", "a terminal that gives no password takes another name", async () => {
  await using server = await startServer();
  await using way = new Way(server.port);
  await using ana = await Terminal.signIn(way.port, "Ana");
  await way.meanwhile(async () => {
    await using thief = await take(server, "Ana");
    await registerName(thief);
  });
  await ana.shows("[ERRO] O nome 'Ana' exige senha");
  await ana.endsWith("Senha:");
  await ana.press("Enter");
  await ana.endsWith("Informe seu nome de usuário:");
  await ana.line("Bia");
  await ana.shows("[SYS] Conexão restabelecida.");
  await ana.endsWith("Você:");
});

testWith(
  PAGE,
  "a page says that its name was taken meanwhile, and takes another",
  async () => {
    await using server = await startServer({ args: ["--web", "0"] });
    await using way = new Way(server.webPort!);
    await using people = await BrowserUsers.start({ ...server, webPort: way.port });
    const ana = await people.enter("Ana", { locale: "en" });
    await say(ana, "antes");
    await using thief = await way.meanwhile(() => take(server, "Ana"));
    await shown(ana, ".bar", "The name 'Ana' is taken, or too similar to one that is.");
    await type(ana, "said meanwhile");
    await ana.fill(".bar [name=name]", "B b");
    await ana.press(".bar [name=name]", "Enter");
    await shown(ana, ".bar [role=alert]", "No spaces");
    await ana.fill(".bar [name=name]", "Bia");
    await ana.press(".bar [name=name]", "Enter");
    await heard(ana, "said meanwhile");
    await shown(ana, ".account-button", "Bia");
    let message = await thief.skipTo("message");
    while (message.text !== "said meanwhile") message = await thief.skipTo("message");
    assertEquals(message.from, "Bia");
    // A reload returns under the new name.
    await ana.reload();
    await shown(ana, ".account-button", "Bia");
    assertEquals(people.faults, []);
  },
);

testWith(
  PAGE,
  "a page asks for a password that was changed elsewhere, and keeps the draft",
  async () => {
    await using server = await startServer({ args: ["--web", "0"] });
    await register(server, "Ana");
    await using people = await BrowserUsers.start(server);
    const ana = await people.window();
    await ana.fill("[name=name]", "Ana");
    await ana.press("[name=name]", "Enter");
    await ana.fill("[name=password]", PASSWORD);
    await ana.press("[name=password]", "Enter");
    await ana.fill("#composer", "rascunho");
    await changePassword(server, "Ana");
    await shown(ana, ".bar", "Sua conta foi alterada ou removida");
    await ana.fill(".bar [name=password]", PASSWORD);
    await ana.press(".bar [name=password]", "Enter");
    await shown(ana, ".bar", "Senha incorreta.");
    await ana.fill(".bar [name=password]", CHANGED);
    await ana.press(".bar [name=password]", "Enter");
    await ana.locator(".bar form").waitFor({ state: "detached" });
    assertEquals(await ana.inputValue("#composer"), "rascunho");
    await ana.press("#composer", "Enter");
    await heard(ana, "rascunho");
    assertEquals(people.faults, []);
  },
);

for (const args of [[], ["--json"]]) {
  Deno.test(`a pipe (${args}) says that its name was taken, and sends once it is free`, async () => {
    await using server = await startServer();
    await using bob = await Peer.json(server, "Bob");
    await using way = new Way(server.port);
    const child = command(["connect", "--port", `${way.port}`, "--name", "bot", ...args], {
      stdin: "piped",
    }).spawn();
    while ((await bob.skipTo("joined")).name !== "bot");
    const thief = await way.meanwhile(() => take(server, "bot"));
    const writer = child.stdin.getWriter();
    const line = args.length > 0 ? '{"type":"say","room":"#geral","text":"oi"}' : "oi";
    await writer.write(new TextEncoder().encode(`${line}\n`));
    await writer.close();
    const decoder = new TextDecoder();
    const told = args.length > 0 ? child.stdout : child.stderr;
    let text = "";
    const reading = (async () => {
      for await (const chunk of told) {
        text += decoder.decode(chunk);
        if (text.includes("já está em uso")) await thief[Symbol.asyncDispose]();
      }
    })();
    const message = await bob.skipTo("message");
    assertEquals([message.from, message.text], ["bot", "oi"]);
    await reading;
    if (args.length > 0) {
      assertMatch(text, /\{"type":"error","code":"name_taken",[^\n]*\n/);
      await child.stderr.cancel();
    } else {
      assertMatch(text, /^\[ERRO\] O nome 'bot' já está em uso[^\n]*\n$/);
      await child.stdout.cancel();
    }
    assertEquals((await child.status).code, 0);
  });

  Deno.test(`a pipe (${args}) ends when its password is changed elsewhere`, async () => {
    await using server = await startServer();
    await register(server, "Ana");
    await using bob = await Peer.json(server, "Bob");
    const child = command(["connect", "--port", `${server.port}`, "--name", "Ana", ...args], {
      stdin: "piped",
      env: { CHAT_PASSWORD: PASSWORD },
    }).spawn();
    while ((await bob.skipTo("joined")).name !== "Ana");
    await changePassword(server, "Ana");
    // Although its input has not ended.
    const { code, stderr } = await child.output();
    assertEquals(code, 1);
    assertEquals(
      new TextDecoder().decode(stderr),
      "chat: Sua conta foi alterada ou removida: entre de novo com a senha.\n",
    );
    await child.stdin.close().catch(() => {});
  });
}
