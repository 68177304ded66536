/** Populations with known scores, tables drawn from them, and how often an interval holds the true score. */
import type { RandomStream } from '../../src/engine/random/random-stream.js';
import { normalTail } from '../../src/statistics/distributions/normal.js';
import { normalQuantile } from '../../src/statistics/distributions/normal-quantile.js';
import type { ScoreInterval } from '../../src/statistics/score-interval.js';

/** Two classes whose scores are normal with deviation 1, the rare one's mean higher by `distance`. */
export interface Population {
  readonly name: string;
  readonly rare: number;
  readonly distance: number;
  /** From here on a row is called rare. */
  readonly threshold: number;
}

const RARE = [0.02, 0.05, 0.1, 0.3, 0.5];
const AREAS = [0.7, 0.85, 0.95];

/** At the threshold of the best F1 of the rare class, and where its probability is one half. */
export const populations: readonly Population[] = AREAS.flatMap((area) =>
  RARE.flatMap((rare) => {
    const distance = Math.SQRT2 * normalQuantile(area);
    const half = distance / 2 + Math.log((1 - rare) / rare) / distance;
    const at = (threshold: number, how: string): Population => ({
      name: `ROC AUC ${area}, ${100 * rare} % rare, threshold of ${how}`,
      ...{ rare, distance, threshold },
    });
    const f1 = (threshold: number) => {
      const { precision, recall } = trueScores(at(threshold, ''));
      return (2 * precision * recall) / (precision + recall);
    };
    const grid = Array.from({ length: 901 }, (_, i) => -3 + i / 100);
    const best = grid.reduce((one, other) => (f1(other) > f1(one) ? other : one));
    return [at(best, 'the best F1'), at(half, 'one half')];
  }),
);

/** `cells[t][p]`: the share of rows of class t that are predicted as p; 1 is the rare class. */
export function cellsOf({ rare, distance, threshold }: Population): number[][] {
  const [found, alarms] = [normalTail(threshold - distance), normalTail(threshold)];
  return [
    [(1 - rare) * (1 - alarms), (1 - rare) * alarms],
    [rare * (1 - found), rare * found],
  ];
}

export function macroF1OfShares(cells: readonly (readonly number[])[]): number {
  const f1 = cells.map((row, c) => {
    const both = row.reduce((sum, share, other) => sum + share + cells[other][c], 0);
    return (2 * row[c]) / both;
  });
  return f1.reduce((sum, value) => sum + value, 0) / f1.length;
}

export function trueScores(population: Population) {
  const cells = cellsOf(population);
  const [[, alarms], [missed, found]] = cells;
  return {
    macroF1: macroF1OfShares(cells),
    recall: found / (found + missed),
    precision: found / (found + alarms),
  };
}

/** The integral of precision over recall. */
export function trueAveragePrecision(
  { rare, distance }: Pick<Population, 'rare' | 'distance'>,
  steps = 4000,
): number {
  const [from, to] = [-7, distance + 7];
  let [sum, recall, precision] = [0, 0, 1];
  for (let i = 0; i <= steps; i++) {
    const threshold = to - ((to - from) * i) / steps;
    const found = rare * normalTail(threshold - distance);
    const next = found / (found + (1 - rare) * normalTail(threshold));
    sum += ((precision + next) / 2) * (found / rare - recall);
    [recall, precision] = [found / rare, next];
  }
  return sum;
}

export interface Drawn {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  readonly scores: Float64Array;
}

export function drawRows(
  { rare, distance, threshold }: Population,
  rows: number,
  random: RandomStream,
): Drawn {
  const truth = Int32Array.from({ length: rows }, () => (random.uniform() < rare ? 1 : 0));
  const scores = Float64Array.from(truth, (t) => random.normal() + t * distance);
  return { truth, scores, predicted: Int32Array.from(scores, (score) => (score >= threshold ? 1 : 0)) };
}

/** Rows whose true and predicted class are drawn by the shares of the cells. */
export function drawCells(cells: readonly (readonly number[])[], rows: number, random: RandomStream) {
  const K = cells.length;
  const truth = new Int32Array(rows);
  const predicted = Int32Array.from({ length: rows }, (_, i) => {
    let left = random.uniform();
    let cell = 0;
    while (cell < K * K - 1 && left >= cells[Math.floor(cell / K)][cell % K]) {
      left -= cells[Math.floor(cell / K)][cell % K];
      cell++;
    }
    truth[i] = Math.floor(cell / K);
    return cell % K;
  });
  return { truth, predicted };
}

export interface Coverage {
  /** Intervals that hold the true score / intervals. */
  readonly covered: number;
  /** Intervals / tables. */
  readonly given: number;
}

/** The number of the table is a seed for an interval that is random itself. */
export function coverageOf(
  truth: number,
  tables: number,
  interval: (table: number) => ScoreInterval,
): Coverage {
  let [given, covered] = [0, 0];
  for (let table = 0; table < tables; table++) {
    const { low, high } = interval(table);
    if (low === undefined || high === undefined) continue;
    given++;
    if (low <= truth && truth <= high) covered++;
  }
  return { covered: covered / given, given: given / tables };
}

/** The interval about 0 of an estimate whose truth differs from table to table. */
export function moved(interval: ScoreInterval, truth: number): ScoreInterval {
  if (interval.reason !== undefined) return interval;
  return { low: interval.low - truth, high: interval.high - truth };
}
