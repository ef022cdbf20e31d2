import { assert, assertEquals } from "@std/assert";
import { testWith } from "./support/needs.ts";
import { Peer } from "./support/peer.ts";
import { Pty } from "./support/pty.ts";
import { startServer } from "./support/server.ts";

const ENTER = "\x1b[?1049h";
const LEAVE = "\x1b[?1049l";

// deno-lint-ignore no-control-regex
const FRAME = /\x1b\[\?2026h(.*?)\x1b\[\?2026l/gs;

/** The title of the window, which draws nothing on the screen. */
// deno-lint-ignore no-control-regex
const TITLE = /\x1b\]2;[^\x1b]*\x1b\\/g;

/** The output of the full screen, from which the terminal switched to the alternate screen until it switched back. */
function fullScreen(output: string): string {
  const [, after = ""] = output.split(ENTER);
  return after.split(LEAVE, 1)[0]!;
}

testWith(
  ["unix", "python3"],
  "each frame of the full screen is one synchronized update with a hidden cursor",
  async () => {
    await using server = await startServer();
    await using bob = await Peer.text(server, "Bob");
    await using alice = new Pty(server.port, ["--name", "Alice", "--full"], 120, 40);
    await alice.shows("1 #geral");
    await alice.type("meia linha");
    await alice.shows("meia linha");
    const before = alice.output.length;
    await bob.send(...Array.from({ length: 300 }, (_, index) => `mensagem ${index}`));
    await alice.shows("mensagem 299");
    const burst = [...alice.output.slice(before).matchAll(FRAME)];
    assert(burst.length < 300, `${burst.length} frames`);
    await alice.type("\x1b[5~");
    await alice.shows("volta às mais recentes");
    await alice.type("\x1b[6~\x15/quit\r");
    assertEquals(await alice.end(), { code: 0, isRestored: true });
    const written = fullScreen(alice.output);
    assertEquals(written.replaceAll(FRAME, "").replaceAll(TITLE, ""), "");
    for (const [, frame = ""] of written.matchAll(FRAME)) {
      assert(frame.startsWith("\x1b[?25l") && frame.endsWith("\x1b[?25h"), JSON.stringify(frame));
    }
    assertEquals(alice.output.split(LEAVE).length, 2);
  },
);

testWith(["unix", "python3"], "the full screen restores the terminal at each end", async (t) => {
  await using server = await startServer();
  for (
    const [end, code] of [["SIGTERM", 143], ["SIGHUP", 129], ["SIGINT", 0], ["/quit\r", 0]] as const
  ) {
    await t.step(end, async () => {
      await using alice = new Pty(server.port, ["--name", "Alice", "--full"], 80, 24);
      await alice.shows("1 #geral");
      if (end === "/quit\r") await alice.type(end);
      else alice.signal(end);
      assertEquals(await alice.end(), { code, isRestored: true });
      const { output } = alice;
      assert(output.lastIndexOf(LEAVE) > output.lastIndexOf("\x1b[?2026l"), "the screen is left");
      assert(output.lastIndexOf("\x1b[?25h") > output.lastIndexOf("\x1b[?25l"), "a cursor");
      assert(output.lastIndexOf("\x1b[?7h") > output.lastIndexOf("\x1b[?7l"), "rows wrap");
    });
  }
});

testWith(["unix", "python3"], "/line and /full switch between the two screens", async () => {
  await using server = await startServer();
  await using alice = new Pty(server.port, ["--name", "Alice", "--full"], 80, 24);
  await alice.shows("1 #geral");
  await alice.type("/line\r");
  await alice.shows(LEAVE);
  await alice.type("/full\r");
  await alice.until((output) => output.split(ENTER).length === 3, "the full screen again");
  await alice.type("\x04");
  assertEquals(await alice.end(), { code: 0, isRestored: true });
  assertEquals(alice.output.split(LEAVE).length, 3);
});
