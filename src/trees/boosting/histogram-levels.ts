/** Splits of category columns from the histograms of derivatives. */
import { type LevelGroups, MOST_LEVEL_CODES } from '../binning/level-groups.js';
import { bestLevelSplit, LevelOrder, type NodeSums, type SumsRule } from '../growing/level-order.js';
import { type BoostingRule, type DerivativeSums, nodeScore } from './boosting-rule.js';

export interface LevelsFound {
  readonly column: number;
  /** Sum of both sides' scores, lowered by what chance is expected to gain. */
  readonly score: number;
  readonly left: DerivativeSums;
  readonly set: Int32Array;
}

/** Histograms do not count rows: those of a level are estimated from its share of the second derivatives. */
export class HistogramLevels {
  readonly #order = new LevelOrder();
  readonly #G = new Float64Array(MOST_LEVEL_CODES);
  readonly #H = new Float64Array(MOST_LEVEL_CODES);
  readonly #rowsOf = new Float64Array(MOST_LEVEL_CODES);
  readonly #rule: SumsRule;
  #node: NodeSums = { a: 0, b: 0, rows: 0 };
  /** Variance of the first derivatives, per unit of second derivative. */
  #variance = 0;

  constructor(
    readonly categories: LevelGroups,
    readonly rule: BoostingRule,
    leastWeight: number,
  ) {
    this.#rule = {
      leastWeight,
      leastRows: 0,
      score: (G, H, rightG, rightH, moreL2) => {
        const more = rule.hessianScale > 0 ? moreL2 : 0;
        return nodeScore({ G, H: H + more }, rule) + nodeScore({ G: rightG, H: rightH + more }, rule);
      },
    };
  }

  /** Sets the node that is searched; `pairs` (first, second derivative) are indexed by row. */
  open(
    { G, H, start, end }: DerivativeSums & { readonly start: number; readonly end: number },
    rows: Int32Array,
    pairs: Float32Array | Float64Array,
  ): void {
    this.#node = { a: G, b: H, rows: end - start };
    const mean = G / H;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const at = 2 * rows[i];
      squares += (pairs[at] - mean * pairs[at + 1]) ** 2;
    }
    this.#variance = squares / H;
  }

  /** The best split of a column, whose cells are sums (first, second derivative) by code; undefined if there is none. */
  search(column: number, cells: Float64Array): LevelsFound | undefined {
    const bins = this.categories.codes(column);
    const [G, H, rowsOf, node] = [this.#G, this.#H, this.#rowsOf, this.#node];
    for (let code = 0; code < bins; code++) {
      G[code] = cells[2 * code];
      H[code] = cells[2 * code + 1];
      rowsOf[code] = H[code] > 0 ? Math.max(1, Math.round((H[code] / node.b) * node.rows)) : 0;
    }
    this.#order.order(bins, G, H, rowsOf, node);
    const found = bestLevelSplit(this.#order, bins, G, H, rowsOf, node, this.#rule);
    if (found === undefined) return undefined;
    const score = found.score - this.#order.expectedNoise * this.#variance;
    return { column, score, left: { G: found.a, H: found.b }, set: found.left };
  }
}
