/** Ranks and tests of one protocol as tables. */

import {
  numberCell,
  type ReportCell,
  type ReportNumber,
  type ReportPart,
  type ReportTable,
} from '../../report/parts.js';
import type { ImanDavenport } from '../../statistics/iman-davenport.js';
import { countOf } from '../../text/name-list.js';
import { PAPER_METRICS } from '../claims/paper-tables.js';
import type { ClassifierRanking } from '../experiments/ranking/classifier-ranking.js';
import type { AgainstControl, MetricRanking } from '../experiments/ranking/metric-ranking.js';
import { coverageText, LEARNS_ON, METRIC_WORDS, shareText } from '../experiments/ranking/sentences.js';
import { differenceText } from '../experiments/score-text.js';

export function rankingParts(ranking: ClassifierRanking): ReportPart[] {
  const ranks = rankTables(ranking);
  return ranks.length === 0 ? [] : [...ranks, testTable(ranking), ...controlParts(ranking)];
}

/** The table of ranks alone; none if there is nothing to rank. */
export function rankTables(ranking: ClassifierRanking): ReportPart[] {
  return ranking.datasets.length === 0 || ranking.classifiers.length < 2 ? [] : [rankTable(ranking)];
}

function rankTable({ classifiers, sharesLearned, datasets, metrics, alpha }: ClassifierRanking): ReportTable {
  const { macroF1, ...others } = metrics;
  return {
    kind: 'table',
    caption: `Ranks over ${countOf(datasets.length, 'data set')}`,
    columns: [
      { title: 'classifier' },
      { title: 'place', numeric: true },
      { title: 'mean rank', numeric: true },
      { title: `mean macro F1, ${coverageText(alpha)} interval`, numeric: true },
      { title: 'learns on', numeric: true },
      ...Object.keys(others).flatMap((metric) => [
        { title: METRIC_WORDS[metric as keyof typeof others], numeric: true },
        { title: `rank in ${METRIC_WORDS[metric as keyof typeof others]}`, numeric: true },
      ]),
    ],
    rows: macroF1.order.map((c) => {
      const { place, meanRank, mean, interval } = macroF1.classifiers[c];
      const range = interval.possible
        ? `, ${interval.result.low.toFixed(3)} to ${interval.result.high.toFixed(3)}`
        : '';
      return [
        classifiers[c],
        numberCell(place, 0),
        numberCell(meanRank, 2),
        { text: `${mean.toFixed(3)}${range}`, value: mean },
        { text: shareText(sharesLearned[c]), value: sharesLearned[c] ?? Number.NaN },
        ...Object.values(others).flatMap((found) => [
          numberCell(found.classifiers[c].mean),
          numberCell(found.classifiers[c].meanRank, 2),
        ]),
      ];
    }),
    sorted: { column: 2, direction: 'ascending' },
    notes: [
      'Rank 1 is best; equal scores share the mean of their ranks. Intervals: bootstrap over data sets and seeds.',
      LEARNS_ON,
    ],
  };
}

function testTable({ metrics, overMetrics, alpha }: ClassifierRanking): ReportTable {
  const rows = PAPER_METRICS.map((metric) => testRow(METRIC_WORDS[metric], metrics[metric]));
  const reasons = new Set(
    PAPER_METRICS.flatMap((metric) =>
      [metrics[metric].friedman, metrics[metric].nemenyi].flatMap((test) =>
        test.possible ? [] : [test.reason],
      ),
    ),
  );
  if (overMetrics.possible) {
    const { chiSquared, p, imanDavenport } = overMetrics.result;
    const numbers = [chiSquared, p, Number.NaN, Number.NaN, imanDavenport.F, imanDavenport.p, Number.NaN];
    rows.push(['over the four metrics (not valid)', ...numbers.map(statistic)]);
  }
  return {
    kind: 'table',
    caption: 'Tests whether the classifiers differ',
    columns: [
      { title: 'metric' },
      ...[
        'chi-squared',
        'p',
        'without tie correction',
        'its p',
        "Iman and Davenport's F",
        'p of F',
        'critical difference',
      ].map((title) => ({ title, numeric: true })),
    ],
    rows,
    notes: [
      `Friedman's test, with correction for ties; Nemenyi's critical difference of mean ranks at ${alpha}.`,
      ...(overMetrics.possible
        ? [`The paper's test over metrics is shown for comparison only. ${overMetrics.result.reason}`]
        : []),
      ...[...reasons].map((reason) => `Missing: ${reason}.`),
    ],
  };
}

/** F and p; none if all data sets rank the classifiers alike. */
function finiteF({ F, p }: ImanDavenport): number[] {
  return Number.isFinite(F) ? [F, p] : [Number.NaN, Number.NaN];
}

function testRow(name: string, { friedman, nemenyi }: MetricRanking): ReportCell[] {
  const numbers = friedman.possible
    ? [
        friedman.result.chiSquared,
        friedman.result.p,
        friedman.result.uncorrected.chiSquared,
        friedman.result.uncorrected.p,
        ...finiteF(friedman.result.imanDavenport),
      ]
    : new Array<number>(6).fill(Number.NaN);
  return [
    name,
    ...[...numbers, nemenyi.possible ? nemenyi.result.criticalDifference : Number.NaN].map(statistic),
  ];
}

function controlParts({ metrics, control, alpha }: ClassifierRanking): ReportPart[] {
  const { againstControl } = metrics.macroF1;
  if (control === undefined || !againstControl.possible) return [];
  return [controlTable(againstControl.result, control, alpha)];
}

function controlTable(others: readonly AgainstControl[], control: string, alpha: number): ReportTable {
  return {
    kind: 'table',
    caption: `${control} against every other classifier, macro F1`,
    columns: [
      { title: 'other classifier' },
      { title: `${control} is`, numeric: false },
      { title: `mean difference, ${coverageText(alpha)} interval`, numeric: true },
      ...['wins', 'ties', 'losses', 'Wilcoxon statistic', 'p', "p with Holm's correction"].map((title) => ({
        title,
        numeric: true,
      })),
    ],
    rows: others.map(({ name, verdict, difference, wins, ties, losses, wilcoxon }) => [
      name,
      verdict,
      {
        text: `${differenceText(difference.mean)}, ${differenceText(difference.low)} to ${differenceText(difference.high)}`,
        value: difference.mean,
      },
      numberCell(wins, 0),
      numberCell(ties, 0),
      numberCell(losses, 0),
      statistic(wilcoxon.statistic),
      statistic(wilcoxon.p),
      statistic(wilcoxon.adjustedP),
    ]),
    notes: [
      `A difference above 0 favours ${control}. Verdicts: Wilcoxon's signed-rank test over data sets with Holm's correction.`,
    ],
  };
}

/** Three significant digits; small probabilities as powers of ten. */
function statistic(value: number): ReportNumber {
  if (Number.isNaN(value)) return numberCell(value);
  // F if the ranks are the same on every data set.
  if (value === Number.POSITIVE_INFINITY) return { text: '∞', value };
  return {
    text:
      value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(1) : String(Number(value.toPrecision(3))),
    value,
  };
}
