/** The two settings in which claims are examined: the paper's own, and the honest one with tuned baselines. */
import type { Protocol } from '../../pipeline/provenance.js';
import { type AblationEffect, ablationEffects } from '../experiments/ablation-effects.js';
import { type CommonScores, commonScores } from '../experiments/ranking/common-scores.js';
import { isOfPaper, optionsBesidesAblation, type ResultRow } from '../experiments/result-rows.js';
import { PAPER_MODELS, PROPOSED } from './paper-results.js';

export interface ClaimSetting {
  /** Its protocol: in `paper` test rows choose the checkpoints. */
  readonly protocol: Protocol;
  /** Heading of its column. */
  readonly title: string;
  /** The configuration of QCL-MixNet. */
  readonly own: string;
  /** Baselines without the runs of this setting; with any of them no claim about baselines can be examined. */
  readonly missing: readonly string[];
  /** The classifiers of the paper by name, QCL-MixNet first; the columns of `scores`. */
  readonly classifiers: readonly string[];
  /** The data sets on which all of them finished. */
  readonly datasets: readonly string[];
  /** `scores[metric][d][c][s]`, as in `CommonScores`. */
  readonly scores: CommonScores['scores'];
  /** The rows behind them. */
  readonly rows: readonly ResultRow[];
  /** The runs of QCL-MixNet with the paper's options and this protocol, whole and without a part. */
  readonly ablationRows: readonly ResultRow[];
  /** What QCL-MixNet loses without each part, with this protocol. */
  readonly effects: readonly AblationEffect[];
}

/**
 * The paper's own setting: machine learning tuned, networks with the checkpoint that is best on the test rows.
 *
 * @param rows all rows; those of others than the paper's classifiers and data sets are ignored
 */
export function paperSetting(rows: readonly ResultRow[]): ClaimSetting {
  return settingOf(rows, 'paper', { learning: true }, "the paper's setting, leaking");
}

/**
 * The honest protocol with tuned baselines. QCL-MixNet is tuned too if its tuned runs finished on all data sets on which
 * those with the paper's options did.
 */
export function honestSetting(rows: readonly ResultRow[]): ClaimSetting {
  const finished = (tuned: true | undefined) =>
    new Set(rows.filter((row) => isPlain(row, PROPOSED, 'honest', tuned)).map(({ dataset }) => dataset));
  const [tuned, plain] = [finished(true), finished(undefined)];
  const isTuned = tuned.size > 0 && [...plain].every((dataset) => tuned.has(dataset));
  const own = isTuned || undefined;
  return settingOf(
    rows,
    'honest',
    { learning: true, own },
    `honest, ${isTuned ? 'tuned' : 'baselines tuned'}`,
  );
}

/** The honest protocol with default options, in which no claim was made: for figures, if no baseline was tuned. */
export function defaultSetting(rows: readonly ResultRow[]): ClaimSetting {
  return settingOf(rows, 'honest', {}, 'honest, default options');
}

/** Which runs are the tuned ones: those of machine learning, and those of QCL-MixNet. */
interface Tuned {
  readonly learning?: true;
  readonly own?: true;
}

function settingOf(all: readonly ResultRow[], protocol: Protocol, use: Tuned, title: string): ClaimSetting {
  const rows = all.filter(({ dataset }) => isOfPaper(dataset));
  const byName = [...PAPER_MODELS].map(([name, { kind }]) => {
    const isLearning = kind === 'machine learning';
    const tuned = isLearning ? use.learning : name === PROPOSED ? use.own : undefined;
    // No rows choose a checkpoint of machine learning, so its runs are the same with both protocols.
    const own = rows.filter((row) => isPlain(row, name, isLearning ? 'honest' : protocol, tuned));
    return own.map((row) => ({ ...row, protocol, configuration: name }));
  });
  const used = byName.flat();
  const { classifiers, datasets, scores } = commonScores(used, protocol);
  const ablationRows = rows.filter((row) => isOfAblation(row, protocol));
  return {
    ...{ protocol, title, classifiers, datasets, scores, rows: used },
    own: use.own ? `${PROPOSED} tuned` : PROPOSED,
    missing: [...PAPER_MODELS.keys()].filter((name) => !classifiers.includes(name)),
    ...{ ablationRows, effects: ablationEffects(ablationRows) },
  };
}

/** A row of QCL-MixNet with the paper's options, whole or without a part. */
function isOfAblation({ classifier, options, tuned, protocol }: ResultRow, wanted: Protocol): boolean {
  const hasOthers = Object.keys(optionsBesidesAblation(options)).length > 0;
  return classifier === PROPOSED && protocol === wanted && tuned === undefined && !hasOthers;
}

/** A finished row of `classifier` without other options. */
function isPlain(row: ResultRow, classifier: string, protocol: Protocol, tuned: true | undefined): boolean {
  return (
    row.classifier === classifier &&
    row.protocol === protocol &&
    row.tuned === tuned &&
    row.done.length > 0 &&
    Object.keys(row.options).length === 0
  );
}
