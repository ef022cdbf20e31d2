import { assertEquals, assertMatch } from "@std/assert";
import { Peer } from "./support/peer.ts";
import { freePort } from "./support/ports.ts";
import { startServer } from "./support/server.ts";

const BOT = new URL("../examples/bot.ts", import.meta.url).pathname;

Deno.test("examples/bot.ts answers in its rooms, also after a restart of the server", async () => {
  const first = await startServer({ port: freePort() });
  const { host, port } = first;
  const bot = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-net", BOT, host, String(port), "#sala"],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const askTime = async (server: typeof first) => {
    await using ana = await Peer.json(server, "Ana");
    await ana.send({ type: "join", room: "#sala" });
    await ana.skipTo("joined");
    // The bot may come later.
    await ana.send({ type: "who", room: "#sala" });
    const { names } = await ana.skipTo("members");
    if (!names.includes("Bot")) {
      let joined = await ana.skipTo("joined");
      while (joined.name !== "Bot" || joined.room !== "#sala") joined = await ana.skipTo("joined");
    }
    await ana.send({ type: "say", room: "#sala", text: "!time" });
    let answer = await ana.skipTo("message");
    while (answer.from === "Ana") answer = await ana.skipTo("message");
    assertEquals([answer.from, answer.room], ["Bot", "#sala"]);
    assertMatch(answer.text, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  };
  await askTime(first);
  assertEquals(await first.stop(), 0);
  await using second = await startServer({ port });
  await askTime(second);
  bot.kill("SIGINT");
  const { code, stdout } = await bot.output();
  assertEquals([code, new TextDecoder().decode(stdout)], [0, "closed: quit\n"]);
});
