/** Plain twin of assembly/select.ts. */
import type { ReferenceMemory } from './memory.js';

export function selectKernels(memory: ReferenceMemory) {
  return {
    /** For each row the columns whose value is not above its limit: counts[i] from indices + i * n on. */
    selectNotAbove(
      rows: number,
      n: number,
      values: number,
      ld: number,
      limits: number,
      counts: number,
      indices: number,
    ): void {
      const { floats, ints, shift } = memory;
      for (let i = 0; i < rows; i++) {
        const limit = floats[(limits >>> shift) + i];
        const first = (indices >>> 2) + i * n;
        let count = 0;
        for (let j = 0; j < n; j++) {
          if (!(floats[(values >>> shift) + i * ld + j] > limit)) ints[first + count++] = j;
        }
        ints[(counts >>> 2) + i] = count;
      }
    },
  };
}
