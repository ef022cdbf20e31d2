/** What is to be undone if the bench is stopped in the middle. */
const pending = new Set<() => void>();

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Exit code of a program that was stopped. */
const STOPPED = 130;

/**
 * Has something done if the bench is stopped by a signal: a server or a generator would go on without it.
 *
 * @param undo What to do; it must not wait.
 * @returns Something to dispose of when that is no longer needed.
 */
export function atSignal(undo: () => void): Disposable {
  pending.add(undo);
  return { [Symbol.dispose]: () => pending.delete(undo) };
}

/** Begins to listen for signals. */
export function handleSignals(): void {
  for (const signal of SIGNALS) {
    Deno.addSignalListener(signal, () => {
      // The latest first: a server ends before its directory goes.
      for (const undo of [...pending].reverse()) undo();
      Deno.exit(STOPPED);
    });
  }
}
