/** What a training on a table gives, also where it was stopped before its end. */
import type { FitProgress } from '../classifiers/contract/classifier.js';
import type { FeatureMatrix, Label } from '../matrix.js';
import type { ClassificationReport } from '../metrics/classification-report.js';
import type { TableClassifier } from './table-classifier.js';

export interface TrainingOutcome {
  readonly model: TableClassifier;
  /** Scores on the test rows. */
  readonly report: ClassificationReport;
  /** What a user should know: dropped columns, rare classes, shared rows, warnings of the classifier. */
  readonly notices: readonly string[];
  /** Duration of the training, the search for options included. */
  readonly seconds: number;
  /** The 1-based epoch whose state was kept. */
  readonly bestEpoch: number;
  readonly rows: { readonly train: number; readonly test: number };
  /** Test rows that are equal in every feature to some training row. */
  readonly sharedRows: number;
  /** What the fit reported, in order; `epochCurve` makes a learning curve of it. */
  readonly reports: readonly FitProgress[];
  /** The test rows as the classifier takes them, and their labels. */
  readonly test: { readonly X: FeatureMatrix; readonly y: readonly Label[] };
}

/** The training was stopped through its signal, whose reason is the `cause`. */
export class TrainingAborted extends Error {
  override readonly name: string = 'TrainingAborted';

  constructor(
    /** The best checkpoint until then as a tested model; undefined when not even one epoch was complete. */
    readonly outcome: TrainingOutcome | undefined,
    reason: unknown,
  ) {
    super('the training was stopped before its end', { cause: reason });
  }
}
