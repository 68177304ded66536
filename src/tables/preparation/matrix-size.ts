/** Checks the sizes of matrices before they are allocated: one-hot columns and classes can be many. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';

/** 2 GiB. */
export const DEFAULT_MEMORY_LIMIT = 2 ** 31;

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** The error for a matrix of more than `limit` bytes. `widest` is the input column with the most columns in the matrix. */
export function matrixTooLarge(
  { rows, columns, bytes }: { readonly rows: number; readonly columns: number; readonly bytes: number },
  limit: number,
  widest: { readonly name: string; readonly columns: number },
): InputError {
  const blame =
    widest.columns > 1
      ? ` Column ${quote(widest.name)} alone fills ${widest.columns} of the columns: --drop ${widest.name} removes it.`
      : '';
  return new InputError(
    `the prepared matrix of ${rows} rows x ${columns} columns would take ${inUnits(bytes)}, more than the ` +
      `limit of ${inUnits(limit)} (memoryLimitBytes, --memory-limit).${blame} Otherwise use fewer rows or raise the limit`,
  );
}

/** Throws `InputError` if the probabilities of all rows, 8 bytes for each class, take more than `limit` bytes. */
export function checkProbabilitySize(
  source: string,
  { rows, classes }: { readonly rows: number; readonly classes: number },
  limit: number = DEFAULT_MEMORY_LIMIT,
): void {
  const bytes = rows * classes * Float64Array.BYTES_PER_ELEMENT;
  if (bytes <= limit) return;
  throw new InputError(
    `${source}: the probabilities of ${rows} rows x ${classes} classes would take ${inUnits(bytes)} (${bytes} bytes), ` +
      `more than the limit of ${inUnits(limit)} (memoryLimitBytes, --memory-limit): merge rare classes, use fewer rows ` +
      'or raise the limit',
  );
}

function inUnits(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? amount : amount.toFixed(2)} ${UNITS[power]}`;
}
