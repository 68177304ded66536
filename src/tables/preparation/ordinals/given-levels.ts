/** The levels of a column as the user orders them. */
import { InputError } from '../../../errors.js';
import { quote } from '../../../text/name-list.js';
import { levelsOption } from '../../../text/shell-word.js';
import type { Column } from '../../table.js';
import { missingOption } from '../missing-words.js';
import { presentText } from '../unread-cells.js';
import { levelReader } from './ordinal-cells.js';
import type { Levels } from './word-scales.js';

/** The levels, one spelling each. Throws `InputError` for a cell of `rows` that is none of them and not missing. */
export function givenLevels(
  column: Column,
  order: readonly string[],
  rows: Int32Array,
  source: string,
  isMissing: (word: string) => boolean,
): Levels {
  const levels = order.map((level) => [level.trim()]);
  const read = levelReader(levels);
  const accepted = new Map<string, boolean>();
  for (const row of rows) {
    const text = presentText(column, row);
    if (text === undefined) continue;
    let isLevel = accepted.get(text);
    if (isLevel === undefined) {
      isLevel = !Number.isNaN(read(text)) || isMissing(text);
      accepted.set(text, isLevel);
    }
    if (isLevel) continue;
    throw new InputError(
      `${source}: column ${quote(column.name)}, data row ${row + 1}: ${quote(text)} is not a level of ` +
        `${levelsOption(column.name, order)}: add it, or ${missingOption(text) ?? 'leave the cell empty'}`,
    );
  }
  return levels;
}
