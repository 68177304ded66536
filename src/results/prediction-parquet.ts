/** Predictions as Parquet. The package that writes it is optional and loaded only for this. */
import type { SchemaElement } from 'hyparquet';
import { InputError } from '../errors.js';
import type { PredictedRows } from '../pipeline/predicted-rows.js';
import { VERSION } from '../version.js';
import type { PredictionColumn } from './prediction-columns.js';

type ParquetPackage = typeof import('hyparquet-writer');

/** Bytes of cells after which a row group is written, so that a long table is never in memory whole: 16 MB. */
const GROUP_BYTES = 2 ** 24;
/** What a cell takes before it is written: floats are in an array of 32 bits, the others are values of JavaScript. */
const FLOAT_BYTES = 4;
const VALUE_BYTES = 32;

/** Throws `InputError` if the package is not installed. */
export async function loadParquetWriter(): Promise<ParquetPackage> {
  try {
    return await import('hyparquet-writer');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError(
      'writing Parquet needs the optional package hyparquet-writer: install it (npm install hyparquet-writer), or ' +
        'choose another format, such as .csv or .jsonl',
      { cause: error },
    );
  }
}

/**
 * The bytes of the file, row group by row group. Integers have 64 bits; floats are stored to the bit, text as UTF-8, and a
 * missing cell as null.
 */
export async function* predictionParquet(
  { ByteWriter, ParquetWriter }: ParquetPackage,
  columns: readonly PredictionColumn[],
  blocks: AsyncIterable<PredictedRows>,
): AsyncGenerator<Uint8Array> {
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(
      ({ name, type, optional }): SchemaElement => ({
        name,
        repetition_type: optional ? 'OPTIONAL' : 'REQUIRED',
        ...STORED_AS[type],
      }),
    ),
  ];
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: `qcl-mixnet ${VERSION}` });
  const taken = () => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  for await (const group of groups(blocks, columns)) {
    const rows = group.reduce((sum, { labels }) => sum + labels.length, 0);
    const columnData = columns.map((column) => ({
      name: column.name,
      data: storedCells(column, group, rows),
    }));
    await parquet.write({ columnData, rowGroupSize: rows });
    yield taken();
  }
  await parquet.finish();
  yield taken();
}

const STORED_AS: Readonly<Record<PredictionColumn['type'], Omit<SchemaElement, 'name'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  float: { type: 'FLOAT' },
};

/** Groups consecutive blocks into row groups. */
async function* groups(
  blocks: AsyncIterable<PredictedRows>,
  columns: readonly PredictionColumn[],
): AsyncGenerator<PredictedRows[]> {
  const rowBytes = columns.reduce((sum, { type }) => sum + (type === 'float' ? FLOAT_BYTES : VALUE_BYTES), 0);
  let group: PredictedRows[] = [];
  let bytes = 0;
  for await (const block of blocks) {
    group.push(block);
    bytes += block.labels.length * rowBytes;
    if (bytes < GROUP_BYTES) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
}

/** The cells of one column as the package takes them. */
function storedCells(column: PredictionColumn, group: readonly PredictedRows[], rows: number) {
  const values = column.type === 'float' ? new Float32Array(rows) : new Array<unknown>(rows);
  let at = 0;
  for (const block of group) {
    for (let i = 0; i < block.labels.length; i++) values[at++] = storedCell(column, block, i);
  }
  return values;
}

function storedCell(column: PredictionColumn, block: PredictedRows, i: number) {
  const value = column.valueAt(block, i);
  if (value === null) return null;
  if (typeof value === 'object') return column.textAt(block, i);
  if (column.type === 'integer') return BigInt(value);
  return column.type === 'string' ? String(value) : value;
}
