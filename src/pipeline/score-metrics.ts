/** The scores of a model by name: those that outputs show, and by which classifiers can be ranked. */
import { betaOf } from '../decision/tuning/tally-metric.js';
import { InputError } from '../errors.js';
import type {
  ClassProbabilityScores,
  OneVsRestScores,
  ProbabilityReport,
} from '../metrics/probability-report.js';
import { didYouMean } from '../text/did-you-mean.js';
import { inWords, quote } from '../text/name-list.js';

export interface ScoreMetric {
  readonly name: string;
  readonly title: string;
  readonly largerIsBetter: boolean;
  /** Whether it is about the positive class against the others. */
  readonly ofPositive: boolean;
  /** The decision that is tuned for it, if there is one. */
  readonly decision?: string;
  /**
   * Undefined if there are no rows to compute it from.
   *
   * @param positive the index of the positive class
   */
  read(report: ProbabilityReport, positive: number): number | undefined;
}

/** The rows that recall, precision and lift at k look at: those with the largest probabilities of a class. */
export const SHARE_AT_K = 0.1;
const AT_K = `at ${100 * SHARE_AT_K} %`;

type Overall = Omit<ScoreMetric, 'largerIsBetter' | 'ofPositive' | 'read'>;

function overall(
  metric: Overall & { readonly smallerIsBetter?: true },
  read: ScoreMetric['read'],
): ScoreMetric {
  const { smallerIsBetter, ...rest } = metric;
  return { ...rest, largerIsBetter: !smallerIsBetter, ofPositive: false, read };
}

function ofPositive(
  name: string,
  title: string,
  score: keyof Omit<ClassProbabilityScores, 'label' | 'rows'>,
  decision?: string,
): ScoreMetric {
  const read: ScoreMetric['read'] = ({ perClass }, positive) => perClass[positive][score];
  return { name, title, largerIsBetter: true, ofPositive: true, decision, read };
}

/** Of the positive class if there are two classes, otherwise the mean over the classes. */
function averaged(score: keyof OneVsRestScores): ScoreMetric['read'] {
  return ({ perClass, averages }, positive) => (perClass.length === 2 ? perClass[positive] : averages)[score];
}

/** In the order in which they are shown. */
export const SCORE_METRICS: readonly ScoreMetric[] = [
  overall({ name: 'macro-f1', title: 'macro F1', decision: 'macro-f1' }, ({ macroF1 }) => macroF1),
  overall(
    { name: 'balanced-accuracy', title: 'balanced accuracy', decision: 'balanced-accuracy' },
    ({ balancedAccuracy }) => balancedAccuracy,
  ),
  overall({ name: 'mcc', title: 'MCC', decision: 'mcc' }, ({ matthewsCorrelation }) => matthewsCorrelation),
  overall({ name: 'accuracy', title: 'accuracy', decision: 'accuracy' }, ({ accuracy }) => accuracy),
  overall({ name: 'average-precision', title: 'average precision' }, averaged('averagePrecision')),
  overall({ name: 'roc-auc', title: 'ROC AUC' }, averaged('rocAuc')),
  overall({ name: 'log-loss', title: 'log loss', smallerIsBetter: true }, ({ logLoss }) => logLoss),
  overall(
    { name: 'brier-score', title: 'Brier score', smallerIsBetter: true },
    ({ brierScore }) => brierScore,
  ),
  overall({ name: 'brier-skill', title: 'Brier skill' }, ({ brierSkill }) => brierSkill),
  overall(
    { name: 'calibration-error', title: 'calibration error', smallerIsBetter: true },
    averaged('expectedCalibrationError'),
  ),
  ofPositive('recall', 'recall', 'recall'),
  ofPositive('precision', 'precision', 'precision'),
  ofPositive('f1', 'F1', 'f1', 'f1'),
  ofPositive('class-average-precision', 'average precision', 'averagePrecision'),
  ofPositive('class-roc-auc', 'ROC AUC', 'rocAuc'),
  ofPositive('recall-at-k', `recall ${AT_K}`, 'recallAtK'),
  ofPositive('precision-at-k', `precision ${AT_K}`, 'precisionAtK'),
  ofPositive('lift-at-k', `lift ${AT_K}`, 'liftAtK'),
];

const NAMES = SCORE_METRICS.map(({ name }) => name);

/** scikit-learn's other names of these metrics, with hyphens. */
const ALIASES = new Map([
  ['f1-macro', 'macro-f1'],
  ['matthews-corrcoef', 'mcc'],
  ['roc-auc-ovr', 'roc-auc'],
  ['neg-log-loss', 'log-loss'],
  ['neg-brier-score', 'brier-score'],
]);

/**
 * A metric of `SCORE_METRICS`, or an F-beta of the positive class such as `f2` or `f0.5`. Underscores count as hyphens,
 * and scikit-learn's names are known: `average_precision`, `roc_auc`, `f1_macro`.
 *
 * @throws InputError for another name, with the nearest one.
 */
export function scoreMetric(given: string): ScoreMetric {
  const hyphened = given.replaceAll('_', '-');
  const name = ALIASES.get(hyphened) ?? hyphened;
  const found = SCORE_METRICS.find((metric) => metric.name === name);
  if (found !== undefined) return found;
  const beta = betaOf(name);
  if (beta !== undefined) return fBeta(name, beta);
  throw new InputError(
    `metric is ${quote(given)}: choose ${inWords([...NAMES, 'f2'])}.${didYouMean(name, [...NAMES, ...ALIASES.keys()])}`,
    { optionNames: ['metric'] },
  );
}

/** (1 + beta^2) P R / (beta^2 P + R); 0 if both are 0. */
export function fBetaOf(beta: number, precision: number, recall: number): number {
  if (precision + recall === 0) return 0;
  return ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}

/** Of the positive class. */
function fBeta(name: string, beta: number): ScoreMetric {
  const read: ScoreMetric['read'] = ({ perClass }, positive) => {
    const { precision, recall } = perClass[positive];
    if (precision === undefined || recall === undefined) return undefined;
    return fBetaOf(beta, precision, recall);
  };
  return { name, title: `F${beta}`, largerIsBetter: true, ofPositive: true, decision: name, read };
}
