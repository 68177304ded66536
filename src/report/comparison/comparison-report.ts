import { rolesText } from '../../pipeline/column-roles/column-roles.js';
import { type Comparison, pairOf } from '../../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../../pipeline/comparison/comparison-sentences.js';
import { countOf } from '../../text/name-list.js';
import type { ReportPage, ReportPart } from '../parts.js';
import { comparisonFigures } from './comparison-figures.js';
import { classTable, leaderBoard, optionTable, pairTable, splitTable } from './comparison-tables.js';
import { type FinalModel, savedModelParts } from './saved-model.js';

/** Context of a comparison in its report. */
export interface ComparisonReportContext {
  /** Name of the table; default: its source. */
  readonly table?: string;
  /** The model that was saved; default: none was. */
  readonly finalModel?: FinalModel;
  /** Commands that repeat the comparison; default none. */
  readonly commands?: readonly string[];
}

/**
 * The report of a comparison as plain data, for `reportPage`: summary in words, leader board, tests of all pairs,
 * figures (box plots of the fits, time against score, confusion matrix of the first), rows and options.
 */
export function comparisonReport(comparison: Comparison, context: ComparisonReportContext = {}): ReportPage {
  const { ranked, target, notices } = comparison;
  const { table = comparison.source, finalModel } = context;
  const options = optionTable(comparison);
  return {
    title: `${countOf(ranked.length, 'classifier')} on ${table}, predicting ${target}`,
    sections: [
      {
        title: 'Summary',
        parts: [{ kind: 'list', items: comparisonSentences(comparison) }],
      },
      { title: 'Saved model', parts: finalModel === undefined ? [] : savedModelParts(finalModel) },
      { title: 'Leader board', parts: [leaderBoard(comparison), splitTable(comparison)] },
      {
        title: 'Which differences are significant',
        parts: pairOf(comparison, 0, 1) === undefined ? [] : [pairTable(comparison)],
      },
      { title: 'Figures', parts: comparisonFigures(comparison) },
      {
        title: 'Rows and options',
        parts: [
          { kind: 'paragraph', text: rowsText(comparison) },
          ...(notices.length > 0 ? [{ kind: 'list' as const, items: notices }] : []),
          classTable(comparison),
          ...(options === undefined ? [] : [options]),
        ],
      },
      { title: 'How to repeat it', parts: repeatParts(comparison, context) },
    ],
  };
}

function rowsText({ rows, classes, folds, repeats, splits, roles }: Comparison): string {
  // In time the last one has the most training rows.
  const { trainRows, testRows } = splits[roles?.time === undefined ? 0 : splits.length - 1];
  const isStratified = roles === undefined || (roles.stratify && roles.time === undefined);
  const learned = roles?.time === undefined ? 'the others (about' : 'all earlier rows (at most';
  return (
    `${rows} rows of ${classes.length} classes were split ${countOf(repeats, 'time')} into ${folds} ` +
    `${isStratified ? 'stratified ' : ''}folds${roles === undefined ? '' : ` (${rolesText(roles)})`}. ` +
    `Each fold was predicted by classifiers trained on ${learned} ${trainRows} training rows and ${testRows} ` +
    'test rows). Everything that is fitted, from the scale of a column to the choice of a checkpoint, was fitted on ' +
    'the training rows, and all classifiers had the same folds.'
  );
}

function repeatParts({ seed }: Comparison, { commands = [] }: ComparisonReportContext): ReportPart[] {
  if (commands.length === 0) return [];
  return [
    { kind: 'commands', lines: commands },
    {
      kind: 'paragraph',
      text:
        `Seed ${seed}. The same table, options and version give the same scores; durations differ, and with them the ` +
        'order of classifiers with equal means.',
    },
  ];
}
