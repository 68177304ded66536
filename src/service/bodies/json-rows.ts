/** The rows of a JSON body, given row by row or column by column. */
import { describeValue } from '../../text/describe-value.js';
import { quote } from '../../text/name-list.js';
import { ServiceError } from '../errors/service-error.js';

export interface JsonRows {
  readonly rows: readonly unknown[];
  /** The other keys of the body. */
  readonly options: Readonly<Record<string, unknown>>;
}

const NO_OPTIONS = {};

function otherKeys({ rows, columns, ...others }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return others;
}

const FORM = 'give {"rows": [{"column": value, ...}, ...]} or {"columns": {"column": [value, ...], ...}}';

/** @throws ServiceError unless the body has one of the two forms, with at most `maxRows` rows */
export function jsonRows(body: unknown, maxRows: number): JsonRows {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ServiceError('bad_request', `the body is ${describeValue(body)}: ${FORM}`);
  }
  // A rest of the object would cost every request what few need.
  let options: Record<string, unknown> = NO_OPTIONS;
  const { rows, columns } = body as Readonly<Record<string, unknown>>;
  for (const name in body) {
    if (name !== 'rows' && name !== 'columns') {
      options = otherKeys(body as Readonly<Record<string, unknown>>);
      break;
    }
  }
  if (rows !== undefined && columns !== undefined) {
    throw new ServiceError('bad_request', `the body has rows and columns: give one of them`);
  }
  if (rows === undefined && columns === undefined) {
    throw new ServiceError('bad_request', `the body has no rows: ${FORM}`);
  }
  const given = rows === undefined ? rowsOfColumns(columns, maxRows) : rows;
  if (!Array.isArray(given)) {
    throw new ServiceError('bad_request', `rows is ${describeValue(rows)}: give an array of objects`);
  }
  checkRowCount(given.length, maxRows);
  return { rows: given, options };
}

/** @throws ServiceError for too many rows */
export function checkRowCount(rows: number, maxRows: number): void {
  if (rows <= maxRows) return;
  throw new ServiceError(
    'too_large',
    `the body has ${rows} rows, but at most ${maxRows} are answered at once: send fewer, or stream them as ` +
      'application/x-ndjson',
  );
}

function rowsOfColumns(columns: unknown, maxRows: number): Record<string, unknown>[] {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) {
    throw new ServiceError(
      'bad_request',
      `columns is ${describeValue(columns)}: give an object with an array of values for each column`,
    );
  }
  const entries = Object.entries(columns as Readonly<Record<string, unknown>>);
  const length = Array.isArray(entries[0]?.[1]) ? entries[0][1].length : 0;
  checkRowCount(length, maxRows);
  for (const [name, values] of entries) {
    if (!Array.isArray(values)) {
      const message = `columns, key ${quote(name)}: ${describeValue(values)} is not an array of values`;
      throw new ServiceError('bad_request', message, [{ column: name, message }]);
    }
    if (values.length !== length) {
      const message = `columns, key ${quote(name)} and key ${quote(entries[0][0])} have ${values.length} and ${length} values: give a value for each row`;
      throw new ServiceError('bad_request', message, [{ column: name, message }]);
    }
  }
  // As own properties, whatever the name.
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(entries.map(([name, values]) => [name, (values as unknown[])[row]])),
  );
}
