/** The formats of tables (`jsonl` stands for an array of objects too), and which one the name of a file stands for. */

export const TABLE_FORMATS = ['csv', 'tsv', 'jsonl', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** In lower case. */
export const EXTENSIONS: ReadonlyMap<string, TableFormat> = new Map<string, TableFormat>([
  ['csv', 'csv'],
  ['tsv', 'tsv'],
  ['tab', 'tsv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['json', 'jsonl'],
  ['parquet', 'parquet'],
  ['pq', 'parquet'],
]);

/** The format by the extension of a file's name, ignoring `.gz` and `.zst`; undefined for an unknown one. */
export function formatByExtension(name: string): TableFormat | undefined {
  return EXTENSIONS.get(extensionOf(name.replace(/\.zst$/i, ''))?.toLowerCase() ?? '');
}

/** The extension of a file's name without its point, ignoring `.gz`; undefined if it has none. */
export function extensionOf(name: string): string | undefined {
  return /\.([^./\\]+)$/.exec(name.replace(/\.gz$/i, ''))?.[1];
}
