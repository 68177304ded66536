/** The report about a whole model: the importance of its columns and how its predictions change with them. */
import { importanceBars } from '../../figures/importance-bars.js';
import { partialDependencePlot } from '../../figures/partial-dependence-plot.js';
import type { ModelExplanation } from '../../pipeline/effects/explain-model.js';
import type { ColumnDependence, PartialDependence } from '../../pipeline/effects/partial-dependence.js';
import { countOf, inWords, quote } from '../../text/name-list.js';
import { permutationImportanceParts } from '../importance-table.js';
import { inBothWidths, numberCell, type ReportPage, type ReportPart } from '../parts.js';

export interface ExplanationReportOptions {
  /** Name of the classifier. */
  readonly classifier: string;
  /** Name of the table. */
  readonly table: string;
  /** Commands that repeat it; default none. */
  readonly commands?: readonly string[];
}

/** Bars of the figure; the table has more. */
const MOST_BARS = 15;

/** The report of a result of `explainModel`. */
export function explanationReport(
  { importance, dependence, pairs, notices }: ModelExplanation,
  { classifier, table, commands = [] }: ExplanationReportOptions,
): ReportPage {
  return {
    title: `What ${classifier} looks at in ${table}`,
    sections: [
      {
        title: 'Importance',
        parts: [...importanceFigure(importance), ...permutationImportanceParts(importance, 'row')],
      },
      { title: 'Partial dependence', parts: dependenceParts(dependence) },
      { title: 'Pairs of columns', parts: pairParts(pairs, dependence) },
      {
        title: 'Notices',
        parts: notices.length === 0 ? [] : [{ kind: 'list', items: notices }],
      },
      {
        title: 'How to repeat it',
        parts: commands.length === 0 ? [] : [{ kind: 'commands', lines: commands }],
      },
    ],
  };
}

function importanceFigure({ columns, groups, title }: ModelExplanation['importance']): ReportPart[] {
  const bars = [
    ...columns.map((each) => ({ ...each, name: each.column })),
    ...groups.map((each) => ({ ...each, name: `together: ${inWords(each.columns)}` })),
  ]
    .sort((one, other) => other.importance - one.importance)
    .slice(0, MOST_BARS);
  const draw = (width?: number) =>
    importanceBars({
      names: bars.map(({ name }) => name),
      importances: bars.map(({ importance }) => importance),
      intervals: bars.map(({ interval }) => interval),
      score: title,
      width,
    });
  return [inBothWidths(draw, 'Whiskers are 95 % intervals. Columns near 0 are not needed.')];
}

function dependenceParts({ columns, label, mean, rows }: Omit<PartialDependence, 'notices'>): ReportPart[] {
  if (columns.length === 0) return [];
  const event = quote(String(label));
  return [
    {
      kind: 'paragraph',
      text:
        `The probability of ${event} if all of ${countOf(rows, 'row')} had the same value of a column and kept their others: ` +
        'the mean in orange, single rows in blue, the mean of the rows as they are dashed. Where blue curves cross, the column ' +
        'acts together with others. With correlated columns, some of these rows cannot occur.',
    },
    ...columns.flatMap((column): ReportPart[] => [
      { kind: 'heading', text: column.column },
      inBothWidths((width) => partialDependencePlot({ ...column, event, mean, width }), noteOf(column)),
    ]),
  ];
}

function noteOf({ kind, deciles, missing }: ColumnDependence): string | undefined {
  const notes = [
    ...(kind !== 'levels' && deciles.length > 0 ? ['Ticks at the bottom: the deciles of the values.'] : []),
    ...(missing === undefined ? [] : [`If the value is missing: ${missing.toFixed(3)}.`]),
  ];
  return notes.length === 0 ? undefined : notes.join(' ');
}

function pairParts(
  pairs: ModelExplanation['pairs'],
  { label }: Omit<PartialDependence, 'notices'>,
): ReportPart[] {
  if (pairs.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'How much two columns act together',
      columns: [
        { title: 'columns' },
        { title: 'change of log-odds', numeric: true },
        { title: 'Friedman’s H', numeric: true },
      ],
      rows: pairs.map(({ columns, strength, h }) => [inWords(columns), numberCell(strength), numberCell(h)]),
      sorted: { column: 1, direction: 'descending' },
      notes: [
        `What two columns change together in the log-odds of ${quote(String(label))}, beyond what each changes alone (root mean ` +
          'square), and the same as a share of all that they change: 0 if their effects add up.',
      ],
    },
  ];
}
