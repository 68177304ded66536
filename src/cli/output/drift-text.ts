/** A drift report for a terminal. */
import type { DriftReport } from '../../pipeline/drift/drift.js';
import { pText, shareAssumption, shareText, verdictText } from '../../pipeline/drift/drift-reasons.js';
import { scoreMetric } from '../../pipeline/score-metrics.js';
import { alignedLines, stackedTables } from '../../text/aligned-table.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { printableLine } from '../../text/printable.js';
import { inEightyColumns, shortened } from './terminal-text.js';

/** Columns without drift below the others. */
const MOST_COLUMNS = 15;

export function driftText(report: DriftReport): string {
  const blocks = [
    verdictLines(report),
    columnLines(report),
    scoreLines(report),
    shareLines(report),
    labelledLines(report),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdictLines(report: DriftReport): string[] {
  const { rows, reference, reasons } = report;
  const of = reference === 'training' ? 'of training' : 'of the reference table';
  return [
    inEightyColumns(verdictText(report)),
    ...reasons.map((reason) => inEightyColumns(printableLine(`- ${reason}`), '  ')),
    `Compared: ${countOf(rows.now, 'row')} with ${rows.before} ${of}.`,
  ];
}

function columnLines({ columns, newColumns }: DriftReport): string[] {
  const shown = columns.filter(({ level }, i) => level !== 'none' || i < MOST_COLUMNS);
  const hidden = columns.length - shown.length;
  return [
    ...stackedTables([
      ['column', 'drift', 'index', 'p (Holm)', 'missing before', 'now', 'remark'],
      ...shown.map((column) => [
        shortened(column.column),
        column.counts ? column.level : 'moves on',
        column.psi.toFixed(3),
        column.adjustedP === undefined ? '' : pText(column.adjustedP),
        shareText(column.missing.before),
        shareText(column.missing.now),
        remarkOf(column),
      ]),
    ]).flatMap((lines, i) => (i === 0 ? lines : ['', ...withRemark(lines, shown)])),
    ...(hidden > 0 ? [`${countOf(hidden, 'column')} without drift not shown.`] : []),
    ...(newColumns.length > 0
      ? [
          inEightyColumns(
            printableLine(`Columns that training did not have: ${listNames(newColumns)}.`),
            '  ',
          ),
        ]
      : []),
  ];
}

function remarkOf({ outside, unseen }: DriftReport['columns'][number]): string {
  const cells = outside ? outside.below + outside.above : 0;
  return [
    ...(cells > 0 ? [`${cells} outside`] : []),
    ...(unseen !== undefined && unseen.cells > 0 ? [`${unseen.cells} unseen`] : []),
  ].join(', ');
}

/** Of a table of remarks alone the lines with one. */
function withRemark([head, ...lines]: readonly string[], shown: DriftReport['columns']): string[] {
  const isRemarks = head.trim().split(/\s+/).length === 2;
  return [head, ...lines.filter((_, i) => !isRemarks || remarkOf(shown[i]) !== '')];
}

function scoreLines({ scores, scoresBefore, alerts, classifierTest }: DriftReport): string[] {
  const compared =
    scoresBefore === undefined
      ? []
      : [
          ['', 'before', 'now', 'drift', 'index', 'p (Holm)'],
          ...scores.map(({ label, mean, level, psi, adjustedP = 1 }) => [
            shortened(`mean probability of ${quote(String(label))}`),
            mean.before.toFixed(4),
            mean.now.toFixed(4),
            level,
            psi.toFixed(3),
            pText(adjustedP),
          ]),
          ...(alerts
            ? [
                [
                  shortened(`alerts for ${quote(String(alerts.label))}`),
                  shareText(alerts.before),
                  shareText(alerts.now),
                  alerts.counts ? alerts.level : 'fixed',
                  '',
                  alerts.adjustedP === undefined ? '' : pText(alerts.adjustedP),
                ],
              ]
            : []),
        ];
  const told = classifierTest && [
    `A classifier tells old rows from new ones with an area under the curve of ${classifierTest.area.toFixed(3)} ` +
      `(0.5: not at all; p ${pText(classifierTest.p)})` +
      `${classifierTest.level === 'none' ? '' : `, most by ${listNames(classifierTest.columns.map(({ column }) => column))}`}.`,
  ];
  return [
    ...(compared.length > 0 ? alignedLines(compared) : []),
    ...(told ?? []).map((line) => inEightyColumns(printableLine(line))),
  ];
}

function shareLines(report: DriftReport): string[] {
  const { classShares } = report;
  if (classShares.length === 0) return [];
  const isLabelled = classShares.some(({ labelled }) => labelled !== undefined);
  return [
    ...alignedLines([
      ['class share', 'training', 'estimated now', '95 % interval', ...(isLabelled ? ['by labels'] : [])],
      ...classShares.map(({ label, trained, estimated, interval, labelled }) => [
        shortened(String(label)),
        shareText(trained),
        shareText(estimated),
        interval?.map(shareText).join(' to ') ?? 'too few training rows',
        ...(isLabelled ? [shareText(labelled ?? 0)] : []),
      ]),
    ]),
    inEightyColumns(shareAssumption(report)),
  ];
}

function labelledLines({ labelled }: DriftReport): string[] {
  if (labelled === undefined) return [];
  const { now, before, measuredOn } = labelled;
  const then = new Map(before?.scores.map(({ metric, score }) => [metric, score]));
  const text = (score: number | null | undefined) => (score == null ? '-' : score.toFixed(4));
  return alignedLines([
    ['score by the labels', before ? `training (${measuredOn})` : 'training', 'now', '95 % interval'],
    ...now.scores.map(({ metric, score, interval }) => [
      scoreMetric(metric).title,
      text(then.get(metric)),
      text(score),
      interval ? interval.map(text).join(' to ') : '',
    ]),
  ]);
}
