/** A ranking as text tables. */

import { countOf } from '../../../text/name-list.js';
import type { TextTable } from '../../../text/text-table.js';
import { PAPER_METRICS, type PaperMetric } from '../../claims/paper-tables.js';
import { chosenNotes, isUntouched, markedName } from '../../datasets/chosen-on.js';
import { differenceText, intervalText } from '../score-text.js';
import type { ClassifierRanking } from './classifier-ranking.js';
import type { MetricRanking } from './metric-ranking.js';
import {
  coverageText,
  LEARNS_ON,
  METRIC_WORDS,
  probabilityText,
  rankingTitle,
  shareText,
} from './sentences.js';

/** Ranks, tests, and the control against the others; none if fewer than two classifiers are compared. */
export function rankingTables(ranking: ClassifierRanking): TextTable[] {
  if (ranking.classifiers.length < 2 || ranking.datasets.length === 0) return [];
  return [rankTable(ranking), testTable(ranking), ...controlTable(ranking)];
}

function rankTable(ranking: ClassifierRanking): TextTable {
  const { datasets, metrics, alpha } = ranking;
  const { order, classifiers } = metrics.macroF1;
  const others = PAPER_METRICS.filter((metric) => metric !== 'macroF1');
  return {
    title: titled('Ranks', ranking),
    head: [
      'classifier',
      'place',
      'mean rank',
      'macro F1',
      `${coverageText(alpha)} interval`,
      'learns on',
      ...others.flatMap((metric) => [METRIC_WORDS[metric], 'rank']),
    ],
    rows: order.map((c) => {
      const { name, place, meanRank, mean, interval } = classifiers[c];
      const range = interval.possible
        ? `${interval.result.low.toFixed(3)} to ${interval.result.high.toFixed(3)}`
        : '-';
      const scores = others.flatMap((metric) => {
        const { mean, meanRank } = metrics[metric].classifiers[c];
        return [mean.toFixed(3), meanRank.toFixed(2)];
      });
      const learned = shareText(ranking.sharesLearned[c]);
      return [name, String(place), meanRank.toFixed(2), mean.toFixed(3), range, learned, ...scores];
    }),
    notes: [
      `Means over ${countOf(datasets.length, 'data set')}; rank 1 is best, equal scores share the mean of their ranks. ` +
        'Place and mean rank are by macro F1; intervals are by bootstrap over data sets and seeds.',
      LEARNS_ON,
      ...(datasets.some((name) => !isUntouched(name)) && datasets.some(isUntouched)
        ? [`${datasets.filter(isUntouched).length} of the data sets had no part in any choice of defaults.`]
        : []),
    ],
  };
}

function testTable(ranking: ClassifierRanking): TextTable {
  const { metrics, overMetrics, alpha } = ranking;
  const notes = new Set<string>([
    `Friedman's test asks whether the classifiers differ at all; by Nemenyi's test at ${alpha} two classifiers differ ` +
      'if their mean ranks do by at least the critical difference.',
  ]);
  const rows = PAPER_METRICS.map((metric) => [METRIC_WORDS[metric], ...testCells(metrics[metric], notes)]);
  if (overMetrics.possible) {
    const { chiSquared, p, imanDavenport, reason } = overMetrics.result;
    rows.push([
      'over metrics (not valid)',
      ...[chiSquared.toFixed(2), pCell(p), '-'],
      ...[imanDavenport.F.toFixed(2), pCell(imanDavenport.p), '-'],
    ]);
    notes.add(`The paper's test over metrics is shown for comparison only. ${reason}`);
  }
  return {
    title: titled('Tests whether the classifiers differ', ranking),
    head: [
      'metric',
      "Friedman's chi-squared",
      'its p',
      'without tie correction',
      "Iman and Davenport's F",
      'p of F',
      'critical difference',
    ],
    rows,
    notes: [...notes],
  };
}

/** Adds the reasons for missing tests to `notes`. */
function testCells({ friedman, nemenyi }: MetricRanking, notes: Set<string>): string[] {
  for (const test of [friedman, nemenyi]) if (!test.possible) notes.add(`Missing: ${test.reason}.`);
  const difference = nemenyi.possible ? nemenyi.result.criticalDifference.toFixed(2) : '-';
  if (!friedman.possible) return ['-', '-', '-', '-', '-', difference];
  const { chiSquared, uncorrected, p, imanDavenport } = friedman.result;
  const ofF = Number.isFinite(imanDavenport.F)
    ? [imanDavenport.F.toFixed(2), pCell(imanDavenport.p)]
    : ['-', '-'];
  return [...[chiSquared.toFixed(2), pCell(p), uncorrected.chiSquared.toFixed(2)], ...[...ofF, difference]];
}

function controlTable(ranking: ClassifierRanking): TextTable[] {
  const { metrics, control, alpha } = ranking;
  const { againstControl, order } = metrics.macroF1;
  if (control === undefined || !againstControl.possible) return [];
  const place = (classifier: number) => order.indexOf(classifier);
  const others = [...againstControl.result].sort((a, b) => place(a.classifier) - place(b.classifier));
  return [
    {
      title: titled(`${control} against the others, macro F1`, ranking),
      head: [
        'other classifier',
        'mean difference',
        `${coverageText(alpha)} interval`,
        'wins',
        'ties',
        'losses',
        "Wilcoxon's p",
        "p with Holm's correction",
        `${control} is`,
      ],
      rows: others.map(({ name, difference, wins, ties, losses, wilcoxon, verdict }) => [
        name,
        differenceText(difference.mean),
        intervalText(difference),
        ...[wins, ties, losses].map(String),
        ...[wilcoxon.p, wilcoxon.adjustedP].map(pCell),
        verdict,
      ]),
      notes: [
        `Differences above 0 and wins favour ${control}. The verdict is by Wilcoxon's signed-rank test over the data ` +
          `sets with Holm's correction, at ${alpha}.`,
      ],
    },
  ];
}

/** The score of every classifier, best rank first, on every data set; the best of each data set in bold. */
export function scoreGrid(ranking: ClassifierRanking, metric: PaperMetric = 'macroF1'): TextTable {
  const { datasets, classifiers, metrics } = ranking;
  const { order, scores } = metrics[metric];
  return {
    title: titled(`${METRIC_WORDS[metric]} by data set`, ranking),
    head: ['data set', ...order.map((c) => classifiers[c])],
    rows: datasets.map((name, d) => {
      const texts = order.map((c) => scores[d][c].toFixed(3));
      const best = Math.max(...texts.map(Number));
      return [markedName(name), ...texts.map((text) => (Number(text) === best ? `**${text}**` : text))];
    }),
    notes: [
      'Bold: the best of the row, to three decimals. Columns are in the order of mean rank.',
      ...chosenNotes(datasets),
    ],
  };
}

/** `0.012`, `< 0.0001` */
function pCell(p: number): string {
  return probabilityText(p).replace(/^p (= )?/, '');
}

function titled(title: string, ranking: ClassifierRanking): string {
  return `${title}. ${rankingTitle(ranking)}`;
}
