import { delay } from "@std/async/delay";
import { print, printProgress } from "../../print.ts";
import { markdown } from "../table.ts";
import { type Parser, PARSERS } from "./parsers.ts";
import { isOver, type Times, worst } from "./times.ts";

/** Length of the shortest text, in UTF-16 code units; the longest has 16 times as many, the size of the largest frame. */
const LENGTH = 4 * 1024;

/** Samples per text, and the minimum duration of a sample in milliseconds. */
const SAMPLES = 3;
const MIN_SAMPLE_TIME = 1;

/**
 * The same for a measurement that is repeated as it is over the limit. V8 collects garbage every few milliseconds: in a
 * shorter sample a short text may leave its garbage to the next, and look cheaper than it is.
 */
const MIN_REPEATED_TIME = 25;

/** A text that takes longer than this, in milliseconds, is sampled once. */
const SLOW = 100;

/** How often to repeat a measurement that is over the limit, unless it takes longer than this in milliseconds. */
const MAX_REPEATS = 3;
const MAX_REPEAT_TIME = 1_000;

/**
 * Measures the time of each parser for texts of one, four and sixteen times a length.
 *
 * @returns Lines of a Markdown table with the worst text of each parser.
 */
export async function measureParsers(): Promise<string[]> {
  const found: { parser: Parser; times: Times }[] = [];
  for (const parser of PARSERS) {
    printProgress(`parsers: ${parser.name}`);
    found.push({ parser, times: worst(await measure(parser)) });
  }
  return [
    `Time of each parser for its worst text of ${LENGTH} code units (1×), 4× and 16×`,
    "",
    ...markdown(
      ["parser", "worst text", "1× ms", "4× ms", "16× ms", "16× / 1×", ""],
      found.map(({ parser: { name }, times }) => [
        name,
        times.input.replaceAll("\n", " "),
        ...times.milliseconds.map((time) => time.toFixed(3)),
        times.ratio.toFixed(1),
        isOver(times) ? "over" : "ok",
      ]),
    ),
    "",
  ];
}

async function measure({ inputs }: Parser): Promise<Times[]> {
  const all: Times[] = [];
  for (const [input, make] of Object.entries(inputs)) {
    const once = async (minSampleTime: number): Promise<Times["milliseconds"]> => {
      const timed = (factor: number) => time(make(LENGTH * factor), minSampleTime);
      return [await timed(1), await timed(4), await timed(16)];
    };
    let times = toTimes(input, await once(MIN_SAMPLE_TIME));
    let least: Times["milliseconds"] = [Infinity, Infinity, Infinity];
    for (
      let nth = 0;
      nth < MAX_REPEATS && isOver(times) && times.milliseconds[2] < MAX_REPEAT_TIME;
      nth++
    ) {
      // Other load on the machine may have caused it, or garbage that was not collected.
      const again = await once(MIN_REPEATED_TIME);
      least = [
        Math.min(least[0], again[0]),
        Math.min(least[1], again[1]),
        Math.min(least[2], again[2]),
      ];
      times = toTimes(input, least);
    }
    all.push(times);
  }
  return all;
}

function toTimes(input: string, milliseconds: Times["milliseconds"]): Times {
  return { input, milliseconds, ratio: milliseconds[2] / milliseconds[0] };
}

/**
 * Returns the shortest average time of a sample, in milliseconds.
 *
 * @param run Parses a text.
 * @param minSampleTime Minimum duration of a sample, in milliseconds.
 */
async function time(run: () => unknown, minSampleTime: number): Promise<number> {
  let least = Infinity;
  for (let nth = 0; nth < SAMPLES && (nth === 0 || least < SLOW); nth++) {
    const begun = performance.now();
    let count = 0;
    let taken = 0;
    for (; taken < minSampleTime; count++, taken = performance.now() - begun) run();
    least = Math.min(least, taken / count);
    // V8 frees what `Intl` took outside of its heap in a task of its own; without it each sample takes new pages.
    if (taken > MIN_SAMPLE_TIME) await delay(0);
  }
  return least;
}

if (import.meta.main) { for (const line of await measureParsers()) print(line); }
