import { assert, assertEquals } from "@std/assert";
import { assertNothingLeft } from "../support/assert_nothing_left.ts";
import { testWith } from "../support/needs.ts";
import { Peer } from "../support/peer.ts";
import { startServer } from "../support/server.ts";
import { report } from "../support/soak.ts";

const HOUR = 60 * 60 * 1_000;

/** Tolerance for the time that the test itself takes, in milliseconds. */
const TOLERANCE = 10 * 60 * 1_000;

/** Timeouts that a jump of an hour exceeds, but a slow machine does not. */
const DEADLINES = ["--handshake-timeout", "600", "--read-timeout", "600", "--write-timeout", "600"];

/** Wall clock of a process that a test can set. The monotonic clock is not changed. */
class Clock {
  readonly #file: string;
  readonly env: Record<string, string>;

  private constructor(file: string, library: string) {
    this.#file = file;
    this.env = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }

  static async make(directory: string): Promise<Clock> {
    const { stdout } = await new Deno.Command("faketime", {
      args: ["-m", "-f", "+0", "printenv", "LD_PRELOAD"],
    }).output();
    const clock = new Clock(`${directory}/clock`, new TextDecoder().decode(stdout).trim());
    await clock.set(0);
    return clock;
  }

  /** Sets the clock ahead by a number of hours. */
  async set(hours: number): Promise<void> {
    // Renamed into place, because the process could read half of a file that is being written.
    await Deno.writeTextFile(`${this.#file}.new`, `${hours < 0 ? "" : "+"}${hours * 3_600}`);
    await Deno.rename(`${this.#file}.new`, this.#file);
  }
}

/** Waits for two pings, so that the server has checked its timeouts. */
async function letPass(peer: Peer): Promise<void> {
  for (let count = 0; count < 2; count++) {
    await peer.skipTo("ping");
    await peer.send({ type: "pong" });
  }
}

testWith(
  ["linux", "faketime"],
  "moving the clock by an hour disconnects no client and loses nothing",
  async () => {
    const directory = await Deno.makeTempDir();
    const clock = await Clock.make(directory);
    const args = ["--ping-interval", "1", ...DEADLINES, "--db", `${directory}/chat.db`];
    let said = 0;
    for (const hours of [1, -1]) {
      await clock.set(0);
      await using server = await startServer({ args, env: clock.env });
      await using alice = await Peer.json(server, "Alice");
      await using bob = await Peer.text(server, "Bob");
      await using nameless = await Peer.connect(server);
      await using slow = await Peer.text(server, "Lenta");
      const frame = new TextEncoder().encode("\0\0\0\x02oi");
      await slow.write(frame.subarray(0, 5));
      const say = async (text: string) => {
        await alice.send({ type: "say", room: "#geral", text, nonce: text, ref: text });
        return await alice.skipTo("ack");
      };
      const first = await say(`antes ${hours}`);
      assertEquals(first.id, ++said);
      await clock.set(hours);
      await letPass(alice);
      // The repeated message gets the same answer.
      assertEquals(await say(`antes ${hours}`), first);
      const second = await say(`depois ${hours}`);
      assertEquals(second.id, ++said);
      const moved = second.at - first.at;
      assert(Math.abs(moved - hours * HOUR) < TOLERANCE, `${moved} ms`);
      await slow.write(frame.subarray(5));
      assertEquals((await alice.skipTo("message")).text, "oi");
      said++;
      await nameless.send("Enfim");
      await nameless.until("[SYS] Você entrou em #geral.");
      assertEquals(await bob.take(3), [
        `[#geral] Alice: antes ${hours}`,
        `[#geral] Alice: depois ${hours}`,
        "[#geral] Lenta: oi",
      ]);
      await alice.send({ type: "history", room: "#geral", ref: 1 });
      const { messages } = await alice.skipTo("history");
      assertEquals(messages.map(({ id }) => id), Array.from({ length: said }, (_, nth) => nth + 1));
      // Back again, as after a correction.
      await clock.set(0);
      await letPass(alice);
      assertEquals(await say(`depois ${hours}`), second);
      for (const peer of [alice, bob, nameless, slow]) await peer[Symbol.asyncDispose]();
      await assertNothingLeft(server, ["Alice", "Bob", "Enfim", "Lenta"]);
      assertEquals(await server.stop(), 0);
    }
    report("Clock moved by an hour, forwards and backwards", {
      "clients disconnected": 0,
      "messages repeated or lost": 0,
    });
    await Deno.remove(directory, { recursive: true });
  },
);
