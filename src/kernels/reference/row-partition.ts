/** Plain twin of assembly/row-partition.ts. */
import type { ReferenceMemory } from './memory.js';

export function rowPartitionKernels(memory: ReferenceMemory) {
  const bytes = (address: number) => new Uint8Array(memory.ints.buffer, address);
  const integers = (address: number, n: number) => new Int32Array(memory.ints.buffer, address, n);

  const divide = (
    n: number,
    rows: number,
    width: number,
    codes: number,
    goesLeft: number,
  ): [left: number[], right: number[]] => {
    const C = bytes(codes);
    const isLeft = bytes(goesLeft);
    const sides: [number[], number[]] = [[], []];
    for (const row of integers(rows, n)) sides[1 - isLeft[C[row * width]]].push(row);
    return sides;
  };

  return {
    /**
     * Writes those of n rows whose code has a 1 in `goesLeft` (256 bytes) to `left`, which may be the rows themselves, and
     * the others to `right`, both in their order; returns the number of those on the left. There is room for all rows in
     * both. `codes` is the address of the first row's code, the codes of the next rows are `width` bytes apart.
     */
    divideRows(
      n: number,
      rows: number,
      width: number,
      codes: number,
      goesLeft: number,
      left: number,
      right: number,
    ): number {
      const [ofLeft, ofRight] = divide(n, rows, width, codes, goesLeft);
      integers(left, n).set(ofLeft);
      integers(right, n).set(ofRight);
      return ofLeft.length;
    },

    /**
     * Stable partition: moves the rows that go left to the front; returns their number. `scratch` holds n integers; see
     * `divideRows`.
     */
    partitionByCode(
      n: number,
      rows: number,
      width: number,
      codes: number,
      goesLeft: number,
      _scratch: number,
    ): number {
      const [ofLeft, ofRight] = divide(n, rows, width, codes, goesLeft);
      integers(rows, n).set([...ofLeft, ...ofRight]);
      return ofLeft.length;
    },
  };
}
