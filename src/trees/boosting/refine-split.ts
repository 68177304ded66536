/** Moves a split between two bins to where it gains most among the values in both. */
import type { BinnedMatrix } from '../binning/binned-matrix.js';
import { type BoostingRule, type DerivativeSums, nodeScore } from './boosting-rule.js';

/** The highest code that goes left, the next occupied one, and the sums over the rows that go left. */
export interface BinSplit {
  readonly column: number;
  readonly code: number;
  readonly next: number;
  readonly left: DerivativeSums;
}

/** The same in ranks of values, with the sum of both sides' scores. */
export interface RankSplit extends BinSplit {
  readonly score: number;
}

export interface RefinedNode extends DerivativeSums {
  readonly rows: Int32Array;
  /** First and second derivative of each row of the matrix. */
  readonly pairs: Float32Array | Float64Array;
}

/**
 * Of all splits between two neighbouring values of the node's rows in the bins `code` and `next`, the one with the
 * largest score, of ties the lowest; the split between the bins is one of them. Missing values stay on their side.
 *
 * @param leastWeight least sum of second derivatives on each side
 */
export function refineSplit(
  { column, code, next, left }: BinSplit,
  { ranks, bins }: { readonly ranks: BinnedMatrix; readonly bins: BinnedMatrix },
  node: RefinedNode,
  rule: BoostingRule,
  leastWeight: number,
): RankSplit {
  const { rows, pairs } = node;
  const base = column * ranks.rows;
  const inBoth: number[] = [];
  let { G, H } = left;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const bin = bins.codes[base + row];
    if (bin !== code && bin !== next) continue;
    inBoth.push(row);
    if (bin === next) continue;
    G -= pairs[2 * row];
    H -= pairs[2 * row + 1];
  }
  const rankOf = (row: number) => ranks.codes[base + row];
  inBoth.sort((a, b) => rankOf(a) - rankOf(b));
  let best: RankSplit | undefined;
  for (let i = 0; i + 1 < inBoth.length; i++) {
    const row = inBoth[i];
    G += pairs[2 * row];
    H += pairs[2 * row + 1];
    const [rank, nextRank] = [rankOf(row), rankOf(inBoth[i + 1])];
    if (rank === nextRank || H < leastWeight || node.H - H < leastWeight) continue;
    const score = nodeScore({ G, H }, rule) + nodeScore({ G: node.G - G, H: node.H - H }, rule);
    if (best === undefined || score > best.score) {
      best = { column, code: rank, next: nextRank, left: { G, H }, score };
    }
  }
  return best as RankSplit;
}
