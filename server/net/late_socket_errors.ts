let isListening = false;

/** What a system call on a socket fails with, as `node:net` says it. */
const SOCKET_FAILURE = /^(read|write|connect|shutdown) E[A-Z]+/;

/**
 * Keeps the process when a socket fails of which a library takes no notice any more. Those of PostgreSQL and NATS stop
 * listening between one state and the next, and an error that comes then would end the process; that the connection is lost
 * they find out by themselves.
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
