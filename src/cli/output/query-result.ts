/** The rows of a query as CSV, TSV or JSON lines, vector by vector, and as a table for a terminal. */
import type { DuckDBResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { csvLine, tsvLine } from '../../results/csv-line.js';
import type { TextFormat } from '../../results/prediction-text.js';
import { alignedLines } from '../../text/aligned-table.js';

/** Rows of the table in a terminal. */
const SHOWN_ROWS = 40;
/** Decimal digits that distinguish any two 32-bit floats. */
const FLOAT_DIGITS = 9;
const FLOAT = 'FLOAT';

/**
 * Lines with a header in CSV and TSV. NULL is an empty cell, or null in JSON lines, where numbers, booleans, lists and
 * structs are such, and other values the text that DuckDB shows for them. Floats of 32 bits have at most nine digits,
 * as in `predictionText`.
 */
export async function* queryText(format: TextFormat, result: DuckDBResult): AsyncGenerator<string> {
  const names = result.deduplicatedColumnNames();
  const types = result.columnTypes();
  const line = format === 'tsv' ? tsvLine : csvLine;
  if (format !== 'jsonl') yield line(names);
  const keys = names.map((name) => JSON.stringify(name));
  for await (const rows of result.yieldRows()) {
    let text = '';
    for (const row of rows) {
      text +=
        format === 'jsonl'
          ? `{${row.map((value, c) => `${keys[c]}:${jsonText(value, types[c])}`).join(',')}}\n`
          : line(row.map((value, c) => cellText(value, types[c])));
    }
    yield text;
  }
}

/** The first rows, aligned, and a line that says if there are more. */
export async function terminalTable(result: DuckDBResult): Promise<string> {
  const types = result.columnTypes();
  const shown: string[][] = [[...result.deduplicatedColumnNames()]];
  let more = false;
  for await (const rows of result.yieldRows()) {
    for (const row of rows) {
      more = shown.length > SHOWN_ROWS;
      if (more) break;
      shown.push(row.map((value, c) => cellText(value, types[c])));
    }
    if (more) break;
  }
  const rest = more ? [`... the first ${SHOWN_ROWS} rows; --out FILE writes all`] : [];
  const none = shown.length === 1 ? ['(no rows)'] : [];
  return `${[...alignedLines(shown), ...none, ...rest].join('\n')}\n`;
}

function cellText(value: DuckDBValue, type: DuckDBType): string {
  if (value === null) return '';
  return typeof value === 'number' ? numberText(value, type) : String(value);
}

function numberText(value: number, type: DuckDBType): string {
  return String(String(type) === FLOAT ? Number(value.toPrecision(FLOAT_DIGITS)) : value);
}

function jsonText(value: DuckDBValue, type: DuckDBType): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value, type) : 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  // Lists and arrays have one type of values, structs one of each entry.
  if ('items' in value && 'valueType' in type) {
    return `[${value.items.map((item) => jsonText(item, type.valueType)).join(',')}]`;
  }
  if ('entryNames' in type && 'entries' in value && !Array.isArray(value.entries)) {
    const { entries } = value;
    const parts = type.entryNames.map(
      (name, i) => `${JSON.stringify(name)}:${jsonText(entries[name], type.entryTypes[i])}`,
    );
    return `{${parts.join(',')}}`;
  }
  const text = String(value);
  return 'scale' in value ? text : JSON.stringify(text);
}
