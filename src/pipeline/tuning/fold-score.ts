/**
 * One fit of a search: a candidate trained on all folds but one and scored on that one. Everything that
 * learns is fitted inside: the preparation, and whatever the classifier does with its rows (SMOTE among it).
 */
import type { FitOptions } from '../../classifiers/classifier.js';
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { classificationReport } from '../../metrics/classification-report.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import type { Table } from '../../tables/table.js';
import { findClassifier } from '../find-classifier.js';
import type { Candidate } from './candidates.js';

/** What all fits of a search share; plain data, so that a thread can be given it. */
export interface FoldWork {
  readonly table: Table;
  readonly target: string;
  /** The rows that take part, with the label and the fold of each. */
  readonly rows: Int32Array;
  readonly labels: readonly Label[];
  readonly foldOf: Int32Array;
  readonly overrides?: ColumnOverrides;
  readonly memoryLimitBytes?: number;
  readonly classifier: string;
  /** Options that hold for all candidates, the seed among them. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface FoldFit {
  readonly candidate: Candidate;
  readonly fold: number;
}

/** Macro F1 on the fold, or why the candidate could not be fitted on the others. */
export type FoldScore = { readonly macroF1: number } | { readonly failure: string };

/** Scores candidates one after the other; each fold is prepared once. */
export class FoldScorer {
  readonly #prepared = new Map<number, PreparedFold>();

  constructor(readonly work: FoldWork) {}

  /** Rejects with the signal's reason when it is aborted, and for defects; what is wrong with the input is a failure. */
  async score({ candidate, fold }: FoldFit, signal?: AbortSignal): Promise<FoldScore> {
    try {
      const entry = findClassifier(this.work.classifier);
      const classifier = entry.create({ ...this.work.options, ...candidate });
      const { train, test } = this.#fold(fold, classifier.acceptsMissing);
      await classifier.fit(train.X, train.y, { signal });
      const predicted = await classifier.predict(test.X);
      return { macroF1: classificationReport(test.y, predicted).metrics.macroF1 };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { failure: error.message };
    }
  }

  #fold(fold: number, keepMissing: boolean): PreparedFold {
    const known = this.#prepared.get(fold);
    if (known !== undefined) return known;
    const prepared = prepareFold(this.work, fold, keepMissing);
    this.#prepared.set(fold, prepared);
    return prepared;
  }
}

type LabelledMatrix = NonNullable<FitOptions['validation']>;

interface PreparedFold {
  readonly train: LabelledMatrix;
  readonly test: LabelledMatrix;
}

function prepareFold(
  { table, target, rows, labels, foldOf, overrides, memoryLimitBytes }: FoldWork,
  fold: number,
  keepMissing: boolean,
): PreparedFold {
  const places = rowRange(rows.length);
  const inTraining = places.filter((place) => foldOf[place] !== fold);
  const inTest = places.filter((place) => foldOf[place] === fold);
  const rowsAt = (which: Int32Array) => which.map((place) => rows[place]);
  const preparation = Preparation.fit(table, rowsAt(inTraining), target, { ...overrides, memoryLimitBytes });
  const part = (which: Int32Array): LabelledMatrix => ({
    X: preparation.prepare(table, rowsAt(which), { keepMissing }).matrix,
    y: Array.from(which, (place) => labels[place]),
  });
  return { train: part(inTraining), test: part(inTest) };
}
