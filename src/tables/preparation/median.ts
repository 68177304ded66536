/** The median by selection: sorting 600 columns of 8000 rows would take most of the preparation's time. */

/**
 * The median of at least one value, the mean of the middle two for an even count (numpy.median).
 * Reorders `values`. Quickselect with the median of three as pivot: O(n) expected; a range that shrinks
 * too slowly is sorted, so the worst case is O(n log n).
 */
export function medianInPlace(values: Float64Array): number {
  const n = values.length;
  const middle = n >> 1;
  select(values, middle);
  const upper = values[middle];
  if (n % 2 === 1) return upper + 0;
  let lower = values[0];
  for (let i = 1; i < middle; i++) if (values[i] > lower) lower = values[i];
  // Halves first: the sum of two large values could overflow.
  return lower / 2 + upper / 2 + 0;
}

/** Moves the k-th smallest value to index k, with nothing greater before it and nothing smaller after it. */
function select(values: Float64Array, k: number): void {
  let low = 0;
  let high = values.length - 1;
  let patience = 2 * Math.ceil(Math.log2(values.length + 1));
  while (low < high) {
    if (patience-- === 0) {
      values.subarray(low, high + 1).sort();
      return;
    }
    const pivot = middleOfThree(values[low], values[(low + high) >> 1], values[high]);
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left > right) break;
      const held = values[left];
      values[left++] = values[right];
      values[right--] = held;
    }
    if (k <= right) high = right;
    else if (k >= left) low = left;
    else return;
  }
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
