/** The report of a watched table as a page. */
import { driftBars } from '../../figures/drift-bars.js';
import type {
  ClassShareDrift,
  ColumnDrift,
  DriftReport,
  LabelledScores,
  ScoreDrift,
} from '../../pipeline/drift/drift.js';
import { pText, shareAssumption, shareText, verdictText } from '../../pipeline/drift/drift-reasons.js';
import { scoreMetric } from '../../pipeline/score-metrics.js';
import { countOf, quote } from '../../text/name-list.js';
import { inBothWidths, numberCell, type ReportPage, type ReportPart, type ReportTable } from '../parts.js';

export interface DriftReportContext {
  /** Name of the new table. */
  readonly table: string;
  /** Name of the reference table, if there was one. */
  readonly reference?: string;
  /** The command to repeat it. */
  readonly commands?: readonly string[];
}

/** Columns with a figure. */
const MOST_DRAWN = 8;

/** The page of a drift report: the verdict, the columns, the scores, the class shares. Plain data for `reportPage`. */
export function driftReportPage(report: DriftReport, context: DriftReportContext): ReportPage {
  const reference =
    report.reference === 'training' ? 'training' : (context.reference ?? 'the reference table');
  return {
    title: `Drift: ${context.table}`,
    sections: [
      { title: 'Verdict', parts: verdictParts(report, reference) },
      { title: 'Columns', parts: columnParts(report, reference) },
      { title: 'Scores and alerts', parts: scoreParts(report) },
      { title: 'Classes', parts: classParts(report) },
      { title: 'Notices', parts: listOf(report.notices) },
      {
        title: 'How to repeat',
        parts: context.commands ? [{ kind: 'commands', lines: context.commands }] : [],
      },
    ],
  };
}

function listOf(items: readonly string[]): ReportPart[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function verdictParts(report: DriftReport, reference: string): ReportPart[] {
  const { verdict, rows, alpha, classifierTest } = report;
  return [
    { kind: 'paragraph', text: verdictText(report), warning: verdict !== 'none' },
    ...listOf(report.reasons),
    {
      kind: 'paragraph',
      text:
        `${countOf(rows.now, 'row')} compared with ${countOf(rows.before, 'row')} of ${reference}. A change counts if it is ` +
        `significant (Holm's correction over all comparisons, level ${alpha}) and large: a population stability index of at ` +
        'least 0.1 (some) or 0.25 (strong), one and a half or two times as many or few alerts, an area under the curve of at least 0.6 or 0.7.',
    },
    ...(classifierTest
      ? [
          {
            kind: 'paragraph' as const,
            text:
              `A classifier that is shown all columns tells rows of ${reference} from new ones with an area under the curve of ` +
              `${classifierTest.area.toFixed(3)} (0.5: not at all; p ${pText(classifierTest.p)})` +
              `${classifierTest.level === 'none' ? '' : `, most by ${classifierTest.columns.map(({ column }) => quote(column)).join(', ')}`}.`,
          },
        ]
      : []),
  ];
}

function columnParts({ columns, newColumns }: DriftReport, reference: string): ReportPart[] {
  const drawn = columns.filter(({ level, counts, psi }) => level !== 'none' || (!counts && psi >= 0.1));
  return [
    columnTable(columns),
    ...(newColumns.length === 0
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: `Columns that training did not have: ${newColumns.map(quote).join(', ')}.`,
          },
        ]),
    ...(drawn.length === 0 ? [] : [{ kind: 'heading' as const, text: 'What moved' }]),
    ...drawn
      .slice(0, MOST_DRAWN)
      .map(({ feature, bins }) =>
        inBothWidths((width) =>
          driftBars({ name: feature, bins, reference: shortReference(reference), width }),
        ),
      ),
  ];
}

