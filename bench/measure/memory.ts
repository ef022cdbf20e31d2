/**
 * Returns the resident memory of a process in bytes.
 *
 * @param pid The process.
 */
export function residentBytes(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const kibibytes = status.match(/^VmRSS:\s*(\d+) kB$/m)?.[1];
  if (kibibytes === undefined) throw new Error(`Cannot read the memory of process ${pid}`);
  return Number(kibibytes) * 1024;
}
