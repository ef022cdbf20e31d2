/** Callbacks to run if a signal stops the benchmark. */
const pending = new Set<() => void>();

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Exit code after SIGINT: 128 + 2. */
const STOPPED = 130;

/**
 * Registers a callback for SIGINT and SIGTERM, so that servers and load generators do not outlive the benchmark.
 *
 * @param undo Called before the process exits; must be synchronous.
 * @returns Removes the callback when disposed.
 */
export function onInterrupt(undo: () => void): Disposable {
  pending.add(undo);
  return { [Symbol.dispose]: () => pending.delete(undo) };
}

/** Installs the signal handlers that run the callbacks. */
export function handleSignals(): void {
  for (const signal of SIGNALS) {
    Deno.addSignalListener(signal, () => {
      // In reverse order: a server ends before its directory is removed.
      for (const undo of [...pending].reverse()) undo();
      Deno.exit(STOPPED);
    });
  }
}
