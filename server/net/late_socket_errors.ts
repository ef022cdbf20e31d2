let isListening = false;

/** Messages of `node:net` for failed system calls on sockets. */
const SOCKET_FAILURE = /^(read|write|connect|shutdown) E[A-Z]+/;

/**
 * Keeps the process alive if a library's socket fails while the library has no listener on it. Those of PostgreSQL and NATS
 * have none between two states, so an error would be uncaught. The libraries notice the lost connection by themselves.
 */
export function ignoreLateSocketErrors(): void {
  if (isListening) return;
  isListening = true;
  addEventListener("error", (event) => {
    if (isOfSocket(event.error)) event.preventDefault();
  });
  addEventListener("unhandledrejection", (event) => {
    if (isOfSocket(event.reason)) event.preventDefault();
  });
}

function isOfSocket(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && SOCKET_FAILURE.test(error.message);
}
