// The division of a node's rows, in boosting.

/**
 * Writes those of n rows whose code has a 1 in `goesLeft` (256 bytes) to `left`, which may be the rows themselves, and the
 * others to `right`, both in their order; returns how many go left. There is room for all rows in both. `codes` is the
 * address of the first row's code, the next ones are `width` bytes apart.
 */
export function divideRows(
  n: i32, rows: usize, width: i32, codes: usize, goesLeft: usize, left: usize, right: usize,
): i32 {
  const start = left;
  for (let i = 0; i < n; i++) {
    const row = load<i32>(rows + (<usize>i << 2));
    const isLeft = <usize>load<u8>(goesLeft + <usize>load<u8>(codes + <usize>row * <usize>width));
    store<i32>(left, row);
    store<i32>(right, row);
    left += isLeft << 2;
    right += (1 - isLeft) << 2;
  }
  return <i32>((left - start) >> 2);
}

/** Moves the rows that go left to the front, both parts in the order they had. `scratch` holds n integers; see `divideRows`. */
export function partitionByCode(n: i32, rows: usize, width: i32, codes: usize, goesLeft: usize, scratch: usize): i32 {
  const left = divideRows(n, rows, width, codes, goesLeft, rows, scratch);
  memory.copy(rows + (<usize>left << 2), scratch, <usize>(n - left) << 2);
  return left;
}
