import { type Comparison, pairOf } from '../../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../../pipeline/comparison/comparison-sentences.js';
import { countOf } from '../../text/name-list.js';
import type { ReportPage, ReportPart } from '../parts.js';
import { comparisonFigures } from './comparison-figures.js';
import { classTable, leaderBoard, optionTable, pairTable, splitTable } from './comparison-tables.js';

/** What surrounds a comparison. */
export interface ComparisonReportContext {
  /** What to call the table; default what it was read from. */
  readonly table?: string;
  /** The classifier that was trained on all rows, and the file it is in. */
  readonly finalModel?: { readonly name: string; readonly file: string; readonly expected: string };
  /** Lines to type that repeat it; left out where there are none. */
  readonly commands?: readonly string[];
}

/**
 * The report of a comparison as plain data, for `reportPage`: summary in words, leader board, tests of all pairs,
 * figures (box plots of the fits, time against score, confusion matrix of the first), rows and options.
 */
export function comparisonReport(comparison: Comparison, context: ComparisonReportContext = {}): ReportPage {
  const { ranked, target, notices } = comparison;
  const { table = comparison.source } = context;
  const options = optionTable(comparison);
  return {
    title: `${countOf(ranked.length, 'classifier')} on ${table}, predicting ${target}`,
    sections: [
      {
        title: 'Summary',
        parts: [{ kind: 'list', items: comparisonSentences(comparison) }, ...finalParts(context)],
      },
      { title: 'Leader board', parts: [leaderBoard(comparison), splitTable(comparison)] },
      {
        title: 'Which differences are real',
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

function finalParts({ finalModel }: ComparisonReportContext): ReportPart[] {
  if (finalModel === undefined) return [];
  return [
    {
      kind: 'paragraph',
      text:
        `The model in ${finalModel.file} is ${finalModel.name}, trained on all rows. None were held back to test ` +
        `it: ${finalModel.expected}.`,
    },
  ];
}

function rowsText({ rows, classes, folds, repeats, splits }: Comparison): string {
  const [{ trainRows, testRows }] = splits;
  return (
    `${rows} rows of ${classes.length} classes were divided ${countOf(repeats, 'time')} into ${folds} folds, every ` +
    `class spread evenly. Each fold was predicted by classifiers trained on the others (about ${trainRows} rows ` +
    `trained on, ${testRows} tested on). Everything learned, from the scale of a column to the choice of a ` +
    'checkpoint, was learned on the training part, and all classifiers had the same parts.'
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
        'order of classifiers of equal means.',
    },
  ];
}
