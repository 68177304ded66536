/** The figures that compare classifiers over data sets. */

import { boxPlots } from '../../figures/box-plots.js';
import { criticalDifferenceDiagram } from '../../figures/critical-difference.js';
import { gainBars } from '../../figures/gain-bars.js';
import { rankIntervals } from '../../figures/rank-intervals.js';
import { timeAgainstScore } from '../../figures/time-against-score.js';
import { inBothWidths, type ReportPart } from '../../report/parts.js';
import type { Scores } from '../../statistics/checks.js';
import { PROPOSED } from '../claims/paper-results.js';
import { markedName } from '../datasets/chosen-on.js';
import type { ClassifierRanking } from '../experiments/ranking/classifier-ranking.js';
import { outcomeOf } from '../experiments/ranking/outcome.js';
import { summarize } from '../experiments/repeats.js';
import type { ResultRow } from '../experiments/result-rows.js';

/** @param rows the rows that the ranking was made from */
export function rankingFigures(ranking: ClassifierRanking, rows: readonly ResultRow[]): ReportPart[] {
  const { classifiers, datasets, control, leaking, alpha } = ranking;
  if (datasets.length === 0 || classifiers.length < 2) return [];
  const { scores, classifiers: ranked } = ranking.metrics.macroF1;
  const metric = `${leaking ? 'leaking ' : ''}macro F1`;
  const shared = { classifiers, scores, metric };
  return [
    ...drawn(leaking, 'critical-difference diagram', (width) =>
      width === undefined
        ? criticalDifferenceDiagram({ classifiers, scores, alpha })
        : rankIntervals({ classifiers, scores, alpha, width }),
    ),
    ...drawn(leaking, 'box plots', (width) => boxPlots({ ...shared, width })),
    ...(control === undefined
      ? []
      : drawn(leaking, 'gains', () =>
          gainBars({
            ...withoutEnsembles(shared, control),
            datasets: datasets.map(markedName),
            chosen: control,
          }),
        )),
    ...drawn(leaking, 'times', (width) =>
      timeAgainstScore({
        classifiers,
        seconds: meanSeconds(ranking, rows),
        scores: ranked.map(({ mean }) => mean),
        metric: `mean ${metric}`,
        width,
      }),
    ),
  ];
}

/** Our ensembles contain QCL-MixNets, so they are no baselines of it. */
const ENSEMBLES = /^(auto|qcl-ensemble)\b/;

/** The classifiers that the control is compared with in the figure of gains. */
function withoutEnsembles<T extends { readonly classifiers: readonly string[]; readonly scores: Scores }>(
  shared: T,
  control: string,
): T {
  if (!control.startsWith(PROPOSED)) return shared;
  const kept = shared.classifiers.flatMap((name, c) => (ENSEMBLES.test(name) ? [] : [c]));
  // Beside ensembles alone there is nothing else to compare with.
  if (kept.length < 2) return shared;
  return {
    ...shared,
    classifiers: kept.map((c) => shared.classifiers[c]),
    scores: shared.scores.map((row) => kept.map((c) => row[c])),
  };
}

/** The figure, or a paragraph with the reason why there is none. */
function drawn(leaking: boolean, what: string, draw: (width?: number) => string): ReportPart[] {
  const figure = outcomeOf(() => inBothWidths(draw, leaking ? LEAKING_NOTE : undefined));
  return figure.possible
    ? [figure.result]
    : [{ kind: 'paragraph', text: `No figure of the ${what}: ${figure.reason}.` }];
}

const LEAKING_NOTE = 'Protocol paper: the test rows chose the checkpoints, so these scores leak.';

/** For each classifier: the mean over the data sets of the mean training time over the ranking's seeds. */
function meanSeconds(ranking: ClassifierRanking, rows: readonly ResultRow[]): number[] {
  const { classifiers, datasets, seeds, protocol } = ranking;
  return classifiers.map((name) => {
    const means = datasets.map((dataset, d) => {
      const row = rows.find(
        (each) => each.configuration === name && each.dataset === dataset && each.protocol === protocol,
      );
      const counted = row?.done.filter(({ seed }) => seeds[d].includes(seed)) ?? [];
      return summarize(counted.map(({ trainingSeconds }) => trainingSeconds)).mean;
    });
    return summarize(means).mean;
  });
}
