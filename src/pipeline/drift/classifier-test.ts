/** Whether a classifier can tell the rows of the reference from the new ones. */
import { Boosting } from '../../classifiers/tree-models/boosting/boosting.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { timeSlices } from '../../event-loop.js';
import type { FeatureMatrix } from '../../matrix.js';
import { normalTail } from '../../statistics/distributions/normal.js';
import { rankSum } from '../../statistics/rank-sum.js';
import type { Preparation } from '../../tables/preparation/preparation.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import { sampleFront } from '../../tables/split/sample-front.js';
import { stratifiedFolds } from '../../tables/split/stratified-folds.js';
import type { Table } from '../../tables/table.js';
import { needsOf } from '../fit-on-rows.js';
import type { TableClassifier } from '../table-classifier.js';
import type { ClassifierTest } from './drift.js';
import { FEWEST_ROWS } from './judge.js';
import { poolRareLevels } from './pool-rare-levels.js';
import { watchedColumns } from './watched-columns.js';

/** Of each side; more make the test slower, and find only what is too small to matter. */
const MOST_ROWS = 2000;
const FOLDS = 5;
const OPTIONS = { nEstimators: 60, learningRate: 0.1, maxDepth: 3 };
/**
 * What the standard deviation of the sum is multiplied by, because the folds share most of what they are fitted on (Nadeau and
 * Bengio, "Inference for the generalization error", 2003): 1.5; simulated without any drift it is 1.3 to 1.5.
 */
const SHARED_ROWS = Math.sqrt(1 + FOLDS / (FOLDS - 1));
/** Columns that are named. */
const MOST_COLUMNS = 5;

export type ClassifierShift = Omit<ClassifierTest, 'level' | 'adjustedP'>;

/**
 * A classifier two-sample test (Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", 2017): boosting is fitted on
 * four fifths of the rows of both tables, at most 2,000 of each, to tell them apart, and ranks the other fifth, five times. p is
 * that of the rank sums of all folds together, corrected for the rows that their fits share. It sees categories of few rows as
 * one (`poolRareLevels`).
 *
 * @param reference default the training rows that the model keeps
 * @param dates whether columns of dates are among those that it sees
 * @returns the reason if it cannot be done
 */
export async function classifierTest(
  model: TableClassifier,
  table: Table,
  options: { readonly reference: Table | undefined; readonly dates: boolean; readonly seed: number },
): Promise<ClassifierShift | { readonly reason: string }> {
  const { reference, dates, seed } = options;
  const { preparation, record, classifier, provenance } = model;
  const kept = record?.rows;
  if (reference === undefined && kept === undefined) {
    return { reason: 'the model keeps no training rows (--keep-rows 0): give a reference table' };
  }
  const random = new RandomStream(seed, 'drift');
  const drawn = (from: Table) => {
    const rows = sampleFront(rowRange(from.rows), Math.min(from.rows, MOST_ROWS), random);
    return preparation.prepare(from, rows, needsOf(classifier)).matrix;
  };
  const sides = [reference ? drawn(reference) : kept!.X, drawn(table)];
  if (sides.some(({ rows }) => rows < FEWEST_ROWS))
    return { reason: `it needs ${FEWEST_ROWS} rows on both sides` };
  const moving = new Set(
    watchedColumns(preparation, provenance.roles?.time).flatMap(({ fitted, isDate }) =>
      isDate && !dates ? [fitted.name] : [],
    ),
  );
  const { featureColumns, levels } = preparation;
  const features = [...featureColumns.keys()].filter((feature) => !moving.has(featureColumns[feature]));
  if (features.length === 0) return { reason: 'the model has no columns but dates' };
  const X = sides.map((side) => chosenFeatures(side, features));
  poolRareLevels(
    X,
    features.map((feature) => otherCode(preparation, feature)),
    provenance.rows.train,
  );
  const categories = features.map((feature) => levels[feature]);
  const { area, z, importances } = await areaOutOfFold(X, categories, random, seed);
  const byColumn = new Map<string, number>();
  importances.forEach((importance, i) => {
    const column = featureColumns[features[i]];
    byColumn.set(column, (byColumn.get(column) ?? 0) + importance);
  });
  return {
    area,
    p: normalTail(z),
    rows: { before: sides[0].rows, now: sides[1].rows },
    columns: [...byColumn]
      .filter(([, importance]) => importance > 0)
      .sort(([, one], [, other]) => other - one)
      .slice(0, MOST_COLUMNS)
      .map(([column, importance]) => ({ column, importance })),
  };
}

/** The code of `(other)` in a column of codes. */
function otherCode({ inputColumns, featureColumns, levels }: Preparation, feature: number): number | null {
  if (levels[feature] === null) return null;
  const fitted = inputColumns.find(({ name }) => name === featureColumns[feature]);
  return fitted?.kind === 'categorical' ? fitted.categories.length : null;
}

async function areaOutOfFold(
  [before, now]: readonly FeatureMatrix[],
  categories: readonly (number | null)[],
  random: RandomStream,
  seed: number,
): Promise<{ readonly area: number; readonly z: number; readonly importances: readonly number[] }> {
  const { columns } = before;
  const y = Array.from({ length: before.rows + now.rows }, (_, row) => (row < before.rows ? 0 : 1));
  const data = new Float64Array(y.length * columns);
  data.set(before.data);
  data.set(now.data, before.data.length);
  const at = (rows: readonly number[]): FeatureMatrix => {
    const chosen = new Float64Array(rows.length * columns);
    rows.forEach((row, i) => {
      chosen.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
    });
    return { data: chosen, rows: rows.length, columns, categories };
  };
  const { ofRow } = stratifiedFolds(y, FOLDS, random);
  const all = [...y.keys()];
  const importances = new Array<number>(columns).fill(0);
  let [area, z] = [0, 0];
  const slices = timeSlices();
  for (let fold = 0; fold < FOLDS; fold++) {
    if (slices.due()) await slices.pause();
    const fitted = all.filter((row) => ofRow[row] !== fold);
    const tested = all.filter((row) => ofRow[row] === fold);
    const boosting = new Boosting({ ...OPTIONS, seed });
    await boosting.fit(
      at(fitted),
      fitted.map((row) => y[row]),
      { validation: 'none' },
    );
    const found = await boosting.predictProba(at(tested));
    const scores = (side: number) =>
      tested.flatMap((row, i) => (y[row] === side ? [found.data[2 * i + 1]] : []));
    const ranked = rankSum(scores(1), scores(0));
    area += ranked.area / FOLDS;
    z += ranked.z / Math.sqrt(FOLDS) / SHARED_ROWS;
    boosting.importances().forEach((importance, column) => {
      importances[column] += importance / FOLDS;
    });
  }
  return { area, z, importances };
}

function chosenFeatures({ data, rows, columns }: FeatureMatrix, features: readonly number[]): FeatureMatrix {
  const chosen = new Float64Array(rows * features.length);
  for (let row = 0; row < rows; row++) {
    features.forEach((feature, i) => {
      chosen[row * features.length + i] = data[row * columns + feature];
    });
  }
  return { data: chosen, rows, columns: features.length };
}
