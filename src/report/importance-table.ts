/** Permutation importance as parts of a report. */
import type { Importance, PermutationImportance } from '../pipeline/importance/permutation-importance.js';
import { countOf, inWords } from '../text/name-list.js';
import { numberCell, type ReportNumber, type ReportTable } from './parts.js';

const MOST_SHOWN = 20;

/** @param noun what the rows are, as `test row` */
export function permutationImportanceParts(
  found: Omit<PermutationImportance, 'notices'>,
  noun: string,
): ReportTable[] {
  const { columns, groups, title, largerIsBetter, score, rows } = found;
  const rest = columns.length - MOST_SHOWN;
  const importance = { title: 'importance', numeric: true };
  const interval = { title: '95 % interval', numeric: true };
  const change = largerIsBetter ? 'loses' : 'gains';
  const parts: ReportTable[] = [
    {
      kind: 'table',
      caption: 'Permutation importance of the columns',
      columns: [{ title: 'column' }, importance, interval],
      rows: columns
        .slice(0, MOST_SHOWN)
        .map((each) => [each.column, numberCell(each.importance, 4), intervalCell(each)]),
      sorted: { column: 1, direction: 'descending' },
      notes: [
        `What the ${title}, ${score.toFixed(3)} on ${countOf(rows, noun)}, ${change} when the values of a column are ` +
          'permuted. A column that the model does not need has about 0; of columns with nearly the same values each may ' +
          `seem unneeded, because the others remain.${rest > 0 ? ` ${countOf(rest, 'column')} of less importance not shown.` : ''}`,
      ],
    },
  ];
  if (groups.length === 0) return parts;
  parts.push({
    kind: 'table',
    caption: 'Correlated columns, permuted together',
    columns: [{ title: 'columns' }, importance, interval, { title: 'correlation from', numeric: true }],
    rows: groups.map((each) => [
      inWords(each.columns),
      numberCell(each.importance, 4),
      intervalCell(each),
      numberCell(each.least, 2),
    ]),
    sorted: { column: 1, direction: 'descending' },
    notes: [
      'Of these columns any two have a rank correlation, or of categories Cramér’s V, of at least 0.8: their own ' +
        'importance is too small, that of the group counts.',
    ],
  });
  return parts;
}

function intervalCell({ interval }: Importance): ReportNumber {
  if (interval === undefined) return numberCell(Number.NaN);
  const [low, high] = interval;
  return { text: `${low.toFixed(4)} to ${high.toFixed(4)}`, value: low };
}
