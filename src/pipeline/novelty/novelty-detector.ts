/** Scores rows of tables by how unlike the training rows of a model they are. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type CodedMatrix, type Matrix, rowsAt } from '../../matrix.js';
import type { Table } from '../../tables/table.js';
import { comparableRows } from '../comparable-rows.js';
import { needsOf } from '../fit-on-rows.js';
import type { TableClassifier } from '../table-classifier.js';
import type { KeptRows } from '../training-record/kept-rows.js';
import { FeatureSpace } from './feature-space.js';
import { NoveltyCalibration } from './novelty-calibration.js';
import { type NoveltyParts, ReferenceRows } from './reference-rows.js';

/** What the p-values of a model without held-out scores are fitted in: each row by the rows of the other folds. */
const FOLDS = 10;

export type NovelModel = Pick<TableClassifier, 'classifier' | 'preparation' | 'record' | 'provenance'>;

/** Rows of a table, prepared. */
export interface ScoredRows {
  readonly X: Matrix<Float64Array>;
  readonly parts: NoveltyParts;
}

export class NoveltyDetector {
  readonly #space: FeatureSpace;
  readonly #references: ReferenceRows;
  readonly #neverMissing: readonly boolean[];
  readonly #calibrationParts: () => NoveltyParts;

  /** @throws InputError for a model that holds no training rows, or one */
  constructor(private readonly model: NovelModel) {
    const { preparation, record, provenance } = model;
    const kept = record?.rows;
    if (record === undefined || kept === undefined) {
      throw new InputError(
        'the model holds no training rows to compare with: it was trained with --keep-rows 0 (keepRows: 0), or by a ' +
          'version before 0.2.0; train it again to detect novelty',
      );
    }
    if (kept.rows.length < 2) {
      throw new InputError(
        'the model holds one training row, but novelty needs at least two: train it with more of --keep-rows (keepRows)',
      );
    }
    const X = comparableRows(preparation, kept.X);
    this.#space = new FeatureSpace(X);
    this.#neverMissing = record.profiles.map(({ missing }) => missing === 0);
    const references = this.#space.rowsOf(X, new Float64Array(X.rows));
    const random = new RandomStream(provenance.seed, 'novelty');
    this.#references = new ReferenceRows(references, kept.y, random);
    const { heldOut } = record;
    this.#calibrationParts = () => heldOut ?? crossFitted(references, kept, random);
  }

  calibration(): NoveltyCalibration {
    return new NoveltyCalibration(this.#calibrationParts());
  }

  /** @throws InputError as `Preparation.prepare`, and for rows that the classifier cannot predict */
  async score(table: Table, rows: Int32Array): Promise<ScoredRows> {
    const { preparation, classifier } = this.model;
    const needs = needsOf(classifier);
    const { matrix } = preparation.prepare(table, rows, needs);
    const withMissing = needs.keepMissing
      ? matrix
      : preparation.prepare(table, rows, { ...needs, keepMissing: true }).matrix;
    const X = this.#space.rowsOf(comparableRows(preparation, matrix), this.#newlyMissing(withMissing));
    const centroid = await classifier.centroidDistances?.(matrix);
    return { X, parts: { ...this.#references.partsOf(X), ...(centroid && { centroid }) } };
  }

  /** The columns of the table that add most to the distance between the row and its nearest kept row, the largest first. */
  furthestColumns({ X }: ScoredRows, row: number, most: number): string[] {
    const { featureColumns } = this.model.preparation;
    const shares = this.#references.sharesOf(X, row);
    const sums = new Map<string, number>();
    this.#space.sources.forEach((column, j) => {
      const name = featureColumns[column];
      sums.set(name, (sums.get(name) ?? 0) + shares[j]);
    });
    return [...sums]
      .filter(([, share]) => share > 0)
      .sort((one, other) => other[1] - one[1])
      .slice(0, most)
      .map(([name]) => name);
  }

  /** For each row its missing cells in columns that never missed one in training. */
  #newlyMissing({ data, rows, columns }: CodedMatrix<Float32Array | Float64Array>): Float64Array {
    return Float64Array.from({ length: rows }, (_, row) => {
      let count = 0;
      for (let j = 0; j < columns; j++) {
        if (this.#neverMissing[j] && Number.isNaN(data[row * columns + j])) count++;
      }
      return count;
    });
  }
}

/** The parts of each kept row, compared with those of the other folds. */
function crossFitted(X: Matrix<Float64Array>, { y }: KeptRows, random: RandomStream): NoveltyParts {
  const nearest = new Float64Array(X.rows);
  const isolation = new Float64Array(X.rows);
  const folds = Math.min(FOLDS, X.rows);
  const order = Int32Array.from({ length: X.rows }, (_, row) => row);
  random.shuffle(order);
  for (let fold = 0; fold < folds; fold++) {
    const own = order.filter((_, i) => i % folds === fold);
    const others = order.filter((_, i) => i % folds !== fold);
    const references = new ReferenceRows(
      rowsAt(X, others),
      others.map((row) => y[row]),
      random,
    );
    const found = references.partsOf(rowsAt(X, own));
    own.forEach((row, i) => {
      nearest[row] = found.nearest[i];
      isolation[row] = found.isolation[i];
    });
  }
  return { nearest, isolation };
}
