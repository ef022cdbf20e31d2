import { residentBytes } from "../../bench/measure/memory.ts";

/** Resources of a process. */
export interface ProcessUsage {
  readonly descriptors: number;
  /** Resident memory, in bytes. */
  readonly bytes: number;
}

/** Reads the resources of a process; Linux only. */
export function processUsage(pid: number): ProcessUsage {
  return { descriptors: countDescriptors(pid), bytes: residentBytes(pid) };
}

/** Counts the open descriptors of a process. */
export function countDescriptors(pid: number): number {
  return [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
}

/** Formats bytes as MiB. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
