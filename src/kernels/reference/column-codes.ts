/** Plain twins of assembly/column-codes.ts. They need only the cuts. */
import type { ReferenceMemory } from './memory.js';

export function columnCodeKernels(memory: ReferenceMemory) {
  /** Calls `write` with the index and code of each value; returns how many are NaN. */
  function rank(
    n: number,
    x: number,
    stride: number,
    cuts: number,
    count: number,
    missing: number,
    write: (i: number, code: number) => void,
  ): number {
    const values = memory.doubles.subarray(x >>> 3);
    const known = memory.doubles.subarray(cuts >>> 3, (cuts >>> 3) + count);
    let found = 0;
    for (let i = 0; i < n; i++) {
      const value = values[i * stride];
      let code = 0;
      while (code < count && known[code] < value) code++;
      if (Number.isNaN(value)) {
        code = missing;
        found++;
      }
      write(i, code);
    }
    return found;
  }

  return {
    /**
     * Writes the codes of n 64-bit floats, `stride` apart, as signed bytes, code 0 as -128: the number of the `count`
     * cuts below the value, `missing` for NaN. There are 1 to 255 cuts; they ascend and are followed by as many infinite
     * ones as make a power of two minus one. `groups` is the address of their groups for a faster search (`CutTable`),
     * or 0. Returns the number of NaN.
     */
    rankBytes(
      n: number,
      x: number,
      stride: number,
      cuts: number,
      count: number,
      _groups: number,
      missing: number,
      codes: number,
    ): number {
      const C = new Uint8Array(memory.ints.buffer, codes);
      return rank(n, x, stride, cuts, count, missing, (i, code) => {
        C[i] = code ^ 0x80;
      });
    },

    /** The same for 1 to 65,534 cuts, with codes of 16 bits that are `width` apart. */
    rankColumn(
      n: number,
      x: number,
      stride: number,
      cuts: number,
      count: number,
      _groups: number,
      missing: number,
      codes: number,
      width: number,
    ): number {
      const C = new Uint16Array(memory.ints.buffer, codes);
      return rank(n, x, stride, cuts, count, missing, (i, code) => {
        C[i * width] = code;
      });
    },
  };
}
