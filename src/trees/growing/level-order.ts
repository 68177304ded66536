/**
 * The levels of a category column in a node, in the order in which they are scanned for a split. Ordered by the mean
 * of the target, the best of all 2^(levels - 1) - 1 divisions into two sets is one of the levels - 1 divisions between
 * neighbours (Fisher, "On grouping for maximum homogeneity", 1958). So many divisions fit noise; against it
 *
 * - rare levels are pooled: those with fewer than `LEAST_ROWS` rows and than a share of `LEAST_SHARE` of the node's;
 *   the pool is scanned like a level;
 * - the mean of a level is shrunk towards that of the node, as if it had `SMOOTHING` more rows of that mean;
 * - the gain is lowered by what a column without any relation to the target is expected to gain by its number of
 *   levels (`expectedNoise`);
 * - second-order boosting scores a split of more than `FEW_LEVELS` levels (`#effective`) with an L2 regularisation of `MORE_L2` more.
 *
 * Levels that a node does not have go to the child of more weight.
 */
import { MOST_LEVEL_CODES, wordsFor } from '../binning/level-groups.js';

const LEAST_ROWS = 5;
const LEAST_SHARE = 0.05;
const SMOOTHING = 10;
const FEW_LEVELS = 4;
const MORE_L2 = 10;

/** Sums of a node: of the target (or gradients), of weights (or second derivatives), and the number of rows. */
export interface NodeSums {
  readonly a: number;
  readonly b: number;
  readonly rows: number;
}

/** How strongly small levels are shrunk and pooled; tests set it to 0. */
export interface LevelRegularisation {
  readonly smoothing: number;
  readonly leastRows: number;
}

export class LevelOrder {
  /** The codes that have rows, in scanning order; the first `count` are valid. */
  readonly codes = new Int32Array(MOST_LEVEL_CODES);
  /** The place in the order of each of `codes`; equal ones are never separated. */
  readonly places = new Int32Array(MOST_LEVEL_CODES);
  count = 0;
  /** Number of different places; without at least two there is no split. */
  distinct = 0;
  readonly #keys = new Float64Array(MOST_LEVEL_CODES);
  readonly #sorted = new Float64Array(MOST_LEVEL_CODES + 1);
  readonly #starts = new Int32Array(MOST_LEVEL_CODES + 2);
  /** The key of the pooled levels. */
  #pool = 0;
  #effective = 0;

  constructor(private readonly regularisation?: LevelRegularisation) {}

  /** Orders the codes that have rows by their sums, which are indexed by code. */
  order(bins: number, a: Float64Array, b: Float64Array, rows: ArrayLike<number>, node: NodeSums): void {
    const { smoothing, leastRows } = this.regularisation ?? {
      smoothing: SMOOTHING,
      leastRows: Math.min(LEAST_ROWS, LEAST_SHARE * node.rows),
    };
    const mean = node.a / node.b;
    const more = (smoothing * node.b) / node.rows;
    const keys = this.#keys;
    const sorted = this.#sorted;
    let [entries, roots] = [0, 0];
    let [poolA, poolB] = [0, 0];
    for (let code = 0; code < bins; code++) {
      if (!(rows[code] > 0)) continue;
      if (rows[code] < leastRows) {
        keys[code] = Number.NaN;
        poolA += a[code];
        poolB += b[code];
        continue;
      }
      keys[code] = (a[code] - mean * b[code]) / (b[code] + more);
      sorted[entries++] = keys[code];
      roots += Math.sqrt(b[code]);
    }
    if (poolB > 0) {
      this.#pool = (poolA - mean * poolB) / (poolB + more);
      sorted[entries++] = this.#pool;
      roots += Math.sqrt(poolB);
    }
    // Rounded, so that the order in which the codes are added has no effect.
    this.#effective = Math.fround((roots * roots) / node.b);
    sorted.subarray(0, entries).sort();
    let distinct = 0;
    for (let i = 0; i < entries; i++) {
      if (distinct === 0 || sorted[i] > sorted[distinct - 1]) sorted[distinct++] = sorted[i];
    }
    this.distinct = distinct;
    this.#arrange(bins, rows);
  }

