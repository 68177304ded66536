/** The error for several columns whose cells cannot be read. */
import { InputError } from '../../errors.js';
import { countOf } from '../../text/name-list.js';

/** Columns that an error describes. */
const MOST_REFUSED = 10;

/** One error for all columns with cells that cannot be read. */
export function allRefused(source: string, errors: readonly InputError[]): InputError {
  if (errors.length === 1) return errors[0];
  const prefix = `${source}: `;
  const lines = errors
    .slice(0, MOST_REFUSED)
    .map(({ message }) => (message.startsWith(prefix) ? message.slice(prefix.length) : message));
  const more = errors.length - lines.length;
  return new InputError(
    [
      `${source}: ${errors.length} columns have cells that cannot be read:`,
      ...lines,
      ...(more > 0 ? [`and ${countOf(more, 'more column')}`] : []),
    ].join('\n'),
    {
      cause: errors[0],
      optionNames: [...new Set(errors.flatMap(({ optionNames }) => optionNames))],
      cells: errors.flatMap(({ cells }) => cells),
    },
  );
}
