/** Apache Parquet by row groups, of which one is in memory at a time. */
import { timeSlices } from '../../event-loop.js';
import type { Column, TextColumn } from '../table.js';
import { rowsOf } from '../table.js';
import { DamagedData } from './damage.js';
import { footerBytes, isParquet, readFooterBytes } from './parquet/footer.js';
import { attempt, checkedFooter, type ParquetOptions, readColumn } from './read-parquet.js';

/** A file of which any bytes can be read. */
export interface RandomAccess {
  readonly size: number;
  /** The bytes from `start` to `end`, both within the file. */
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface ParquetBlockOptions extends ParquetOptions {
  /** Maximum number of rows of a block; a row group of more gives several. */
  readonly blockRows: number;
}

const LAST_BYTES = 8;

/** The columns of each block of rows. Types and errors are those of `readParquet`, each row group by itself. */
export async function* parquetBlocks(
  file: RandomAccess,
  options: ParquetBlockOptions,
): AsyncGenerator<Column[]> {
  const { source, limit, blockRows } = options;
  const { size } = file;
  const head = await file.read(0, Math.min(size, LAST_BYTES));
  const tail = await file.read(Math.max(0, size - LAST_BYTES), size);
  const length = attempt(source, () => {
    if (!isParquet(head)) throw new DamagedData('it does not start with PAR1');
    return footerBytes(tail, size);
  });
  limit.checkMetadata(length);
  const bytes = await file.read(size - length, size);
  const footer = attempt(source, () => readFooterBytes(bytes, size, source, limit));
  const groupRows = footer.columns[0]?.chunks.map(({ rows }) => rows) ?? [];
  const most = groupRows.reduce((largest, rows) => Math.max(largest, rows), 0);
  const expansion = checkedFooter(footer, most, size, options);
  const slices = timeSlices();
  let firstRow = 0;
  for (const [group, rows] of groupRows.entries()) {
    if (rows === 0) continue;
    const columns: Column[] = [];
    let otherBytes = 0;
    for (const column of footer.columns) {
      const chunk = column.chunks[group];
      const packed = await file.read(chunk.start, chunk.end);
      const own = { ...chunk, start: 0, end: packed.length };
      const read = await readColumn(column, [own], packed, {
        ...options,
        expansion,
        slices,
        columns: footer.columns.length,
        otherBytes,
        firstRow,
      });
      columns.push(read.column);
      otherBytes += read.bytes;
    }
    for (let start = 0; start < rows; start += blockRows) {
      yield columns.map((column) => rowsOfColumn(column, start, Math.min(rows, start + blockRows)));
    }
    firstRow += rows;
  }
}

/** Rows from `start` to `end` of a column. The dictionary has the words of these rows only. */
function rowsOfColumn(column: Column, start: number, end: number): Column {
  if (start === 0 && end === rowsOf(column)) return column;
  if (column.kind === 'numeric') return { ...column, values: column.values.slice(start, end) };
  return withOwnDictionary({ ...column, codes: column.codes.subarray(start, end) });
}

function withOwnDictionary(column: TextColumn): TextColumn {
  const places = new Int32Array(column.dictionary.length).fill(-1);
  const dictionary: string[] = [];
  const codes = column.codes.map((code) => {
    if (code < 0) return -1;
    if (places[code] < 0) places[code] = dictionary.push(column.dictionary[code]) - 1;
    return places[code];
  });
  return { ...column, codes, dictionary };
}
