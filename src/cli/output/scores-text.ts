/** The scores of a model as text: the classes, then each score beside what two baselines reach. */

import type { ClassificationReport } from '../../metrics/classification-report.js';
import { classTable, formatReport } from '../../metrics/format-report.js';
import type { ModelScores } from '../../pipeline/model-scores.js';
import { outOfFoldReport } from '../../pipeline/out-of-fold-metrics.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { DecisionCapacity } from '../../pipeline/saved-scores.js';
import { scoreMetric } from '../../pipeline/score-metrics.js';
import { type ShownScore, type ShownScores, shownScores } from '../../pipeline/shown-scores.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { alignedLines } from '../../text/aligned-table.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import { confusionText } from './report-output.js';
import { inEightyColumns } from './terminal-text.js';

/** The scores, and the confusion matrix if it fits. */
export function modelScoresText(scores: ModelScores, protocol: Protocol): string {
  const confusion = confusionText(scores.report);
  const text = savedScoresText({ ...scores.report, shown: shownScores(scores) }, protocol);
  if (confusion === undefined) return text;
  return `${text}\n${scores.weighted ? `${ROWS_NOT_WEIGHTS}\n` : ''}${confusion}\n`;
}

const ROWS_NOT_WEIGHTS = 'Scores count rows by their weights; support and the matrix count rows:';

/** The same without a confusion matrix; without the scores beside the baselines for a model of version 0.1.0. */
export function savedScoresText(
  { shown, ...report }: Pick<ClassificationReport, 'metrics' | 'perClass'> & { readonly shown?: ShownScores },
  protocol: Protocol,
): string {
  const harmonicF1 = protocol === 'paper';
  if (shown === undefined) {
    return formatReport({ ...report, confusion: [], labels: [] }, { harmonicF1 });
  }
  return [
    classTable(report),
    ...(harmonicF1 ? [`F1 of macro precision and recall: ${report.metrics.harmonicF1.toFixed(4)}`, ''] : []),
    ...shownScoresLines(shown, report),
    '',
  ].join('\n');
}

/** The out-of-fold scores that a model keeps, under a heading; undefined for a model without any. */
export function outOfFoldText(model: TableClassifier): string | undefined {
  const { outOfFold, protocol } = model.provenance;
  const heading = `${inEightyColumns('Out-of-fold scores on the training rows, each calibrated and decided without its fold:')}\n`;
  if (outOfFold?.perClass !== undefined) {
    const { perClass, shown, capacity, ...metrics } = outOfFold;
    return heading + savedScoresText({ metrics, perClass, shown }, protocol) + capacityText(capacity);
  }
  const report = outOfFoldReport(model);
  return report && heading + formatReport(report, { harmonicF1: protocol === 'paper' });
}

/** Lines below the scores. */
function capacityText(capacity: DecisionCapacity | undefined): string {
  if (capacity === undefined) return '';
  const { rows, alerts, reviewed, costPerRow, cheapest } = capacity;
  const share = (part: number) => `${Number(((100 * part) / rows).toPrecision(3))} %`;
  const cost = (value: number) => String(Number(value.toPrecision(4)));
  const lines = [];
  if (alerts !== undefined) {
    lines.push(
      `Alerts: ${alerts} of the ${countOf(rows, 'out-of-fold row')}, as one table: ${share(alerts)}. A table of`,
      'another length has another share, and other recall and precision.',
    );
  }
  if (reviewed !== undefined) {
    lines.push(`Review: ${reviewed} of the ${countOf(rows, 'out-of-fold row')} (${share(reviewed)}).`);
  }
  if (costPerRow !== undefined && cheapest !== undefined) {
    const label = printableLine(quote(String(cheapest.label)));
    lines.push(
      `Expected cost per row: ${cost(costPerRow)}; always predicting ${label}, the cheapest`,
      `single class: ${cost(cheapest.costPerRow)}.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const BASELINES = {
  mostFrequentClass: 'always the most frequent class',
  classFrequencies: 'the class frequencies',
} as const;

function shownScoresLines(
  { positive, scores, classesWithoutRows }: ShownScores,
  report: Pick<ClassificationReport, 'metrics' | 'perClass'>,
): string[] {
  const about = `class ${printableLine(quote(String(positive)))} against the others`;
  const isOfPositive = ({ metric }: ShownScore) => scoreMetric(metric).ofPositive;
  const overall = scores.filter((score) => !isOfPositive(score));
  const ofPositive = scores.filter(isOfPositive);
  const [header, ...lines] = alignedLines([
    ['', 'score', '95 % interval', 'most frequent', 'frequencies'],
    ...[...overall, ...ofPositive].map(cellsOf),
  ]);
  const left = leavesOut(report) ? withoutText(classesWithoutRows) : undefined;
  const withWarning = (line: string, { metric, unbeaten }: ShownScore) => [
    line,
    ...(metric === 'macro-f1' && left !== undefined ? [`  ^ ${left}`] : []),
    ...(unbeaten === undefined ? [] : [`  ^ warning: no better than ${BASELINES[unbeaten]}`]),
  ];
  return [
    header,
    ...overall.flatMap((score, i) => withWarning(lines[i], score)),
    '',
    `${about}:`,
    ...ofPositive.flatMap((score, i) => withWarning(lines[overall.length + i], score)),
    '',
    ...(classesWithoutRows.length > 0
      ? [
          inEightyColumns(
            printableLine(
              `Classes without rows, left out of the averages: ${listNames(classesWithoutRows)}.`,
            ),
          ),
        ]
      : []),
    ...reasonLines(scores),
    'Most frequent: always the most frequent class of the training rows; frequencies:',
    'their class frequencies as probabilities. * smaller is better.',
  ];
}

/** Whether macro F1 is without the classes that have no rows: they are part of it where they are predicted. */
function leavesOut({ metrics, perClass }: Pick<ClassificationReport, 'metrics' | 'perClass'>): boolean {
  const present = perClass.filter(({ support }) => support > 0);
  const macroF1 = present.reduce((sum, { f1 }) => sum + f1, 0) / present.length;
  return present.length < perClass.length && Math.abs(macroF1 - metrics.macroF1) < 1e-9;
}

function withoutText(classes: ShownScores['classesWithoutRows']): string {
  const verb = classes.length === 1 ? 'has' : 'have';
  return printableLine(`without ${listNames(classes)}, which ${verb} no rows here`);
}

function cellsOf({ metric, score, interval, ...baselines }: ShownScore): string[] {
  const { title, largerIsBetter } = scoreMetric(metric);
  return [
    largerIsBetter ? title : `${title} *`,
    scoreText(score),
    interval === undefined ? '' : interval.map(scoreText).join(' to '),
    scoreText(baselines.mostFrequentClass),
    scoreText(baselines.classFrequencies),
  ];
}

function scoreText(score: number | null): string {
  return score === null ? '-' : score.toFixed(4);
}

/** Why there is no interval, once for the metrics with the same reason. */
function reasonLines(scores: readonly ShownScore[]): string[] {
  const titles = new Map<string, string[]>();
  for (const { metric, noInterval } of scores) {
    if (noInterval === undefined) continue;
    titles.set(noInterval, [...(titles.get(noInterval) ?? []), scoreMetric(metric).title]);
  }
  return [...titles].map(([reason, of]) =>
    inEightyColumns(`No interval of ${of.join(', ')}: ${printableLine(reason)}.`, '  '),
  );
}
