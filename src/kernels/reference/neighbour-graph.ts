/** Plain twins of assembly/neighbour-graph.ts, where the form of the lists is described. */
import type { ReferenceMemory } from './memory.js';

/** In an empty place of a list. */
const EMPTY = -2147483648;

export function neighbourGraphKernels(memory: ReferenceMemory) {
  /** The squared distance of the rows at two places of the floats. */
  const squaredDistance = (n: number, a: number, b: number): number => {
    const { floats } = memory;
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const difference = floats[a + j] - floats[b + j];
      sum += difference * difference;
    }
    // Rounded as in the lists, so that equal distances are equal.
    return memory.shift === 2 ? Math.fround(sum) : sum;
  };

  /** Adds a row to a list, as unused, if it is nearer than the last and not yet in it; returns how many were added. */
  const insert = (k: number, indices: number, squared: number, row: number, distance: number): number => {
    const { floats, ints } = memory;
    if (!(distance < floats[squared + k - 1])) return 0;
    let place = k;
    for (; place > 0; place--) {
      const other = floats[squared + place - 1];
      const index = ints[indices + place - 1];
      const own = index < 0 ? ~index : index;
      if (other === distance && own === row) return 0;
      if (other < distance || (other === distance && own < row)) break;
    }
    floats.copyWithin(squared + place + 1, squared + place, squared + k - 1);
    ints.copyWithin(indices + place + 1, indices + place, indices + k - 1);
    floats[squared + place] = distance;
    ints[indices + place] = ~row;
    return 1;
  };

  return {
    /**
     * Compares the first `fresh` of `count` rows with all that follow them, and adds each row of a pair to the list of
     * the other. Returns how many were added. `scratch` holds (count + 3) * (n + 1) floats.
     */
    joinRows(
      count: number,
      fresh: number,
      n: number,
      x: number,
      rows: number,
      k: number,
      indices: number,
      squared: number,
      _scratch: number,
    ): number {
      const { ints, shift } = memory;
      let added = 0;
      for (let i = 0; i < fresh; i++) {
        const row = ints[(rows >>> 2) + i];
        for (let j = i + 1; j < count; j++) {
          const other = ints[(rows >>> 2) + j];
          if (other === row) continue;
          const distance = squaredDistance(n, (x >>> shift) + row * n, (x >>> shift) + other * n);
          added += insert(k, (indices >>> 2) + row * k, (squared >>> shift) + row * k, other, distance);
          added += insert(k, (indices >>> 2) + other * k, (squared >>> shift) + other * k, row, distance);
        }
      }
      return added;
    },

    /**
     * Moves those of `count` rows whose product with `direction` is below `threshold` to the front, both parts in the
     * order they had, and returns how many these are. `scratch` holds `count` integers.
     */
    splitRows(
      count: number,
      n: number,
      x: number,
      rows: number,
      direction: number,
      threshold: number,
      _scratch: number,
    ): number {
      const { floats, ints, shift } = memory;
      const own = ints.subarray(rows >>> 2, (rows >>> 2) + count);
      const isLeft = (row: number) => {
        let sum = 0;
        for (let j = 0; j < n; j++) {
          sum += floats[(x >>> shift) + row * n + j] * floats[(direction >>> shift) + j];
        }
        return sum < threshold;
      };
      const left = own.filter((row) => isLeft(row));
      const right = own.filter((row) => !isLeft(row));
      own.set(left);
      own.set(right, left.length);
      return left.length;
    },

    /**
     * Fills the list of a query (k places) from `entries` rows on, along the edges of the graph. `visits` holds a number
     * for each row, which is `visit` once the row has been compared.
     */
    searchGraph(
      n: number,
      x: number,
      query: number,
      first: number,
      entries: number,
      degree: number,
      graph: number,
      visits: number,
      visit: number,
      k: number,
      indices: number,
      squared: number,
    ): void {
      const { floats, ints, shift } = memory;
      const list = ints.subarray(indices >>> 2, (indices >>> 2) + k).fill(EMPTY);
      floats.fill(Number.POSITIVE_INFINITY, squared >>> shift, (squared >>> shift) + k);
      const compare = (row: number) => {
        ints[(visits >>> 2) + row] = visit;
        const distance = squaredDistance(n, query >>> shift, (x >>> shift) + row * n);
        insert(k, indices >>> 2, squared >>> shift, row, distance);
      };
      for (let row = first; row < first + entries; row++) compare(row);
      for (;;) {
        const place = list.findIndex((index) => index < 0 && index !== EMPTY);
        if (place < 0) return;
        const row = ~list[place];
        list[place] = row;
        for (const other of ints.subarray((graph >>> 2) + row * degree, (graph >>> 2) + (row + 1) * degree)) {
          if (other < 0) break;
          if (ints[(visits >>> 2) + other] !== visit) compare(other);
        }
      }
    },
  };
}
