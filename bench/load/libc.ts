/**
 * Functions of the C library that the load generator calls directly. `Deno.connect` costs a promise and a copy per read,
 * which made the generator slower than the servers it measures. Linux only, as are the packages of the peers.
 */
const libc = Deno.dlopen("libc.so.6", {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  send: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  // `recv` again, with a null buffer: `MSG_TRUNC` discards the bytes and returns their number.
  discard: { name: "recv", parameters: ["i32", "pointer", "usize", "i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  timerfd_create: { parameters: ["i32", "i32"], result: "i32" },
  timerfd_settime: { parameters: ["i32", "i32", "buffer", "pointer"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
});

/** The functions by their names in C. */
export const c = libc.symbols;

/** `EAGAIN`: no data yet. */
const EAGAIN = 11;

/** `EINTR`: interrupted by a signal. */
const EINTR = 4;

/** `EINPROGRESS`: still connecting. */
const EINPROGRESS = 115;

/** Returns `errno` of the last call. */
function errno(): number {
  const pointer = c.__errno_location();
  return pointer === null ? 0 : new Deno.UnsafePointerView(pointer).getInt32();
}

/** Returns whether the last call failed only because it would have blocked or was interrupted. */
export function isTooEarly(): boolean {
  const code = errno();
  return code === EAGAIN || code === EINTR || code === EINPROGRESS;
}

/** Makes a call until no signal interrupts it: the system restarts none on a socket with a timeout (signal(7)). */
export function uninterrupted(call: () => number): number {
  for (;;) {
    const result = call();
    if (result >= 0 || errno() !== EINTR) return result;
  }
}

/**
 * Checks the result of a call.
 *
 * @param action What failed, for the error.
 * @param result Return value of the call.
 * @returns `result`.
 * @throws {Error} If it is negative.
 */
export function checked(action: string, result: number): number {
  if (result < 0) throw new Error(`Cannot ${action}: errno ${errno()}`);
  return result;
}
