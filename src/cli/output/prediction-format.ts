/** The format in which predictions are written. */
import { InputError } from '../../errors.js';
import { EXTENSIONS, extensionOf, type TableFormat } from '../../tables/reading/table-formats.js';
import { inWords } from '../../text/name-list.js';

export interface PredictionFormat {
  readonly name: TableFormat;
  readonly gzip: boolean;
}

/**
 * The requested format, else that of the extension of the file as for reading, else CSV for standard output and names
 * without an extension. Text with the extension `.gz` is compressed.
 *
 * @param out undefined for standard output
 * @throws InputError for an unknown extension, for gzipped Parquet, and for Parquet on a terminal.
 */
export function predictionFormat(
  out: string | undefined,
  wanted: TableFormat | undefined,
  isTerminal: boolean,
): PredictionFormat {
  const name = wanted ?? formatOf(out ?? '');
  const gzip = /\.gz$/i.test(out ?? '');
  if (name === 'parquet' && gzip) {
    throw new InputError(`--out ${out}: Parquet is already compressed; drop the .gz`);
  }
  if (name === 'parquet' && out === undefined && isTerminal) {
    throw new InputError('--out-format parquet cannot be written to a terminal: name a file with --out');
  }
  return { name, gzip };
}

function formatOf(out: string): TableFormat {
  const extension = extensionOf(out);
  const format = extension === undefined ? 'csv' : EXTENSIONS.get(extension.toLowerCase());
  if (format !== undefined) return format;
  const known = [...EXTENSIONS.keys()].map((each) => `.${each}`);
  throw new InputError(
    `--out ${out}: no format has the extension .${extension}; known extensions are ${inWords(known)}: use one of them, ` +
      'or give the format with --out-format',
  );
}
