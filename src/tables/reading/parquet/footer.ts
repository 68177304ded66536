/** The footer of a Parquet file: the columns, and where their values are. */
import { InputError } from '../../../errors.js';
import { DamagedData } from '../damage.js';
import type { MemoryLimit } from '../memory-limit.js';
import { type Leaf, readSchemaElement, type SchemaElement } from './schema.js';
import { ThriftReader } from './thrift-reader.js';

const MAGIC = [0x50, 0x41, 0x52, 0x31];
/** The length of the metadata and the second `PAR1`, at the end. */
const TRAILER_BYTES = 8;
/** Maximum memory of the parsed metadata per byte. */
const METADATA_GROWTH = 24;

export interface ParquetColumn extends Leaf {
  readonly name: string;
  /** One per row group, in the order of the rows. */
  readonly chunks: readonly ColumnChunk[];
}

/** The pages of one column in one row group: `bytes[start, end)` of the file. */
export interface ColumnChunk {
  readonly rows: number;
  readonly codec: number;
  readonly start: number;
  readonly end: number;
}

export interface Footer {
  readonly rows: number;
  readonly columns: readonly ParquetColumn[];
}

/** Whether `head` starts like a Parquet file (`PAR1`). */
export function isParquet(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

/** Bytes of the end of a file that its footer takes, from the file's last 8 bytes or more. Throws `DamagedData`. */
export function footerBytes(tail: Uint8Array, size: number): number {
  if (size < MAGIC.length + TRAILER_BYTES || !isParquet(tail.subarray(tail.length - MAGIC.length)))
    throw new DamagedData('it does not end with PAR1, so it may be cut off');
  const at = tail.length - TRAILER_BYTES;
  const length = new DataView(tail.buffer, tail.byteOffset + at, 4).getUint32(0, true);
  if (size - TRAILER_BYTES - length < MAGIC.length)
    throw new DamagedData('its metadata would be longer than the file');
  return length + TRAILER_BYTES;
}

/**
 * Reads the footer. Throws `DamagedData` unless all counts agree and every column chunk has its own bytes in the
 * file, and `InputError` for columns that are nested or too many.
 */
export function readFooter(file: Uint8Array, source: string, limit: MemoryLimit): Footer {
  if (!isParquet(file)) throw new DamagedData('it does not start with PAR1');
  return readFooterBytes(
    file.subarray(file.length - footerBytes(file, file.length)),
    file.length,
    source,
    limit,
  );
}

/** The same from the footer's bytes alone (`footerBytes`), of a file of `size` bytes. */
export function readFooterBytes(
  footer: Uint8Array,
  size: number,
  source: string,
  limit: MemoryLimit,
): Footer {
  limit.checkMetadata((footer.length - TRAILER_BYTES) * METADATA_GROWTH);
  const start = size - footer.length;
  const reader = new ThriftReader(footer, 0, footer.length - TRAILER_BYTES);
  let elements: SchemaElement[] | undefined;
  let rows: number | undefined;
  let groups: RowGroup[] | undefined;
  reader.struct({
    2: () => {
      elements = [];
      reader.list(() => {
        elements!.push(readSchemaElement(reader));
        limit.checkColumns(elements!.length - 1);
      });
    },
    3: () => {
      rows = reader.integer();
    },
    4: () => {
      groups = [];
      reader.list(() => groups!.push(readRowGroup(reader, start)));
    },
    8: () => {
      throw new InputError(`${source}: the Parquet file is encrypted; decrypt it first`);
    },
  });
  if (elements === undefined || rows === undefined || groups === undefined)
    throw new DamagedData('its metadata lacks the schema, the number of rows or the row groups');
  const leaves = flatColumns(elements, source);
  checkRowGroups(groups, leaves, rows);
  return {
    rows,
    columns: leaves.map(({ name, leaf }, i) => {
      const chunks = groups!.map((group): ColumnChunk => ({ ...group.chunks[i], rows: group.rows }));
      return { ...leaf, name, chunks };
    }),
  };
}

function flatColumns(elements: readonly SchemaElement[], source: string) {
  const [root, ...fields] = elements;
  if (root === undefined) throw new DamagedData('its schema is empty');
  const columns: { name: string; leaf: Leaf }[] = [];
  for (const { name, isNested, leaf } of fields.slice(0, root.children)) {
    if (isNested) {
      throw new InputError(
        `${source}: column ${JSON.stringify(name)} is nested; flatten it into plain columns, or drop it`,
      );
    }
    if (leaf === undefined) throw new DamagedData(`column "${name}" has no type`);
    columns.push({ name, leaf });
  }
  if (fields.length !== root.children)
    throw new DamagedData('its schema does not have the columns it announces');
  return columns;
}

interface Chunk extends Omit<ColumnChunk, 'rows'> {
  readonly type: number;
  readonly values: number;
}

interface RowGroup {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

function readRowGroup(reader: ThriftReader, end: number): RowGroup {
  const chunks: Chunk[] = [];
  let rows = -1;
  reader.struct({
    1: () => reader.list(() => chunks.push(readChunk(reader, end))),
    3: () => {
      rows = reader.integer();
    },
  });
  if (rows < 0) throw new DamagedData('a row group has no number of rows');
  return { rows, chunks };
}

/** `end`: where the pages of the file end. */
function readChunk(reader: ThriftReader, end: number): Chunk {
  const fields = new Map<number, number>();
  const integer = (id: number) => () => void fields.set(id, reader.integer());
  reader.struct({
    1: () => {
      throw new DamagedData('its columns are in other files');
    },
    3: () =>
      reader.struct({
        1: integer(1),
        4: integer(4),
        5: integer(5),
        7: integer(7),
        9: integer(9),
        11: integer(11),
      }),
    8: () => {
      throw new DamagedData('a column is encrypted');
    },
  });
  const [type, codec, values, size, dataStart] = [1, 4, 5, 7, 9].map((id) => {
    const value = fields.get(id);
    if (value === undefined || value < 0)
      throw new DamagedData('the metadata of a column lacks its type, place or size');
    return value;
  });
  // Some writers put a 0 where there is no dictionary.
  const dictionaryStart = fields.get(11) ?? 0;
  const start = dictionaryStart > 0 ? Math.min(dictionaryStart, dataStart) : dataStart;
  if (start < MAGIC.length || start + size > end) throw new DamagedData('a column is outside the file');
  return { type, codec, values, start, end: start + size };
}

function checkRowGroups(groups: readonly RowGroup[], leaves: readonly { leaf: Leaf }[], rows: number): void {
  let sum = 0;
  for (const { rows: groupRows, chunks } of groups) {
    sum += groupRows;
    if (chunks.length !== leaves.length) throw new DamagedData('a row group does not have all columns');
    chunks.forEach(({ type, values }, i) => {
      if (type !== leaves[i].leaf.type) throw new DamagedData('a column has another type than in the schema');
      if (values !== groupRows) throw new DamagedData(`a column has ${values} of ${groupRows} rows`);
    });
  }
  if (sum !== rows) throw new DamagedData(`its row groups have ${sum} rows instead of ${rows}`);
  const chunks = groups.flatMap((group) => group.chunks).sort((a, b) => a.start - b.start);
  for (let i = 1; i < chunks.length; i++) {
    if (chunks[i].start < chunks[i - 1].end) throw new DamagedData('two columns share bytes');
  }
}
