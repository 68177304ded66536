/** What the threads of a fit do together: calls of kernels in parts, each on some rows or columns. */
import type { Kernels } from '../../../../kernels/load.js';

/** Does a part of a call in the thread of this number. */
type KernelPart = (kernels: Kernels, args: readonly number[], part: number, thread: number) => number;

const GROUP_BYTES = 256 * 8;
/** The most parts of `divide`: a number for each is an argument of `unite`. */
export const MOST_DIVISIONS = 16;
/** Bytes of a found split. */
export const SPLIT_BYTES = 6 * 8;
/** Bytes of the sums of derivatives of a part. */
export const SUMS_BYTES = 2 * 8;
/** Arguments of `search` before those of its nodes, and of a node. */
const SEARCH_ARGUMENTS = 12;
const NODE_ARGUMENTS = 5;

/** From the first row of a part, and their number. */
function rowsOf(n: number, step: number, part: number): [first: number, count: number] {
  const first = part * step;
  return [first, Math.min(step, n - first)];
}

function copy(kernels: Kernels, n: number, from: number, to: number): void {
  kernels.copyBlock(1, n, from, n, to, n, false);
}

const named = {
  /** n, rows a part, x, columns, number of encoded columns, their list, cuts, codes, width. */
  encode(kernels, [n, step, x, columns, count, listed, cuts, codes, width], part) {
    const [first, own] = rowsOf(n, step, part);
    const values = x + 8 * first * columns;
    kernels.encodeColumns(own, values, columns, count, listed, cuts, codes + first * width, width);
    return 0;
  },

  /** n, values, spare, counts of the parts' threads: sorts a column of n values. */
  sort(kernels, [n, values, spare, counts], part, thread) {
    kernels.sortDoubles(n, values + 8 * n * part, spare + 8 * n * thread, counts + 8192 * thread);
    return 0;
  },

  /** n, rows a part, margins, labels, weights, pairs, sums of each part; returns the part's loss. */
  derive(kernels, [n, step, margins, labels, weights, pairs, sums], part) {
    const [first, own] = rowsOf(n, step, part);
    return kernels.logisticPairs(
      own,
      margins + 4 * first,
      labels + 4 * first,
      weights + 4 * first,
      pairs + 8 * first,
      sums + SUMS_BYTES * part,
    );
  },

  /** n, rows a part, pairs, scales, integers. */
  quantise(kernels, [n, step, pairs, scaleG, scaleH, integers], part) {
    const [first, own] = rowsOf(n, step, part);
    kernels.quantisePairs(own, pairs + 8 * first, scaleG, scaleH, integers + 8 * first);
    return 0;
  },

  /**
   * n, rows a part, rows, width, codes, integers, number of groups, groups, workspace: sums rows in the workspace of the
   * thread, which is returned.
   */
  sumRows(kernels, [n, step, rows, width, codes, integers, count, groups, workspace], part, thread) {
    const [first, own] = rowsOf(n, step, part);
    const to = workspace + GROUP_BYTES * width * thread;
    kernels.quantisedHistogram(own, rows + 4 * first, width, codes, integers, count, groups, to);
    return thread;
  },

  /** n, groups a part, rows, width, codes, integers, number of groups, groups, workspace: sums groups. */
  sumGroups(kernels, [n, step, rows, width, codes, integers, count, groups, workspace], part) {
    const [first, own] = rowsOf(count, step, part);
    kernels.quantisedHistogram(n, rows, width, codes, integers, own, groups + 4 * first, workspace);
    return 0;
  },

  /**
   * Number of columns, columns a part, parts a node, their list, bins, offsets, scales, lambda, least weight, signs, splits;
   * and for each node histogram, G, H, lowest and highest leaf. Returns the score.
   */
  search(kernels, args, part) {
    const [n, step, partsOfNode, listed, bins, offsets, scaleG, scaleH, lambda, least, signs, splits] = args;
    const [first, own] = rowsOf(n, step, part % partsOfNode);
    const at = SEARCH_ARGUMENTS + NODE_ARGUMENTS * Math.floor(part / partsOfNode);
    return kernels.bestQuantisedSplit(
      own,
      listed + 4 * first,
      bins,
      offsets,
      args[at],
      args[at + 1],
      args[at + 2],
      scaleG,
      scaleH,
      lambda,
      least,
      signs,
      args[at + 3],
      args[at + 4],
      splits + SPLIT_BYTES * part,
    );
  },

  /**
   * n, rows a part, rows, width, codes, what goes left, places for those that go left and right; returns how many of the
   * part go left.
   */
  divide(kernels, [n, step, rows, width, codes, goesLeft, left, right], part) {
    const [first, own] = rowsOf(n, step, part);
    const from = rows + 4 * first;
    return kernels.divideRows(own, from, width, codes, goesLeft, left + 4 * first, right + 4 * first);
  },

  /** n, rows a part, rows, both places, and for each part how many go left: puts together what `divide` has divided. */
  unite(kernels, [n, step, rows, left, right, ...lefts], part) {
    const [first, own] = rowsOf(n, step, part);
    let [before, all] = [0, 0];
    for (let i = 0; i * step < n; i++) {
      if (i < part) before += lefts[i];
      all += lefts[i];
    }
    const goRight = own - lefts[part];
    copy(kernels, lefts[part], left + 4 * first, rows + 4 * before);
    copy(kernels, goRight, right + 4 * first, rows + 4 * (all + first - before));
    return 0;
  },

  /** n, rows a part, rows, value, margins. */
  add(kernels, [n, step, rows, value, margins], part) {
    const [first, own] = rowsOf(n, step, part);
    kernels.addToRows(own, rows + 4 * first, value, margins);
    return 0;
  },
} satisfies Record<string, KernelPart>;

export type PartKind = keyof typeof named;

const kinds = Object.keys(named) as PartKind[];

/** The number of a kind on the board. */
export const numberOfKind = (kind: PartKind): number => kinds.indexOf(kind);

export function runPart(
  kind: number,
  kernels: Kernels,
  args: readonly number[],
  part: number,
  thread: number,
): number {
  return (named[kinds[kind]] as KernelPart)(kernels, args, part, thread);
}
