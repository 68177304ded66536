/**
 * Isolation forest (Liu, Ting and Zhou, 2008): trees that split at random columns and thresholds; unusual rows are alone after
 * few splits.
 */
import { exp, log } from '../../engine/random/portable-math.js';
import type { Matrix } from '../../matrix.js';
import type { RandomSource } from '../../tables/split/random-source.js';
import { sampleFront } from '../../tables/split/sample-front.js';

/** scikit-learn's defaults. */
const TREES = 100;
const SAMPLE = 256;

interface IsolationTree {
  /** Of each node: the column of its split, -1 for a leaf. */
  readonly columns: number[];
  /** Of a split: rows of at most this value go to the left. Of a leaf: the expected length of the path to a single row. */
  readonly values: number[];
  /** Of a split: its left child; the right one is the next. */
  readonly children: number[];
}

export class IsolationForest {
  private constructor(
    private readonly trees: readonly IsolationTree[],
    private readonly width: number,
    private readonly expected: number,
  ) {}

  /** @param X finite; at least one row */
  static fit(X: Matrix<Float64Array>, random: RandomSource): IsolationForest {
    const sample = Math.min(SAMPLE, X.rows);
    // ceil(log2(sample)), at least 1
    const depth = 32 - Math.clz32(Math.max(1, sample - 1));
    const trees = Array.from({ length: TREES }, () => {
      const rows = sampleFront(
        Int32Array.from({ length: X.rows }, (_, row) => row),
        sample,
        random,
      );
      return grow(X, rows, depth, random);
    });
    return new IsolationForest(trees, X.columns, meanPath(sample));
  }

  /** 2^(-length of the path / expected length) of each row: from 0 to 1, of usual rows at most about .5. */
  scores({ data, rows }: Matrix<Float64Array>): Float64Array {
    const { trees, width, expected } = this;
    const scores = new Float64Array(rows);
    for (const { columns, values, children } of trees) {
      for (let row = 0; row < rows; row++) {
        let node = 0;
        let steps = 0;
        for (; columns[node] >= 0; steps++) {
          node = children[node] + (data[row * width + columns[node]] <= values[node] ? 0 : 1);
        }
        scores[row] += steps + values[node];
      }
    }
    return scores.map((length) =>
      expected === 0 ? 0.5 : exp((-length / trees.length / expected) * Math.LN2),
    );
  }
}

/** @param rows reordered, so that the rows of each node are next to each other */
function grow(
  X: Matrix<Float64Array>,
  rows: Int32Array,
  deepest: number,
  random: RandomSource,
): IsolationTree {
  const tree: IsolationTree = { columns: [-1], values: [0], children: [0] };
  const columns = Int32Array.from({ length: X.columns }, (_, column) => column);
  const pending = [{ node: 0, start: 0, end: rows.length, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, start, end, depth } = next;
    const own = rows.subarray(start, end);
    const split = depth < deepest && own.length > 1 ? randomSplit(X, own, columns, random) : undefined;
    if (split === undefined) {
      tree.values[node] = meanPath(own.length);
      continue;
    }
    const left = tree.columns.length;
    tree.columns[node] = split.column;
    tree.values[node] = split.threshold;
    tree.children[node] = left;
    tree.columns.push(-1, -1);
    tree.values.push(0, 0);
    tree.children.push(0, 0);
    const middle = start + partition(X, own, split);
    pending.push({ node: left, start, end: middle, depth: depth + 1 });
    pending.push({ node: left + 1, start: middle, end, depth: depth + 1 });
  }
  return tree;
}

interface Split {
  readonly column: number;
  readonly threshold: number;
}

/** Moves the rows of the left child to the front, and returns their number. */
function partition({ data, columns }: Matrix<Float64Array>, rows: Int32Array, { column, threshold }: Split) {
  let left = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (data[row * columns + column] > threshold) continue;
    rows[i] = rows[left];
    rows[left++] = row;
  }
  return left;
}

/**
 * A random column that is not constant in these rows, and a random threshold in its range; undefined if there is none.
 *
 * @param order all columns; reordered
 */
function randomSplit(
  { data, columns }: Matrix<Float64Array>,
  rows: Int32Array,
  order: Int32Array,
  random: RandomSource,
): Split | undefined {
  for (let left = columns; left > 0; left--) {
    const at = random.integer(left);
    const column = order[at];
    order[at] = order[left - 1];
    order[left - 1] = column;
    let least = Number.POSITIVE_INFINITY;
    let greatest = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      const value = data[row * columns + column];
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    if (least === greatest) continue;
    const threshold = least + (greatest - least) * (random.integer(STEPS) / STEPS);
    // Rounding may reach the greatest value, which must go to the right.
    return { column, threshold: threshold < greatest ? threshold : least };
  }
  return undefined;
}

const STEPS = 2 ** 30;
const EULER = 0.5772156649015329;

/** The mean length of the path to a row in a random tree of n rows. */
function meanPath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (log(n - 1) + EULER) - (2 * (n - 1)) / n;
}
