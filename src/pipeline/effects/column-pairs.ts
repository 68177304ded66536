/** How much two columns act together. */
import { rowsAt } from '../../matrix.js';
import type { Score } from '../explanation/sampled-contributions.js';
import { type EffectRows, type FeatureChange, withFeaturesOf } from './effect-rows.js';

export interface ColumnPair {
  readonly columns: readonly [string, string];
  /**
   * The root mean square of what the two columns together change in the log-odds of the class beyond the sum of what each changes
   * alone.
   */
  readonly strength: number;
  /** Friedman's H: the same as a share of all that the two change, from 0 for a sum to about 1. */
  readonly h: number;
}

/** Rows at whose values the dependence is measured, and rows over which it is averaged. */
const [AT, OVER] = [30, 40];
/** Probabilities nearer to 0 or 1 do not tell how sure the model is. */
const LEAST = 1e-5;

/**
 * Friedman and Popescu's H statistic ("Predictive learning via rule ensembles", 2008) of each two columns, on the log-odds of the
 * calibrated probability, in which effects of a logistic model add up:
 *
 *     H^2 = sum over rows (F_jk - F_j - F_k)^2 / sum over rows F_jk^2
 *
 * with F the centred partial dependence at the values of the row. Of 30 rows, averaged over 40 others.
 *
 * @returns the strongest first
 */
export async function pairsOnRows(
  score: Score,
  { X, features }: EffectRows,
  columns: readonly string[],
): Promise<ColumnPair[]> {
  const at = Array.from({ length: Math.min(AT, X.rows) }, (_, i) =>
    Math.floor((i * X.rows) / Math.min(AT, X.rows)),
  );
  const over = Int32Array.from({ length: Math.min(OVER, X.rows) }, (_, i) =>
    Math.floor(((i + 0.5) * X.rows) / Math.min(OVER, X.rows)),
  );
  const averaged = rowsAt(X, over);
  /** Centred, at the values that the rows `at` have in these columns. */
  const dependence = async (...names: readonly string[]): Promise<Float64Array> => {
    const changes = at.map((place) =>
      names.map((name): FeatureChange => [features.get(name) as readonly number[], place]),
    );
    const found = await score(withFeaturesOf(averaged, X, changes));
    const means = Float64Array.from(at, (_, i) => {
      const own = found.subarray(i * averaged.rows, (i + 1) * averaged.rows);
      return own.reduce((sum, p) => sum + logOdds(p), 0) / own.length;
    });
    const centre = means.reduce((sum, each) => sum + each, 0) / means.length;
    return means.map((each) => each - centre);
  };
  const alone = new Map<string, Float64Array>();
  for (const name of columns) alone.set(name, await dependence(name));
  const pairs: ColumnPair[] = [];
  for (const [i, one] of columns.entries()) {
    for (const other of columns.slice(i + 1)) {
      const both = await dependence(one, other);
      const [first, second] = [alone.get(one), alone.get(other)] as [Float64Array, Float64Array];
      const beyond = both.reduce((sum, value, k) => sum + (value - first[k] - second[k]) ** 2, 0);
      const all = both.reduce((sum, value) => sum + value ** 2, 0);
      pairs.push({
        columns: [one, other],
        strength: Math.sqrt(beyond / at.length),
        h: all > 0 ? Math.sqrt(beyond / all) : 0,
      });
    }
  }
  return pairs.sort((one, other) => other.strength - one.strength);
}

function logOdds(p: number): number {
  const kept = Math.min(1 - LEAST, Math.max(LEAST, p));
  return Math.log(kept / (1 - kept));
}
