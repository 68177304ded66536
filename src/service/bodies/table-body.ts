/** A table as the body of a request: CSV or Parquet. */
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { readTable } from '../../platform/node/files/read-table-file.js';
import type { Table } from '../../tables/table.js';
import { ServiceError } from '../errors/service-error.js';
import { checkRowCount } from './json-rows.js';

export interface TableBodyLimits {
  readonly maxBodyBytes: number;
  readonly maxRows: number;
}

/** Memory of the columns of a table: so many times the largest body. */
const MEMORY_FACTOR = 8;

/**
 * The table, read as the model's training table was.
 *
 * @throws InputError for bytes that are not such a table; ServiceError for too many rows
 */
export async function readTableBody(
  bytes: Uint8Array,
  format: 'csv' | 'parquet',
  { provenance }: TableClassifier,
  { maxBodyBytes, maxRows }: TableBodyLimits,
): Promise<Table> {
  if (bytes.length === 0) throw new ServiceError('bad_request', 'the body is empty: send a table');
  const table = await readTable(bytes, {
    name: 'the body',
    format,
    ...(format === 'csv' && provenance.reading),
    spellings: 'all',
    maxExpandedBytes: maxBodyBytes,
    memoryLimitBytes: maxBodyBytes * MEMORY_FACTOR,
  });
  checkRowCount(table.rows, maxRows);
  return table;
}