  /**
   * The sum of squares between the two sides that is expected of the best split if the target has nothing to do with
   * the levels, in units of the variance of the target, above that of a column of two levels: with n_l the weight of
   * level l,
   *
   *     2 / pi ((sum_l sqrt(n_l))^2 / sum_l n_l - 2).
   */
  get expectedNoise(): number {
    return Math.max(0, (2 / Math.PI) * (this.#effective - 2));
  }

  /** The additional L2 regularisation of the score. */
  get moreL2(): number {
    return this.#effective > FEW_LEVELS ? MORE_L2 : 0;
  }

  /**
   * The set of codes that go left if the places up to `last` do: a bit for each code and one for unknown levels.
   */
  leftSet(bins: number, last: number, b: Float64Array): Int32Array {
    const set = new Int32Array(wordsFor(bins));
    const add = (code: number) => {
      set[code >> 5] |= 1 << (code & 31);
    };
    let [left, right] = [0, 0];
    for (let i = 0; i < this.count; i++) {
      const code = this.codes[i];
      if (this.places[i] <= last) {
        add(code);
        left += b[code];
      } else right += b[code];
    }
    if (left <= right) return set;
    const present = new Set(this.codes.subarray(0, this.count));
    for (let code = 0; code <= bins; code++) if (!present.has(code)) add(code);
    return set;
  }

  /** Fills `codes` and `places` from the keys. */
  #arrange(bins: number, rows: ArrayLike<number>): void {
    const keys = this.#keys;
    const starts = this.#starts.fill(0, 0, this.distinct + 1);
    const placeOf = (code: number) => this.#placeOf(Number.isNaN(keys[code]) ? this.#pool : keys[code]);
    for (let code = 0; code < bins; code++) if (rows[code] > 0) starts[placeOf(code) + 1]++;
    for (let place = 0; place < this.distinct; place++) starts[place + 1] += starts[place];
    this.count = starts[this.distinct];
    for (let code = 0; code < bins; code++) {
      if (!(rows[code] > 0)) continue;
      const place = placeOf(code);
      const at = starts[place]++;
      this.codes[at] = code;
      this.places[at] = place;
    }
  }

  #placeOf(key: number): number {
    const sorted = this.#sorted;
    let low = 0;
    let high = this.distinct - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Splits a node's codes by the score of both sides' sums. */
export interface LevelSplit {
  readonly score: number;
  /** Sums of the left side. */
  readonly a: number;
  readonly b: number;
  readonly left: Int32Array;
}

/** What a split by two sums must keep to, and how it is scored. */
export interface SumsRule {
  readonly leastWeight: number;
  readonly leastRows: number;
  score(aLeft: number, bLeft: number, aRight: number, bRight: number, moreL2: number): number;
}

/** The best split of the ordered levels by a rule on their sums; undefined if none keeps to it. */
export function bestLevelSplit(
  order: LevelOrder,
  bins: number,
  a: Float64Array,
  b: Float64Array,
  rows: ArrayLike<number>,
  node: NodeSums,
  rule: SumsRule,
): LevelSplit | undefined {
  const { codes, places, count } = order;
  let [aLeft, bLeft, rowsLeft] = [0, 0, 0];
  let best: Omit<LevelSplit, 'left'> | undefined;
  let last = -1;
  for (let i = 0; i + 1 < count; i++) {
    const code = codes[i];
    aLeft += a[code];
    bLeft += b[code];
    rowsLeft += rows[code];
    if (places[i] === places[i + 1]) continue;
    if (bLeft < rule.leastWeight || node.b - bLeft < rule.leastWeight) continue;
    if (rowsLeft < rule.leastRows || node.rows - rowsLeft < rule.leastRows) continue;
    const score = rule.score(aLeft, bLeft, node.a - aLeft, node.b - bLeft, order.moreL2);
    if (best !== undefined && score <= best.score) continue;
    best = { score, a: aLeft, b: bLeft };
    last = places[i];
  }
  return best && { ...best, left: order.leftSet(bins, last, b) };
}
