/** The format in which predictions are written. */
import { InputError } from '../../errors.js';
import { formatByExtension, type TableFormat } from '../../tables/reading/table-formats.js';

export interface PredictionFormat {
  readonly name: TableFormat;
  readonly gzip: boolean;
}

/**
 * The requested format, else that of the extension of the file as for reading, else CSV. Text with the extension `.gz`
 * is compressed.
 *
 * @param out undefined for standard output
 * @throws InputError for gzipped Parquet, and for Parquet on a terminal.
 */
export function predictionFormat(
  out: string | undefined,
  wanted: TableFormat | undefined,
  isTerminal: boolean,
): PredictionFormat {
  const name = wanted ?? formatByExtension(out ?? '') ?? 'csv';
  const gzip = /\.gz$/i.test(out ?? '');
  if (name === 'parquet' && gzip) {
    throw new InputError(`--out ${out}: Parquet is already compressed; drop the .gz`);
  }
  if (name === 'parquet' && out === undefined && isTerminal) {
    throw new InputError('--out-format parquet cannot be written to a terminal: name a file with --out');
  }
  return { name, gzip };
}
