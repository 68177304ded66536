/** DuckDB is a peer dependency: who does not use SQL need not have its native library of 70 MB. */
import { InputError } from '../../errors.js';

export type DuckDB = typeof import('@duckdb/node-api');

/** Throws `InputError` if the package is not installed. */
export async function loadDuckDB(): Promise<DuckDB> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError(
      'SQL needs the package @duckdb/node-api: install it (npm install @duckdb/node-api)',
      {
        cause: error,
      },
    );
  }
}
