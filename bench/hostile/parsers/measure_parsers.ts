import { print, printProgress } from "../../print.ts";
import { markdown } from "../table.ts";
import { type Parser, PARSERS } from "./parsers.ts";
import { isOver, type Times, worst } from "./times.ts";

/** The shortest text, in UTF-16 code units; the longest is as long as a frame may be. */
const LENGTH = 4 * 1024;

/** How often a parser runs at least, and for how long at least a time is taken, in milliseconds. */
const TRIES = 3;
const MIN_SAMPLE_TIME = 1;

/** A time after which a parser is not asked again, in milliseconds. */
const ENOUGH = 100;

/** How often what seems to be over is looked at again, unless it takes as long as this, in milliseconds. */
const LOOKS = 3;
const TOO_LONG = 1_000;

/**
 * Measures what each parser takes of texts of one, four and sixteen times a length.
 *
 * @returns The lines of a table in Markdown, with the worst text of each parser.
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
    for (let nth = 0; nth < LOOKS && isOver(times) && times.milliseconds[2]! < TOO_LONG; nth++) {
      // What else the machine did at that moment may be all there is to it.
      const again = once();
      times = toTimes(input, times.milliseconds.map((time, at) => Math.min(time, again[at]!)));
    }
    return times;
  });
}

function toTimes(input: string, milliseconds: readonly number[]): Times {
  return { input, milliseconds, ratio: milliseconds[2]! / milliseconds[0]! };
}

/** Returns the shortest time that it took, on average over a stretch. */
function time(run: () => unknown): number {
  let least = Infinity;
  for (let nth = 0; nth < TRIES && (nth === 0 || least < ENOUGH); nth++) {
    const begun = performance.now();
    let count = 0;
    let taken = 0;
    for (; taken < MIN_SAMPLE_TIME; count++, taken = performance.now() - begun) run();
    least = Math.min(least, taken / count);
  }
  return least;
}

if (import.meta.main) { for (const line of measureParsers()) print(line); }
