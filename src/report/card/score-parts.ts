/** The scores that a model keeps. */
import type { Provenance } from '../../pipeline/provenance.js';
import { scoreMetric } from '../../pipeline/score-metrics.js';
import type { ShownScores } from '../../pipeline/shown-scores.js';
import { countOf, listNames } from '../../text/name-list.js';
import { numberCell, type ReportPart } from '../parts.js';
import { SCORE_COLUMNS, scoreRow } from '../score-row.js';

export function scoreParts({ test, outOfFold, crossValidation, rows, sharedRows }: Provenance): ReportPart[] {
  const parts: ReportPart[] = [];
  if (test !== undefined) {
    parts.push(
      ...scoresOf('the test rows', test.shown, test.metrics.macroF1),
      perClassTable('the test rows', test.perClass),
      sentence(
        `They are of ${countOf(rows.test, 'test row')}${sharedRows > 0 ? `, of which ${sharedRows} equal a training row` : ''}.`,
      ),
    );
  }
  if (outOfFold !== undefined) {
    const where = 'out-of-fold rows';
    parts.push(
      ...scoresOf(where, outOfFold.shown, outOfFold.macroF1),
      ...(outOfFold.perClass ? [perClassTable(where, outOfFold.perClass)] : []),
      sentence(
        'Out of fold: each training row is predicted, calibrated and decided by what was fitted without it.',
      ),
    );
  }
  if (crossValidation !== undefined) {
    const { metrics, macroF1Interval, folds, repeats } = crossValidation;
    const interval = macroF1Interval?.map((end) => end.toFixed(3)).join(' to ');
    parts.push(
      sentence(
        `In cross-validation (${countOf(folds, 'fold')}, ${countOf(repeats, 'repeat')}) the classifier reached a macro F1 of ` +
          `${metrics.macroF1.toFixed(3)}${interval === undefined ? '' : `, 95 % interval ${interval}`}.`,
      ),
    );
  }
  if (parts.length > 0) return parts;
  return [
    {
      kind: 'paragraph',
      warning: true,
      text: 'The file keeps no scores of rows that the model was not trained on.',
    },
  ];
}

function scoresOf(where: string, shown: ShownScores | undefined, macroF1: number): ReportPart[] {
  if (shown === undefined) {
    return [
      sentence(
        `Macro F1 on ${where}: ${macroF1.toFixed(3)}. Other scores and intervals are not recorded: the file is of version 0.1.0.`,
      ),
    ];
  }
  const { positive, scores, classesWithoutRows } = shown;
  const reasons = [...new Set(scores.flatMap(({ noInterval }) => noInterval ?? []))];
  return [
    {
      kind: 'table',
      caption: `Scores on ${where}`,
      columns: [...SCORE_COLUMNS, { title: 'remark' }],
      rows: scores.map((each) => [
        ...scoreRow(each, positive),
        [
          ...(scoreMetric(each.metric).largerIsBetter ? [] : ['smaller is better']),
          ...(each.unbeaten ? ['no better than a baseline'] : []),
        ].join('; '),
      ]),
      notes: [
        'The last two numbers are what always the most frequent class, and the class frequencies, would reach.',
        ...reasons.map((reason) => `Some scores have no interval: ${reason}.`),
        ...(classesWithoutRows.length > 0
          ? [`Classes without rows, left out of the averages: ${listNames(classesWithoutRows)}.`]
          : []),
      ],
    },
  ];
}

function perClassTable(where: string, perClass: NonNullable<Provenance['test']>['perClass']): ReportPart {
  return {
    kind: 'table',
    caption: `Classes on ${where}`,
    columns: [
      { title: 'class' },
      { title: 'precision', numeric: true },
      { title: 'recall', numeric: true },
      { title: 'F1', numeric: true },
      { title: 'rows', numeric: true },
    ],
    rows: perClass.map(({ label, precision, recall, f1, support }) => [
      String(label),
      numberCell(precision),
      numberCell(recall),
      numberCell(f1),
      numberCell(support, 0),
    ]),
  };
}

function sentence(text: string): ReportPart {
  return { kind: 'paragraph', text };
}
