/** Predictions as Parquet. The package that writes it is optional and loaded only for this. */
import type { SchemaElement } from 'hyparquet';
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import type { PredictedBlock } from '../pipeline/predict-table.js';
import { VERSION } from '../version.js';
import { PREDICTION, type PredictionColumns, probabilityName } from './prediction-text.js';

type ParquetPackage = typeof import('hyparquet-writer');

/** Cells after which a row group is written, so that a long table is never in memory whole: 16 MB of floats. */
const GROUP_CELLS = 2 ** 22;

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
 * The bytes of the file, row group by row group. Labels are strings, booleans, 64-bit integers if all are integers,
 * or doubles; probabilities are 32-bit floats, to the bit.
 */
export async function* predictionParquet(
  { ByteWriter, ParquetWriter }: ParquetPackage,
  { classes, proba }: PredictionColumns,
  blocks: AsyncIterable<PredictedBlock>,
): AsyncGenerator<Uint8Array> {
  const label = labelColumn(classes);
  const schema: SchemaElement[] = [
    { name: 'root', num_children: proba ? classes.length + 1 : 1 },
    { name: PREDICTION, repetition_type: 'REQUIRED', ...label.element },
    ...(proba ? classes : []).map(
      (each): SchemaElement => ({ name: probabilityName(each), repetition_type: 'REQUIRED', type: 'FLOAT' }),
    ),
  ];
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: `qcl-mixnet ${VERSION}` });
  const taken = () => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  for await (const group of groups(blocks, schema.length - 1)) {
    const rows = group.reduce((sum, { labels }) => sum + labels.length, 0);
    const columnData = schema.slice(1).map(({ name }, column) => ({
      name,
      data:
        column === 0
          ? group.flatMap(({ labels }) => labels.map(label.valueOf))
          : columnOf(group, column - 1, rows),
    }));
    await parquet.write({ columnData, rowGroupSize: rows });
    yield taken();
  }
  await parquet.finish();
  yield taken();
}

/** Groups consecutive blocks into row groups. */
async function* groups(
  blocks: AsyncIterable<PredictedBlock>,
  columns: number,
): AsyncGenerator<PredictedBlock[]> {
  let group: PredictedBlock[] = [];
  let cells = 0;
  for await (const block of blocks) {
    group.push(block);
    cells += block.labels.length * columns;
    if (cells < GROUP_CELLS) continue;
    yield group;
    group = [];
    cells = 0;
  }
  if (group.length > 0) yield group;
}

/** The probabilities of one class. */
function columnOf(group: readonly PredictedBlock[], column: number, rows: number): Float32Array {
  const values = new Float32Array(rows);
  let at = 0;
  for (const { probabilities } of group) {
    const { data, columns } = probabilities;
    for (let row = 0; row < probabilities.rows; row++) values[at++] = data[row * columns + column];
  }
  return values;
}

/** The column type of labels, and the stored value of a label. */
function labelColumn(classes: readonly Label[]): {
  readonly element: Omit<SchemaElement, 'name'>;
  readonly valueOf: (label: Label) => Label | bigint;
} {
  const asIs = (label: Label) => label;
  if (typeof classes[0] === 'boolean') return { element: { type: 'BOOLEAN' }, valueOf: asIs };
  if (typeof classes[0] === 'string') {
    return { element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, valueOf: asIs };
  }
  if (classes.every(Number.isSafeInteger)) {
    return { element: { type: 'INT64' }, valueOf: (label) => BigInt(label as number) };
  }
  return { element: { type: 'DOUBLE' }, valueOf: asIs };
}