function columnTable(columns: readonly ColumnDrift[]): ReportTable {
  const anywhere = (has: (column: ColumnDrift) => boolean) => columns.some(has);
  const outside = anywhere(({ outside: of }) => of !== undefined);
  const unseen = anywhere(({ unseen: of }) => of !== undefined);
  return {
    kind: 'table',
    caption: 'Columns of the model, those that moved most first',
    columns: [
      { title: 'column' },
      { title: 'drift' },
      { title: 'stability index', numeric: true },
      { title: 'p (Holm)', numeric: true },
      { title: 'missing before', numeric: true },
      { title: 'missing now', numeric: true },
      ...(outside ? [{ title: 'outside the range', numeric: true }] : []),
      ...(unseen ? [{ title: 'unseen categories', numeric: true }] : []),
    ],
    rows: columns.map((column) => [
      column.column,
      column.counts ? column.level : 'moves on',
      numberCell(column.psi),
      column.adjustedP === undefined
        ? numberCell(Number.NaN)
        : { text: pText(column.adjustedP), value: column.adjustedP },
      percentCell(column.missing.before),
      percentCell(column.missing.now),
      ...(outside
        ? [numberCell(column.outside ? column.outside.below + column.outside.above : Number.NaN, 0)]
        : []),
      ...(unseen ? [numberCell(column.unseen?.cells ?? Number.NaN, 0)] : []),
    ]),
  };
}

function percentCell(share: number) {
  return { text: shareText(share), value: share };
}

function scoreParts({ scores, scoresBefore, predicted, alerts, labelled }: DriftReport): ReportPart[] {
  if (scoresBefore === undefined) return labelled ? [labelledTable(labelled)] : [];
  const before = scoresBefore === 'reference table' ? 'the reference' : 'training (out of fold)';
  return [
    {
      kind: 'table',
      caption: 'Labels that the model predicts',
      columns: [
        { title: 'label' },
        { title: `share in ${before}`, numeric: true },
        { title: 'share now', numeric: true },
      ],
      rows: predicted.map(({ label, before: then, now }) => [
        String(label),
        percentCell(then),
        percentCell(now),
      ]),
      notes: alerts
        ? [
            `Alerts are rows predicted as ${quote(String(alerts.label))}` +
              `${alerts.interval ? `; 95 % interval of their share now: ${shareText(alerts.interval[0])} to ${shareText(alerts.interval[1])}` : ''}` +
              `${alerts.counts ? '' : '. The decision gives them a fixed share of each table'}.`,
          ]
        : [],
    },
    ...scores.slice(0, MOST_DRAWN).flatMap((score) => scoreFigure(score, before)),
    ...(labelled ? [labelledTable(labelled)] : []),
  ];
}

function scoreFigure({ label, bins, psi, level, mean }: ScoreDrift, reference: string): ReportPart[] {
  return [
    inBothWidths(
      (width) =>
        driftBars({ name: `Probability of ${label}`, bins, reference: shortReference(reference), width }),
      `Stability index ${psi.toFixed(3)} (${level === 'none' ? 'no' : level} drift); mean ${mean.before.toPrecision(3)} before, ` +
        `${mean.now.toPrecision(3)} now.`,
    ),
  ];
}

function shortReference(reference: string): string {
  return reference.startsWith('training') ? 'training' : 'reference';
}

function labelledTable({ now, before, measuredOn }: LabelledScores): ReportTable {
  const then = new Map(before?.scores.map(({ metric, score }) => [metric, score]));
  const cell = (value: number | null | undefined) => numberCell(value ?? Number.NaN, 4);
  return {
    kind: 'table',
    caption: 'Scores by the labels of the table',
    columns: [
      { title: 'metric' },
      ...(before ? [{ title: `${measuredOn} of training`, numeric: true }] : []),
      { title: 'now', numeric: true },
      { title: '95 % interval' },
    ],
    rows: now.scores.map(({ metric, score, interval }) => [
      scoreMetric(metric).title,
      ...(before ? [cell(then.get(metric))] : []),
      cell(score),
      interval ? interval.map((end) => end.toFixed(4)).join(' to ') : '',
    ]),
  };
}

function classParts(report: DriftReport): ReportPart[] {
  const { classShares } = report;
  if (classShares.length === 0) return [];
  const isLabelled = classShares.some(({ labelled }) => labelled !== undefined);
  return [
    {
      kind: 'table',
      caption: 'Class shares, estimated without labels',
      columns: [
        { title: 'class' },
        { title: 'training', numeric: true },
        { title: 'estimate now', numeric: true },
        { title: '95 % interval' },
        ...(isLabelled ? [{ title: 'by the labels', numeric: true }] : []),
      ],
      rows: classShares.map((share: ClassShareDrift) => [
        String(share.label),
        percentCell(share.trained),
        percentCell(share.estimated),
        share.interval?.map(shareText).join(' to ') ?? 'too few training rows',
        ...(isLabelled ? [percentCell(share.labelled ?? 0)] : []),
      ]),
      notes: [`${shareAssumption(report)} predict --adapt-prior corrects the probabilities to the estimate.`],
    },
  ];
}
