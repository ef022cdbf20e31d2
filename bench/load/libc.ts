/**
 * The few functions of the C library that the load generator lives on. `Deno.connect` costs a promise and a copy for
 * every read; a generator made of those was slower than the servers it was to measure. Linux only, as the peers' packages
 * are.
 */
const libc = Deno.dlopen("libc.so.6", {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  send: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "i32" },
  // The same function, told to count bytes and copy none.
  discard: { name: "recv", parameters: ["i32", "pointer", "usize", "i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "buffer", "i32", "i32"], result: "i32" },
  timerfd_create: { parameters: ["i32", "i32"], result: "i32" },
  timerfd_settime: { parameters: ["i32", "i32", "buffer", "pointer"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
});

/** The functions by their names in C. */
export const c = libc.symbols;

/** `EAGAIN`: nothing to read just now. */
const EAGAIN = 11;

/** `EINTR`: a signal came first. */
const EINTR = 4;

/** `EINPROGRESS`: the connection is not made yet. */
const EINPROGRESS = 115;

/** Why the call before failed. */
function errno(): number {
  const pointer = c.__errno_location();
  return pointer === null ? 0 : new Deno.UnsafePointerView(pointer).getInt32();
}

/** Whether the call before failed only since it was too early. */
export function isTooEarly(): boolean {
  const code = errno();
  return code === EAGAIN || code === EINTR || code === EINPROGRESS;
}

/**
 * Passes on what a call returned.
 *
 * @param action What was called, for the error.
 * @param result What it returned.
 * @returns The result.
 * @throws {Error} If the call failed.
 */
export function checked(action: string, result: number): number {
  if (result < 0) throw new Error(`Cannot ${action}: errno ${errno()}`);
  return result;
}
