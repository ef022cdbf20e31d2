/**
 * A bot that answers `!time` with the time in every room that it has joined. It reconnects by itself; Ctrl+C stops it.
 *
 *     deno run --allow-net examples/bot.ts HOST PORT [ROOM …]
 */
import { ChatClient, dialTcp } from "../mod.ts";

const [hostname = "127.0.0.1", port = "12345", ...rooms] = Deno.args;
const client = new ChatClient({ dial: () => dialTcp({ hostname, port: Number(port) }) });
await client.connect();
await client.signIn("Bot");
Deno.addSignalListener("SIGINT", () => client.quit());
for (const room of rooms) client.request({ type: "join", room });

for await (const event of client) {
  // deno-lint-ignore no-console -- the output of an example
  if (event.type === "closed") console.log(`closed: ${event.reason}`);
  if (event.type !== "server" || event.message.type !== "message") continue;
  const { room, from, text } = event.message;
  if (from === client.name || text !== "!time") continue;
  client.request({ type: "say", room, text: new Date().toISOString() });
}
Deno.exit();
