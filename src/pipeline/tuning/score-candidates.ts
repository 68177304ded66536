/**
 * Scores of candidates by cross-validation on the training rows only: the macro F1 of the most probable class, before
 * calibration and the tuned decision.
 */
import { labelsOfRows } from '../../decision/argmax.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import { mean } from '../../mean.js';
import { classificationReport } from '../../metrics/classification-report.js';
import { placesOfFold, testFolds } from '../../tables/split/folds-of-rows.js';
import type { Folds } from '../../tables/split/stratified-folds.js';
import type { FoldOutcome, FoldWork } from '../cross-validation/fold-fit.js';
import { runFolds } from '../cross-validation/run-folds.js';
import { type Part, partAt } from '../part.js';
import type { ParameterSettings } from './candidates.js';

/** The folds of the paper (4.2.1). */
export const DEFAULT_FOLDS = 3;

/** A candidate with its scores. */
export interface TriedCandidate {
  readonly options: ParameterSettings;
  /** Macro F1 on each fold; null if it could not be fitted. */
  readonly macroF1: readonly (number | null)[];
  /** Mean over the folds; null if any is missing. */
  readonly mean: number | null;
  /** Population standard deviation over the folds. */
  readonly standardDeviation: number | null;
  /** Why it could not be fitted on some fold. */
  readonly failure?: string;
  /** Of a search by halving: the share of the resource that it was scored with last. */
  readonly share?: number;
}

/** Input of a search: the rows, and the classifier with the options that all candidates share. */
export interface SearchWork extends Omit<FoldWork, 'foldsOfRows' | 'forward'> {
  readonly classifier: string;
  /** Including the seed. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What is fitted for a candidate. */
export interface Candidate {
  readonly options: ParameterSettings;
  /** Options of these fits only, such as fewer epochs. */
  readonly shortened?: ParameterSettings;
  /** The share of the training rows that it is fitted on; default all. */
  readonly rowShare?: number;
}

export interface ScoringControl extends ExecutorOption {
  readonly signal?: AbortSignal;
  /** Called after each fit. */
  readonly onFit?: () => void;
  /** Called with each candidate when its last fit is done, in any order. */
  readonly onTried?: (index: number, tried: TriedCandidate) => void;
}

/** Scores candidates on the same folds, which keep the rules of the rows (`testFolds`). */
export class CandidateScorer {
  readonly #work: SearchWork;
  readonly #folds: Folds;
  readonly #truths: readonly Part[];

  /**
   * @param seed of the folds
   * @throws InputError if there are fewer rows than folds
   */
  constructor(
    work: SearchWork,
    readonly folds: number,
    readonly seed: number,
  ) {
    const { classifier: _, options: __, ...rows } = work;
    this.#work = work;
    this.#folds = testFolds(rows.labels, folds, new RandomStream(seed, 'folds'), rows.split);
    this.#truths = Array.from({ length: folds }, (_, fold) =>
      partAt(rows, placesOfFold(this.#folds, fold).test),
    );
  }

  get notices(): readonly string[] {
    return this.#folds.notices;
  }

  /** The training rows of the smallest fold. */
  get fewestRows(): number {
    return Math.min(...this.#truths.map((_, fold) => placesOfFold(this.#folds, fold).train.length));
  }

  /** Scores every candidate on every fold; rejects with the signal's reason. */
  async score(
    candidates: readonly Candidate[],
    { executor, signal, onFit, onTried }: ScoringControl,
  ): Promise<TriedCandidate[]> {
    const { classifier, options: shared, ...rows } = this.#work;
    const fits = candidates.flatMap(({ options, shortened, rowShare }) =>
      this.#truths.map((_, fold) => ({
        classifier,
        options: { ...shared, ...options, ...shortened },
        repeat: 0,
        fold,
        ...(rowShare !== undefined && { sample: { share: rowShare, seed: this.seed } }),
      })),
    );
    const scores = new Array<FoldScore | undefined>(fits.length);
    const tried = new Array<TriedCandidate>(candidates.length);
    const onOutcome = (fit: number, outcome: FoldOutcome) => {
      scores[fit] = scoreOf(outcome, this.#truths[fits[fit].fold]);
      const index = Math.floor(fit / this.folds);
      const own = scores
        .slice(index * this.folds, (index + 1) * this.folds)
        .filter((each) => each !== undefined);
      if (own.length === this.folds) {
        tried[index] = summarise(candidates[index].options, own);
        onTried?.(index, tried[index]);
      }
      onFit?.();
    };
    await runFolds({ ...rows, foldsOfRows: [this.#folds.ofRow], forward: this.#folds.forward }, fits, {
      executor,
      signal,
      onOutcome,
    });
    return tried;
  }
}

/** Macro F1 on a fold, or why the candidate could not be fitted on the others. */
type FoldScore = { readonly macroF1: number } | { readonly failure: string };

function scoreOf(outcome: FoldOutcome, { labels, weights }: Part): FoldScore {
  if ('failure' in outcome) return outcome;
  const { classes, probabilities: data } = outcome;
  const predicted = labelsOfRows({ data, rows: labels.length, columns: classes.length }, classes);
  return { macroF1: classificationReport(labels, predicted, { weights }).metrics.macroF1 };
}

function summarise(options: ParameterSettings, scores: readonly FoldScore[]): TriedCandidate {
  const macroF1 = scores.map((score) => ('macroF1' in score ? score.macroF1 : null));
  const failed = scores.find((score) => 'failure' in score);
  if (failed !== undefined) {
    return { options, macroF1, mean: null, standardDeviation: null, failure: failed.failure };
  }
  const values = macroF1 as number[];
  const centre = mean(values);
  const variance = mean(values.map((value) => (value - centre) ** 2));
  return { options, macroF1, mean: centre, standardDeviation: Math.sqrt(variance) };
}
