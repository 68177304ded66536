/** Claims that a model is ahead of all others, or of one, on single data sets. */
import type { Finding, PaperClaim } from '../claim.js';
import { NO_RECORDS } from '../claim.js';
import type { ClaimSetting } from '../claim-setting.js';
import { HALF_A_DIGIT } from '../compare-with-paper.js';
import { type Effect, effectOverSeeds, effectText, judgeAll, judgeEffect } from '../effect.js';
import { PROPOSED } from '../paper-results.js';
import type { PaperMetric } from '../paper-tables.js';
import { hasBaselines, meanScores } from './columns.js';

export interface BestOnOptions {
  /** The gain that the paper prints for each data set; 0 if it says only which model is the best. */
  readonly gains: Readonly<Record<string, number>>;
  /** Default macro F1. */
  readonly metric?: PaperMetric;
  /** The model that is said to be ahead, default QCL-MixNet. */
  readonly model?: string;
  /** The one that it is compared with; default: the best other on that data set. */
  readonly rival?: string;
}

/** Repeated if the gain is certain on each of them, down to half a printed digit; see `judgeEffect` and `judgeAll`. */
export function bestOn(options: BestOnOptions): PaperClaim['examine'] {
  const { gains, metric = 'macroF1', model = PROPOSED, rival } = options;
  return (setting): Finding => {
    if (!hasBaselines(setting)) return NO_RECORDS;
    const parts = Object.entries(gains).flatMap(([dataset, effect]) => {
      const d = setting.datasets.indexOf(dataset);
      if (d < 0) return [];
      const other = rival ?? bestOther(setting, metric, d, model);
      const gain = gainOn(setting, metric, d, [model, other]);
      const judged = judgeEffect(gain, { effect, allowance: HALF_A_DIGIT });
      return [
        { ...judged, text: `${dataset} ${effectText(gain)}${rival === undefined ? ` over ${other}` : ''}` },
      ];
    });
    if (parts.length === 0) return NO_RECORDS;
    return { found: parts.map(({ text }) => text).join('; '), ...judgeAll(parts) };
  };
}

/** The classifier with the best mean on a data set besides `model`; the first of equals. */
function bestOther(setting: ClaimSetting, metric: PaperMetric, d: number, model: string): string {
  const means = meanScores(setting, metric)[d].map((score, c) =>
    setting.classifiers[c] === model ? Number.NEGATIVE_INFINITY : score,
  );
  return setting.classifiers[means.indexOf(Math.max(...means))];
}

function gainOn(
  setting: ClaimSetting,
  metric: PaperMetric,
  d: number,
  [model, other]: readonly [string, string],
): Effect {
  const scores = setting.scores[metric][d];
  const [own, rival] = [model, other].map((name) => scores[setting.classifiers.indexOf(name)]);
  const { train, test } = rowsOf(setting, setting.datasets[d]);
  return effectOverSeeds(
    own.map((score, s) => score - rival[s]),
    train,
    test,
  );
}

/** The rows that a run on `dataset` is trained and tested on. */
export function rowsOf(
  { rows }: Pick<ClaimSetting, 'rows'>,
  dataset: string,
): { train: number; test: number } {
  const row = rows.find((each) => each.dataset === dataset && each.done.length > 0);
  if (row === undefined) throw new Error(`no finished run on ${dataset}`);
  return row.done[0].rows;
}
