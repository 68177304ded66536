/** Plain twin of assembly/sort.ts. */
import type { ReferenceMemory } from './memory.js';

export function sortKernels(memory: ReferenceMemory) {
  return {
    /** Sorts n 64-bit floats ascending, NaN last. `spare` holds as many, `counts` 2,048 integers. */
    sortDoubles(n: number, values: number, _spare: number, _counts: number): void {
      memory.doubles.subarray(values >>> 3, (values >>> 3) + n).sort();
    },
  };
}
