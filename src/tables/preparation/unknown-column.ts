/**
 * A mistyped column name is the commonest mistake at the command line: the error that answers it
 * offers the nearest names and lists what there is.
 */
import { InputError } from '../../errors.js';
import { nearestNames } from '../../text/did-you-mean.js';
import { listNames, quote } from '../../text/name-list.js';

/** How many of the table's names an error lists. */
const NAMES_LISTED = 20;

/**
 * The error for a `name` that is not among the columns `available` of `source`. `role` says what the
 * name was given for, for example `target` or `--drop`.
 */
export function unknownColumn(
  source: string,
  role: string,
  name: string,
  available: readonly string[],
): InputError {
  const near = nearestNames(name, available);
  const hint = near.length > 0 ? ` Did you mean ${near.map(quote).join(' or ')}?` : '';
  return new InputError(
    `${source}: ${role} names column ${quote(name)}, which is not in the table.${hint} ` +
      `Columns: ${listNames(available, NAMES_LISTED)}`,
  );
}
