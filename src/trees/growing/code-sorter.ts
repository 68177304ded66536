/** Sorts the rows of a node by one column's codes. */
import type { BinnedMatrix } from '../binning/binned-matrix.js';

/** Up to this many rows insertion sort is faster than counting sort. */
const FEW_ROWS = 16;
/** Counting sort pays up to this many codes per row. */
const CODES_A_ROW = 4;

export class CodeSorter {
  /** After `sort`: ascending codes, and the position of each one's row in the node. */
  readonly sorted: Uint32Array;
  readonly order: Int32Array;
  readonly #unsorted: Uint32Array;
  readonly #places: Int32Array;

  constructor(
    readonly data: BinnedMatrix,
    readonly rows: Int32Array,
    /** The same columns in fewer codes: if `data` has many, rows are first sorted by these. */
    private readonly bins?: BinnedMatrix,
  ) {
    this.sorted = new Uint32Array(rows.length);
    this.order = new Int32Array(rows.length);
    this.#unsorted = new Uint32Array(rows.length);
    const counted = Math.min(mostBins(data) + 1, rows.length * CODES_A_ROW) + 1;
    this.#places = new Int32Array(Math.max(counted, bins === undefined ? 0 : mostBins(bins) + 1));
  }

  /** Sorts the codes of a range of rows stably; false if all are equal. */
  sort(column: number, start: number, end: number): boolean {
    const { codes, rows: matrixRows, bins } = this.data;
    const { rows, order, sorted } = this;
    const unsorted = this.#unsorted;
    const base = column * matrixRows;
    const n = end - start;
    const first = codes[base + rows[start]];
    let differing = 0;
    for (let i = 0; i < n; i++) {
      const code = codes[base + rows[start + i]];
      unsorted[i] = code;
      differing |= code ^ first;
    }
    if (differing === 0) return false;
    if (n <= FEW_ROWS) {
      insertionSort(unsorted, sorted, order, n);
    } else if (bins[column] < n * CODES_A_ROW) {
      countingSort(unsorted, sorted, order, n, this.#places, bins[column] + 1);
    } else if (this.bins !== undefined && this.bins.bins[column] < n * CODES_A_ROW) {
      this.#sortByBins(this.bins, column, start, n);
    } else {
      for (let i = 0; i < n; i++) {
        sorted[i] = unsorted[i];
        order[i] = i;
      }
      quickSort(sorted, order, 0, n);
    }
    return true;
  }

  /** Sorts by bin, then within each bin by code. */
  #sortByBins(
    { codes, rows: matrixRows, bins }: BinnedMatrix,
    column: number,
    start: number,
    n: number,
  ): void {
    const { rows, order, sorted } = this;
    const unsorted = this.#unsorted;
    const base = column * matrixRows;
    for (let i = 0; i < n; i++) unsorted[i] = codes[base + rows[start + i]];
    countingSort(unsorted, sorted, order, n, this.#places, bins[column] + 1);
    const fine = this.data.codes;
    for (let from = 0, to = 0; from < n; from = to) {
      const bin = sorted[from];
      for (; to < n && sorted[to] === bin; to++) sorted[to] = fine[base + rows[start + order[to]]];
      if (to - from > 1) quickSort(sorted, order, from, to);
    }
  }
}

function mostBins({ bins }: BinnedMatrix): number {
  return bins.reduce((most, count) => Math.max(most, count), 0);
}

function insertionSort(unsorted: Uint32Array, sorted: Uint32Array, order: Int32Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const code = unsorted[i];
    let j = i;
    for (; j > 0 && sorted[j - 1] > code; j--) {
      sorted[j] = sorted[j - 1];
      order[j] = order[j - 1];
    }
    sorted[j] = code;
    order[j] = i;
  }
}

function countingSort(
  unsorted: Uint32Array,
  sorted: Uint32Array,
  order: Int32Array,
  n: number,
  places: Int32Array,
  codes: number,
): void {
  places.fill(0, 0, codes);
  for (let i = 0; i < n; i++) places[unsorted[i]]++;
  let place = 0;
  for (let code = 0; code < codes; code++) {
    const count = places[code];
    places[code] = place;
    place += count;
  }
  for (let i = 0; i < n; i++) {
    const code = unsorted[i];
    const at = places[code]++;
    sorted[at] = code;
    order[at] = i;
  }
}

/** Sorts by (code, position): Hoare's quicksort with the median of three, insertion sort for short ranges. */
function quickSort(keys: Uint32Array, order: Int32Array, from: number, to: number): void {
  let low = from;
  let high = to;
  while (high - low > FEW_ROWS) {
    const middle = medianOfThree(keys, order, low, (low + high) >>> 1, high - 1);
    const [pivot, pivotPlace] = [keys[middle], order[middle]];
    let i = low;
    let j = high - 1;
    while (i <= j) {
      while (keys[i] < pivot || (keys[i] === pivot && order[i] < pivotPlace)) i++;
      while (keys[j] > pivot || (keys[j] === pivot && order[j] > pivotPlace)) j--;
      if (i > j) break;
      const [key, place] = [keys[i], order[i]];
      keys[i] = keys[j];
      order[i] = order[j];
      keys[j] = key;
      order[j] = place;
      i++;
      j--;
    }
    // Recursion on the shorter side, iteration on the longer: the stack depth is logarithmic.
    if (j + 1 - low < high - i) {
      quickSort(keys, order, low, j + 1);
      low = i;
    } else {
      quickSort(keys, order, i, high);
      high = j + 1;
    }
  }
  for (let i = low + 1; i < high; i++) {
    const [key, place] = [keys[i], order[i]];
    let j = i;
    for (; j > low && (keys[j - 1] > key || (keys[j - 1] === key && order[j - 1] > place)); j--) {
      keys[j] = keys[j - 1];
      order[j] = order[j - 1];
    }
    keys[j] = key;
    order[j] = place;
  }
}

function medianOfThree(keys: Uint32Array, order: Int32Array, a: number, b: number, c: number): number {
  const below = (i: number, j: number) => keys[i] < keys[j] || (keys[i] === keys[j] && order[i] < order[j]);
  if (below(a, b)) return below(b, c) ? b : below(a, c) ? c : a;
  return below(a, c) ? a : below(b, c) ? c : b;
}
