/** The type of a column for which the user gave a kind: rule 1 of `typeColumns`. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { Column } from '../table.js';
import type { ColumnOverride } from './column-overrides.js';
import { detectDate } from './dates/date-format.js';
import type { Typed, Typing } from './infer-type.js';
import { withMissingWords } from './missing-words.js';
import { readPoints, readText } from './numbers/point-thousands.js';
import { unreadableError } from './numeric-cells.js';
import { givenLevels } from './ordinals/given-levels.js';
import { detectList, mostFrequentDelimiter } from './texts/list/list-format.js';
import { LIST_DELIMITERS } from './texts/list/list-members.js';
import { detectText } from './texts/text/text-format.js';
import { dateNotice, numberNotices } from './type-notices.js';
import { presentText } from './unread-cells.js';

export function typeByOverride(column: Column, override: ColumnOverride, typing: Typing): Typed {
  const { name } = column;
  const { rows, everyRow, source, isMissing, isKept, signsOf, decimalSigns } = typing;
  switch (override.as) {
    case 'drop':
      return { type: { name, kind: 'excluded', reason: 'dropped by the user' } };
    case 'numeric': {
      if (column.kind === 'numeric') {
        const { format, notices } = readPoints(column, signsOf(name), decimalSigns);
        return { type: { name, kind: 'numeric', forced: true, ...(format && { format }) }, notices };
      }
      const { found, notices: doubts } = readText(withMissingWords(column, isMissing), typing);
      const numbers = found?.kind === 'ranges' ? undefined : found;
      const reading = { format: numbers?.format, isMissing, isKept };
      const error = unreadableError(column, everyRow, source, reading);
      if (error !== undefined) typing.onMistakes(name, error);
      const notices =
        numbers === undefined ? [] : [...numberNotices(column, numbers, rows, typing), ...doubts];
      return { type: { name, kind: 'numeric', forced: true, format: numbers?.format }, notices };
    }
    case 'ordinal': {
      const levels = givenLevels(column, override.levels, everyRow, source, isMissing);
      return { type: { name, kind: 'ordinal', forced: true, levels } };
    }
    case 'categorical':
      return { type: { name, kind: 'categorical', forced: true } };
    default:
      return typeByKind(column, override.as, typing);
  }
}

/** A kind whose details are found in the cells. Throws `InputError` if they do not fit it. */
function typeByKind(column: Column, kind: 'date' | 'list' | 'text', typing: Typing): Typed {
  const { name } = column;
  const { rows, source, overrides, isMissing } = typing;
  if (kind === 'text') {
    return { type: { name, kind, forced: true, tokens: detectText(column, rows) ?? 'words' } };
  }
  if (kind === 'list') {
    const delimiter = detectList(column, rows) ?? mostFrequentDelimiter(column, rows);
    if (delimiter !== undefined) return { type: { name, kind, forced: true, delimiter } };
  } else {
    const found = detectDate(withMissingWords(column, isMissing), rows, { ...overrides, isNamed: true });
    if (found) {
      const notices = found.undecided === undefined ? [] : [dateNotice(name, found)];
      return { type: { name, kind, forced: true, format: found.format }, notices };
    }
  }
  const row = rows.find((each) => presentText(column, each) !== undefined);
  const example = row === undefined ? 'no value' : quote(presentText(column, row)!);
  const what =
    kind === 'date'
      ? 'dates or times of one format'
      : `lists with one of the delimiters ${LIST_DELIMITERS.join(' ')}, nor JSON arrays`;
  throw new InputError(
    `${source}: --${kind} names column ${quote(name)}, whose cells are not ${what} (it holds ${example}): ` +
      'leave the option out',
  );
}
