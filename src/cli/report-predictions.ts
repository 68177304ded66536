/** What `predict` says once the predictions are written. */
import type { Novelty } from '../pipeline/novelty/detect-novelty.js';
import type { SetCounts } from '../results/prediction-set-counts.js';
import { type PredictionCounts, predictionSummary } from '../results/prediction-summary.js';
import { countOf, quote } from '../text/name-list.js';
import { writeJson } from './output/output.js';
import { usesRisk } from './output/prediction-rule.js';
import type { PredictionJob } from './prediction-job.js';

export interface Predictions {
  readonly all: PredictionCounts;
  readonly written: PredictionCounts;
  readonly setCounts: SetCounts;
  readonly novelty?: Novelty;
  readonly notices: readonly string[];
}

export async function reportPredictions(
  { rule, options, format, notify }: Pick<PredictionJob, 'rule' | 'options' | 'format' | 'notify'>,
  { all, written, setCounts, novelty, notices }: Predictions,
): Promise<void> {
  const { out, json, top, threshold } = options;
  if (top !== undefined) {
    const label = quote(String(rule.classes[rule.positive]));
    notify(
      `rows of ${label} to expect by the probabilities: ${written.expected.toFixed(1)} among the ` +
        `${countOf(written.rows, 'row')} written, ${all.expected.toFixed(1)} among all ${all.rows}`,
    );
  }
  if (out === undefined || !json) return;
  await writeJson(
    predictionSummary(all, written, {
      out,
      format: format.name,
      decision: rule.description,
      positive: usesRisk(options) ? rule.classes[rule.positive] : undefined,
      threshold,
      novelty,
      ...setCounts.summary(),
      notices,
    }),
  );
}
