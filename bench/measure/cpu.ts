/** Clock ticks a second in what Linux tells of processes; the same on every architecture. */
const TICKS = 100;

/** Where the time in user code and in the kernel stand among what follows the name of the process. */
const USER = 11;
const SYSTEM = 12;

/**
 * Gives the processor time that a process and all its threads have taken, in seconds.
 *
 * @param pid The process.
 */
export function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The name is in parentheses, and may have spaces and parentheses in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS;
}
