/** Scores beside the paper's: QCL-MixNet on each data set, and every baseline over the data sets. */

import { mean } from '../../mean.js';
import type { Protocol } from '../../pipeline/provenance.js';
import { countOf } from '../../text/name-list.js';
import type { TextTable } from '../../text/text-table.js';
import { chosenNotes, markedName } from '../datasets/chosen-on.js';
import { type Interval, meanInterval } from '../experiments/repeats.js';
import type { ResultRow } from '../experiments/result-rows.js';
import { PROTOCOL_TITLES } from '../experiments/result-tables.js';
import { differenceText, intervalText, paperText, repeatsText } from '../experiments/score-text.js';
import {
  type ComparisonVerdict,
  comparisonsOf,
  MARGIN,
  meanDifference,
  type PaperComparison,
} from './compare-with-paper.js';
import { PROPOSED } from './paper-results.js';
import { referenceMacroF1 } from './reference-results.js';

/** A table with the sentences above it. */
export interface ComparisonSection {
  readonly table: TextTable;
  readonly sentences: readonly string[];
}

/** QCL-MixNet with the paper's options beside the paper, for each protocol. */
export function ownComparisons(rows: readonly ResultRow[]): ComparisonSection[] {
  const full = rows.filter(
    ({ classifier, options, tuned }) =>
      classifier === PROPOSED && tuned === undefined && Object.keys(options).length === 0,
  );
  return [...new Set(full.map(({ protocol }) => protocol))].flatMap((protocol) => {
    const shown = comparisonsOf(full.filter((row) => row.protocol === protocol));
    return shown.length === 0
      ? []
      : [{ table: ownTable(shown, protocol), sentences: verdictSentences(shown, protocol) }];
  });
}

function ownTable(shown: readonly PaperComparison[], protocol: Protocol): TextTable {
  return {
    title: `${PROPOSED} compared with the paper. ${PROTOCOL_TITLES[protocol]}`,
    head: [
      ...['data set', 'runs', 'macro F1', 'paper', 'difference', '90 % interval'],
      ...['p of the equivalence test', 'verdict', 'what would decide it', 'PyTorch, seed 42'],
    ],
    rows: shown.map(({ row, paper, difference, low, high, p, verdict, decidedBy }) => [
      markedName(row.dataset),
      String(row.scores.macroF1.count),
      repeatsText(row.scores.macroF1),
      paperText(paper),
      differenceText(difference),
      intervalText({ low, high }),
      Number.isNaN(p) ? '-' : p < 0.0001 ? '< 0.0001' : p.toPrecision(2),
      verdict,
      decidedBy ?? '-',
      paperText(referenceMacroF1(row.dataset, protocol)),
    ]),
    notes: [
      `Meets: two one-sided t-tests at 0.05 show that the difference is less than ${MARGIN} macro F1, a margin named before the records were made; the 90 % interval, half a printed digit wider at both ends, then lies within it. Beats and misses: the interval is above or below 0. Undecided: it is too wide for either.`,
      'The paper has a single run, so the standard error of the difference is that of a single run and of our mean, s sqrt(1 + 1 / n).',
      ...chosenNotes(shown.map(({ row }) => row.dataset)),
      ...new Set(shown.flatMap(({ row }) => row.paper?.marks ?? [])),
    ],
  };
}

function verdictSentences(shown: readonly PaperComparison[], protocol: Protocol): string[] {
  const named = (verdict: ComparisonVerdict, words: string) => {
    const names = shown.filter((each) => each.verdict === verdict).map(({ row }) => markedName(row.dataset));
    return names.length === 0 ? `${words} none` : `${words} ${names.length} (${names.join(', ')})`;
  };
  const single = shown.filter(({ verdict }) => verdict === 'one run only').length;
  const unjudged = single === 0 ? '' : ` ${single} with one run only have no verdict.`;
  const leak =
    protocol === 'honest'
      ? " The paper's numbers leak and these do not, so a miss can be due to the leak alone."
      : '';
  const verdicts = [
    named('beats', 'beats'),
    named('meets', 'meets'),
    named('misses', 'misses'),
    named('undecided', 'is undecided on'),
  ];
  const fromReference = meanInterval(
    shown.flatMap(({ row }) => {
      const reference = referenceMacroF1(row.dataset, protocol);
      return reference === undefined ? [] : [row.scores.macroF1.mean - reference];
    }),
  );
  return [
    `Of ${countOf(shown.length, 'score')} of the paper it ${verdicts.join('; ')}.${unjudged}`,
    `Mean difference of macro F1 from the paper over the data sets: ${meanText(meanDifference(shown))}.${leak}`,
    ...(fromReference.count === 0
      ? []
      : [`Mean difference from the PyTorch implementation, one run each: ${meanText(fromReference)}.`]),
  ];
}

/** Each baseline's macro F1 beside the paper's, over the data sets for which the paper has it; none without any. */
export function baselineTable(rows: readonly ResultRow[], setting: string): TextTable[] {
  const comparisons = comparisonsOf(rows.filter(({ classifier }) => classifier !== PROPOSED));
  const names = [...new Set(comparisons.map(({ row }) => row.classifier))].sort();
  if (names.length === 0) return [];
  return [
    {
      title: `The baselines compared with the paper's, ${setting}`,
      head: [
        ...['classifier', 'data sets', 'macro F1', 'paper', 'mean difference', '95 % interval'],
        ...['largest difference on', 'macro F1', 'paper'],
      ],
      rows: names.map((name) =>
        baselineRow(
          name,
          comparisons.filter(({ row }) => row.classifier === name),
        ),
      ),
      notes: [
        'Over the data sets for which the paper has the macro F1: of minerals it prints weighted averages. Intervals are over the data sets (Student’s t). All numbers of the paper are single runs.',
      ],
    },
  ];
}

function baselineRow(name: string, shown: readonly PaperComparison[]): string[] {
  const difference = meanDifference(shown);
  const widest = shown.reduce((most, each) =>
    Math.abs(each.difference) > Math.abs(most.difference) ? each : most,
  );
  const meanOf = (values: readonly number[]) => mean(values).toFixed(3);
  return [
    ...[name, String(shown.length)],
    meanOf(shown.map(({ row }) => row.scores.macroF1.mean)),
    meanOf(shown.map(({ paper }) => paper)),
    ...[differenceText(difference.mean), intervalText(difference)],
    ...[markedName(widest.row.dataset), widest.row.scores.macroF1.mean.toFixed(3), paperText(widest.paper)],
  ];
}

/** `+0.010, 95 % interval -0.020 to +0.040` */
function meanText(interval: Interval): string {
  const range = Number.isNaN(interval.low) ? '' : `, 95 % interval ${intervalText(interval)}`;
  return `${differenceText(interval.mean)}${range}`;
}
