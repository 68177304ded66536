/** What the paper's figures show, computed from its tables. */
import { mean } from '../../mean.js';
import { quantile } from '../../statistics/quantile.js';
import { PAPER_MODELS, PROPOSED, paperAblationRow, paperRow } from '../claims/paper-results.js';

/** The gain of the paper's model over the best of its baselines; undefined without macro scores of all. */
export function printedGain(dataset: string): number | undefined {
  const own = macroF1(PROPOSED, dataset);
  const others = [...PAPER_MODELS.keys()]
    .filter((name) => name !== PROPOSED)
    .map((name) => macroF1(name, dataset));
  const known = others.filter((score) => score !== undefined);
  return own === undefined || known.length < others.length ? undefined : own - Math.max(...known);
}

/** The median over those of `datasets` for which all models have a score; NaN without any. */
export function printedMedian(classifier: string, datasets: readonly string[]): number {
  const scores = datasets.flatMap((dataset) =>
    printedGain(dataset) === undefined ? [] : (macroF1(classifier, dataset) ?? []),
  );
  return scores.length === 0
    ? Number.NaN
    : quantile(
        [...scores].sort((a, b) => a - b),
        0.5,
      );
}

/** The mean macro F1 of the model without a part, or of the `full` one, in Tables 4 and 5. */
export function printedAblation(without: string, datasets: readonly string[]): number {
  return mean(datasets.flatMap((dataset) => paperAblationRow(without, dataset)?.scores.macroF1 ?? []));
}

function macroF1(classifier: string, dataset: string): number | undefined {
  return paperRow(classifier, dataset)?.scores.macroF1;
}
