/** Columns with few codes share a byte: a row's codes are then fewer bytes, and a histogram has fewer sums. */

/** Codes of a byte. */
const BYTE_CODES = 256;

export interface CodeGroups {
  /** Number of groups. */
  readonly count: number;
  /** The columns of group g are members[starts[g]] to members[starts[g + 1]]; columns with a single code are in none. */
  readonly members: Int32Array;
  readonly starts: Int32Array;
  /** The group of each column, -1 for none; and the factor of its code in the group's. */
  readonly groupOf: Int32Array;
  readonly factors: Int32Array;
}

/**
 * Groups columns so that the product of their numbers of codes is at most 256 and, because a group's sums are folded into
 * those of its columns, at most the number of rows: the columns with most codes first, each into the first group
 * with room.
 */
export function groupColumns(codes: Int32Array, rows: number): CodeGroups {
  const room = Math.min(BYTE_CODES, rows);
  const order = Array.from(codes.keys())
    .filter((column) => codes[column] > 1)
    .sort((a, b) => codes[b] - codes[a] || a - b);
  const groups: { product: number; readonly columns: number[] }[] = [];
  const groupOf = new Int32Array(codes.length).fill(-1);
  const factors = new Int32Array(codes.length).fill(1);
  for (const column of order) {
    let group = groups.findIndex(({ product }) => product * codes[column] <= room);
    if (group < 0) group = groups.push({ product: 1, columns: [] }) - 1;
    groupOf[column] = group;
    factors[column] = groups[group].product;
    groups[group].product *= codes[column];
    groups[group].columns.push(column);
  }
  const starts = new Int32Array(groups.length + 1);
  groups.forEach(({ columns }, group) => {
    starts[group + 1] = starts[group] + columns.length;
  });
  const members = Int32Array.from(groups.flatMap(({ columns }) => columns));
  return { count: groups.length, members, starts, groupOf, factors };
}
