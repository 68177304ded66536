/** How many worker threads this process can have, where the system limits its address space (`ulimit -v`). */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const GIBIBYTE = 2 ** 30;
/** What V8 reserves around a WebAssembly memory, whatever its size, so that it need not check addresses. */
const KERNEL_MEMORY_BYTES = 10 * GIBIBYTE;
/** The heap of a thread's own and its code, about. */
const THREAD_BYTES = GIBIBYTE;
/** What the process takes by itself, about. */
const PROCESS_BYTES = 1.5 * GIBIBYTE;

/**
 * The wanted number of threads, or fewer where their kernels' memories beside that of the main thread would not fit into
 * the limit of the address space; 0 where there is no room for any.
 *
 * @param wanted default: one a core
 */
export function affordableThreads(wanted: number = availableParallelism()): number {
  const room = addressSpaceLimit() - PROCESS_BYTES - KERNEL_MEMORY_BYTES;
  return Math.max(0, Math.min(wanted, Math.floor(room / (KERNEL_MEMORY_BYTES + THREAD_BYTES))));
}

let limit: number | undefined;

/** In bytes; infinite where there is none, or the system tells of none. */
export function addressSpaceLimit(): number {
  limit ??= parseAddressSpaceLimit(readLimits());
  return limit;
}

/** Of the text of Linux's /proc/self/limits: the soft limit, in bytes. */
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
