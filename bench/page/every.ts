import { delay } from "@std/async/delay";

/**
 * Calls a function at a rate, on a fixed schedule: one late call does not delay the next ones.
 *
 * @param count How often.
 * @param rate Calls a second.
 * @param call The function; its index is the argument.
 */
export async function every(
  count: number,
  rate: number,
  call: (index: number) => void | Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  for (let index = 0; index < count; index++) {
    const wait = startedAt + index * 1_000 / rate - performance.now();
    if (wait > 0) await delay(wait);
    await call(index);
  }
}
