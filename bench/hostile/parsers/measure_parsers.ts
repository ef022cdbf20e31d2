import { print, printProgress } from "../../print.ts";
import { markdown } from "../table.ts";
import { type Parser, PARSERS } from "./parsers.ts";
import { isOver, type Times, worst } from "./times.ts";

/** Length of the shortest text, in UTF-16 code units; the longest has 16 times as many, the size of the largest frame. */
const LENGTH = 4 * 1024;

/** Samples per text, and the minimum duration of a sample in milliseconds. */
const SAMPLES = 3;
const MIN_SAMPLE_TIME = 1;

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
export function measureParsers(): string[] {
  const found = PARSERS.map((parser) => {
    printProgress(`parsers: ${parser.name}`);
    return { parser, times: worst(measure(parser)) };
  });
  return [
    `Processor time of each parser for its worst text of ${LENGTH} code units (1×), 4× and 16×`,
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

function measure({ inputs }: Parser): Times[] {
  return Object.entries(inputs).map(([input, make]) => {
    const once = () => [1, 4, 16].map((factor) => time(make(LENGTH * factor)));
    let times = toTimes(input, once());
    for (
      let nth = 0;
      nth < MAX_REPEATS && isOver(times) && times.milliseconds[2]! < MAX_REPEAT_TIME;
      nth++
    ) {
      // Other load on the machine may have caused it.
      const again = once();
      times = toTimes(input, times.milliseconds.map((time, at) => Math.min(time, again[at]!)));
    }
    return times;
  });
}

function toTimes(input: string, milliseconds: readonly number[]): Times {
  return { input, milliseconds, ratio: milliseconds[2]! / milliseconds[0]! };
}

/** Returns the shortest average time of a sample, in milliseconds. */
function time(run: () => unknown): number {
  let least = Infinity;
  for (let nth = 0; nth < SAMPLES && (nth === 0 || least < SLOW); nth++) {
    const begun = performance.now();
    let count = 0;
    let taken = 0;
    for (; taken < MIN_SAMPLE_TIME; count++, taken = performance.now() - begun) run();
    least = Math.min(least, taken / count);
  }
  return least;
}

if (import.meta.main) { for (const line of measureParsers()) print(line); }
