/** How many worker threads this process can have if the system limits its address space (`ulimit -v`). */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const GIBIBYTE = 2 ** 30;
/** Address space that V8 reserves for a WebAssembly memory of any size, so that it need not check addresses. */
const KERNEL_MEMORY_BYTES = 10 * GIBIBYTE;
/** Heap and code of a thread, about. */
const THREAD_BYTES = GIBIBYTE;
/** Address space of the process without its threads, about. */
const PROCESS_BYTES = 1.5 * GIBIBYTE;

/**
 * The wanted number of threads, or fewer if the memories of their kernels, besides that of the main thread, do not fit
 * into the limit of the address space; 0 if there is no room for any.
 *
 * @param wanted default: one per core
 */
export function affordableThreads(wanted: number = availableParallelism()): number {
  const room = addressSpaceLimit() - PROCESS_BYTES - KERNEL_MEMORY_BYTES;
  return Math.max(0, Math.min(wanted, Math.floor(room / (KERNEL_MEMORY_BYTES + THREAD_BYTES))));
}

let limit: number | undefined;

/** In bytes; infinite if there is none, or none is known. */
export function addressSpaceLimit(): number {
  limit ??= parseAddressSpaceLimit(readLimits());
  return limit;
}

/** The soft limit in bytes, from the text of Linux's /proc/self/limits. */
export function parseAddressSpaceLimit(limits: string): number {
  const [, soft] = /^Max address space\s+(\d+)\s/m.exec(limits) ?? [];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    // Not Linux. Elsewhere such limits are unusual.
    return '';
  }
}
