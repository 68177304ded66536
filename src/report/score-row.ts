/** The scores of a model beside those of the baselines, as rows of a table. */
import type { Label } from '../matrix.js';
import { scoreMetric } from '../pipeline/score-metrics.js';
import type { ShownScore } from '../pipeline/shown-scores.js';
import { quote } from '../text/name-list.js';
import { numberCell, type ReportCell, type ReportColumn } from './parts.js';

export const SCORE_COLUMNS: readonly ReportColumn[] = [
  { title: 'score' },
  { title: 'value', numeric: true },
  { title: '95 % interval', numeric: true },
  { title: 'most frequent class', numeric: true },
  { title: 'class frequencies', numeric: true },
];

/** The cells of `SCORE_COLUMNS`. */
export function scoreRow(
  { metric, score, interval, mostFrequentClass, classFrequencies }: ShownScore,
  positive: Label,
): ReportCell[] {
  const { title, ofPositive } = scoreMetric(metric);
  const cell = (value: number | null) => numberCell(value ?? Number.NaN);
  return [
    ofPositive ? `${title} of ${quote(String(positive))}` : title,
    cell(score),
    interval === undefined
      ? numberCell(Number.NaN)
      : { text: interval.map((end) => end.toFixed(3)).join(' to '), value: interval[0] },
    cell(mostFrequentClass),
    cell(classFrequencies),
  ];
}
