/** How the cells of a model's column are read, for people. */
import { dateFormatText } from '../tables/preparation/dates/date-format.js';
import { formatText } from '../tables/preparation/numbers/number-format.js';
import { listNames, quote } from '../text/name-list.js';
import { printableLine } from '../text/printable.js';
import type { ModelColumn } from './describe-model.js';

const MOST_CATEGORIES = 4;

/**
 * The first categories, the levels from the lowest, the format of dates or numbers, or the delimiter; empty for plain
 * numbers. At most `room` characters if the number of categories or levels fits that; default no limit.
 */
export function columnRemark(column: ModelColumn, room = Number.POSITIVE_INFINITY): string {
  switch (column.kind) {
    case 'categorical':
      return categoriesText(column.categories, room);
    case 'ordinal':
      return levelsText(column.words ?? column.levels?.map(([word]) => word), room);
    case 'numeric':
      return column.format === undefined ? '' : shortened(formatText(column.format), room);
    case 'date':
      return shortened(dateFormatText(column.format), room);
    case 'list':
      return `delimiter ${quote(column.delimiter)}`;
    default:
      return '';
  }
}

/** As many of the first four categories as fit, or their number. */
function categoriesText(categories: readonly string[], room: number): string {
  for (let shown = Math.min(MOST_CATEGORIES, categories.length); shown > 0; shown--) {
    const text = listNames(categories, shown);
    if (fits(text, room)) return text;
  }
  return `${categories.length} categories`;
}

function levelsText(levels: readonly string[] | undefined, room: number): string {
  if (levels === undefined) return 'ranges of numbers';
  const text = levels.map(quote).join(' < ');
  if (fits(text, room)) return text;
  const ends = `${quote(levels[0])} < … < ${quote(levels[levels.length - 1])}`;
  return fits(ends, room) ? ends : `${levels.length} levels`;
}

/** Without what follows the first comma of the sentence, if the text does not fit. */
function shortened(text: string, room: number): string {
  return fits(text, room) ? text : text.split(', ')[0];
}

function fits(text: string, room: number): boolean {
  return printableLine(text).length <= room;
}
