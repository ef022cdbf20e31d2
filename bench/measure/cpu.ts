/** Clock ticks a second in what Linux tells of processes; the same on every architecture. */
const TICKS = 100;

/** Where the time in user code and in the kernel stand among what follows the name of the process. */
const USER = 11;
const SYSTEM = 12;

/** Where the time that nothing ran stands in what Linux tells of all processors: idle, and idle for the disk. */
const IDLE = [3, 4];

/** Where the time of guests stands, which is in that of users too. */
const GUESTS = 8;

/** Returns the time that all processors were busy with anything, or were taken away by the host of the machine, in seconds. */
export function busySeconds(): number {
  const stat = Deno.readTextFileSync("/proc/stat");
  const ticks = stat.slice(0, stat.indexOf("\n")).split(/\s+/).slice(1, 1 + GUESTS).map(Number);
  return ticks.reduce((sum, count, at) => IDLE.includes(at) ? sum : sum + count, 0) / TICKS;
}

/**
 * Returns the processor time that a process and all its threads have taken, in seconds.
 *
 * @param pid The process.
 */
export function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The name is in parentheses, and may have spaces and parentheses in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS;
}
