/**
 * Isolation forest (Liu, Ting and Zhou, 2008): trees that split at random columns and thresholds; unusual rows are alone after
 * few splits.
 */
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
    const depth = Math.ceil(Math.log2(Math.max(2, sample)));
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
    return scores.map((length) => (expected === 0 ? 0.5 : 2 ** (-length / trees.length / expected)));
  }
}

function grow(
  X: Matrix<Float64Array>,
  sample: Int32Array,
  deepest: number,
  random: RandomSource,
): IsolationTree {
  const tree: IsolationTree = { columns: [-1], values: [0], children: [0] };
  const pending = [{ node: 0, rows: sample, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, rows, depth } = next;
    const split = depth < deepest && rows.length > 1 ? randomSplit(X, rows, random) : undefined;
    if (split === undefined) {
      tree.values[node] = meanPath(rows.length);
      continue;
    }
    const isLeft = (row: number) => X.data[row * X.columns + split.column] <= split.threshold;
    const left = tree.columns.length;
    tree.columns[node] = split.column;
    tree.values[node] = split.threshold;
    tree.children[node] = left;
    for (const child of [left, left + 1]) {
      tree.columns.push(-1);
      tree.values.push(0);
      tree.children.push(0);
      const own = rows.filter((row) => isLeft(row) === (child === left));
      pending.push({ node: child, rows: own, depth: depth + 1 });
    }
  }
  return tree;
}

/** A random column that is not constant in these rows, and a random threshold in its range; undefined if there is none. */
function randomSplit({ data, columns }: Matrix<Float64Array>, rows: Int32Array, random: RandomSource) {
  const untried = Int32Array.from({ length: columns }, (_, column) => column);
  for (let left = columns; left > 0; left--) {
    const at = random.integer(left);
    const column = untried[at];
    untried[at] = untried[left - 1];
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
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}
