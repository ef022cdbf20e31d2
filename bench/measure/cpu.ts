/** Clock ticks per second in `/proc`; the same on every architecture. */
const TICKS = 100;

/** Fields of `/proc/PID/stat` after the process name: time in user code and in the kernel. */
const USER = 11;
const SYSTEM = 12;

/** Fields of the `cpu` line of `/proc/stat` that are not busy time: idle and waiting for I/O. */
const IDLE = [3, 4];

/** Field of the time of guests, which the field of user time includes. */
const GUESTS = 8;

/** Returns the time that all processors were busy, including time stolen by the hypervisor, in seconds. */
export function busySeconds(): number {
  const stat = Deno.readTextFileSync("/proc/stat");
  const ticks = stat.slice(0, stat.indexOf("\n")).split(/\s+/).slice(1, 1 + GUESTS).map(Number);
  return ticks.reduce((sum, count, at) => IDLE.includes(at) ? sum : sum + count, 0) / TICKS;
}

/**
 * Returns the processor time of a process with all its threads, in seconds.
 *
 * @param pid The process.
 */
export function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The name is in parentheses and may contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS;
}
