/** The formats of tables, and which one the name of a file stands for. */

export const TABLE_FORMATS = ['csv', 'tsv', 'jsonl', 'parquet'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

const EXTENSIONS = new Map<string, TableFormat>([
  ['csv', 'csv'],
  ['tsv', 'tsv'],
  ['tab', 'tsv'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['json', 'jsonl'],
  ['parquet', 'parquet'],
  ['pq', 'parquet'],
]);

/** The format by the extension of a file's name, ignoring `.gz`; undefined for an unknown one. */
export function formatByExtension(name: string): TableFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(name.replace(/\.gz$/i, ''))?.[1].toLowerCase();
  return extension === undefined ? undefined : EXTENSIONS.get(extension);
}
