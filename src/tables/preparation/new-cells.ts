/** Notices about cells of a new table that are unlike those of training. */
import { countOf, listNames, quote } from '../../text/name-list.js';

/** What is unusual about the cells of one column. */
export interface UnusualCells {
  readonly name: string;
  /** The number of cells that were looked at, and of the missing ones among them if there were none in training. */
  readonly cells: number;
  readonly newlyMissing: number;
  /** Cells far outside of the training range (`countFarOutside`). */
  readonly outside: number;
}

/**
 * One notice each for empty columns, for missing cells and for values far outside, with the counts by column.
 *
 * @param rows what the rows are called in the notices, such as `test rows`; default they are not named
 */
export function unusualCellNotices(columns: readonly UnusualCells[], rows?: string): string[] {
  const ofRows = rows === undefined ? '' : ` of the ${rows}`;
  const notices: string[] = [];
  const isEmpty = ({ cells, newlyMissing }: UnusualCells) => cells > 1 && newlyMissing === cells;
  const empty = columns.filter(isEmpty);
  if (empty.length > 0) {
    notices.push(
      `${countOf(empty.length, 'column')} without any value ${rows === undefined ? 'here' : `in the ${rows}`}, but never missing in training: ` +
        listNames(empty.map(({ name }) => name)),
    );
  }
  const partly = columns.filter((column) => column.newlyMissing > 0 && !isEmpty(column));
  if (partly.length > 0) {
    const total = partly.reduce((sum, { newlyMissing }) => sum + newlyMissing, 0);
    notices.push(
      `${countOf(total, 'missing cell')}${ofRows} in ${countOf(partly.length, 'column')} that had none in training: ` +
        countsByName(partly, ({ newlyMissing }) => newlyMissing),
    );
  }
  const outside = columns.filter((column) => column.outside > 0);
  if (outside.length > 0) {
    const total = outside.reduce((sum, column) => sum + column.outside, 0);
    notices.push(
      `${countOf(total, 'cell')}${ofRows} in ${countOf(outside.length, 'column')} beyond the training range by more than its ` +
        `width: ${countsByName(outside, (column) => column.outside)}`,
    );
  }
  return notices;
}

function countsByName(columns: readonly UnusualCells[], countIn: (column: UnusualCells) => number): string {
  const names = columns
    .toSorted((one, other) => countIn(other) - countIn(one))
    .map((column) => `${quote(column.name)} (${countIn(column)})`);
  const shown = names.slice(0, 5);
  const left = names.length - shown.length;
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ');
}
