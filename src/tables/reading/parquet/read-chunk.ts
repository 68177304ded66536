/** The pages of one column in one row group, checked and decoded one after the other. */
import type { TimeSlices } from '../../../event-loop.js';
import { DamagedData } from '../damage.js';
import type { Expansion } from '../expansion.js';
import { type Unpack, unpack } from './codecs/unpack.js';
import type { ColumnCells } from './column-cells.js';
import { readDelta } from './encodings/delta.js';
import { readDeltaBytes, readDeltaLengths } from './encodings/delta-bytes.js';
import { readHybrid, readSingleRun } from './encodings/hybrid.js';
import { readByteStreamSplit, readPlain } from './encodings/plain.js';
import type { ColumnChunk } from './footer.js';
import { type DataPage, readPageHeader } from './page-header.js';
import type { PageValues, Section } from './page-values.js';
import { BOOLEAN, BYTE_ARRAY, FIXED, INT32, INT64, type Leaf } from './schema.js';

const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE = 3;
const DELTA_BINARY_PACKED = 5;
const DELTA_LENGTH_BYTE_ARRAY = 6;
const DELTA_BYTE_ARRAY = 7;
const RLE_DICTIONARY = 8;
const BYTE_STREAM_SPLIT = 9;
/** Memory for decoding a page, per value: levels, indices or offsets, numbers. */
const SCRATCH_BYTES = 24;

export interface ChunkContext {
  readonly file: Uint8Array;
  readonly expansion: Expansion;
  readonly brotli: Unpack | undefined;
  readonly slices: TimeSlices;
  readonly signal: AbortSignal | undefined;
  /** Throws if the cells so far plus `bytes` exceed the memory limit. */
  readonly checkMemory: (bytes: number) => void;
}

/** Appends the cells of `chunk` to `cells`. Throws `DamagedData`. */
export async function readChunk(
  chunk: ColumnChunk,
  cells: ColumnCells,
  context: ChunkContext,
): Promise<void> {
  const { file } = context;
  let rows = 0;
  let hasDictionary = false;
  for (let at = chunk.start; rows < chunk.rows; ) {
    if (context.slices.due()) await context.slices.pause();
    context.signal?.throwIfAborted();
    if (at >= chunk.end) throw new DamagedData(`a column chunk has ${rows} of ${chunk.rows} values`);
    const { page, start } = readPageHeader(file, at, chunk.end);
    at = start + page.packed;
    if (page.kind === 'other') continue;
    context.expansion.add(page.size);
    context.checkMemory(page.size + page.values * SCRATCH_BYTES);
    const packed = file.subarray(start, at);
    if (page.kind === 'dictionary') {
      if (hasDictionary || rows > 0) throw new DamagedData('a second dictionary');
      if (page.encoding !== PLAIN && page.encoding !== PLAIN_DICTIONARY)
        throw new DamagedData(`the encoding ${page.encoding} of a dictionary is not supported`);
      const bytes = unpack(chunk.codec, packed, page.size, context.brotli);
      cells.useDictionary(readPlain(sectionOf(bytes), cells.leaf, page.values));
      hasDictionary = true;
    } else {
      rows += page.values;
      if (rows > chunk.rows) throw new DamagedData(`a column chunk has more than ${chunk.rows} values`);
      appendPage(page, packed, chunk.codec, cells, context);
    }
  }
  cells.forgetDictionary();
}

function appendPage(
  page: DataPage,
  packed: Uint8Array,
  codec: number,
  cells: ColumnCells,
  { brotli, expansion }: ChunkContext,
): void {
  const { leaf } = cells;
  let section: Section;
  let levels: Levels = ALL_PRESENT;
  if (page.v2 === undefined) {
    section = sectionOf(unpack(codec, packed, page.size, brotli));
    if (leaf.isOptional) {
      if (page.levelEncoding !== RLE) throw new DamagedData('definition levels are not in runs');
      levels = readLevels(prefixed(section), page.values);
    }
  } else {
    const { repetitionBytes, definitionBytes, isPacked, nulls } = page.v2;
    const levelBytes = repetitionBytes + definitionBytes;
    const body = packed.subarray(levelBytes);
    section = sectionOf(isPacked ? unpack(codec, body, page.size - levelBytes, brotli) : body);
    if (leaf.isOptional)
      levels = readLevels({ bytes: packed, position: repetitionBytes, end: levelBytes }, page.values);
    if (nulls !== page.values - present(levels, page.values))
      throw new DamagedData('a page has another number of missing values than its header');
  }
  const count = present(levels, page.values);
  const missing = levels.kind === 'mixed' ? levels.isPresent : undefined;
  if (count === 0) cells.appendMissing(page.values);
  else if (page.encoding === PLAIN_DICTIONARY || page.encoding === RLE_DICTIONARY) {
    if (section.position >= section.end) throw new DamagedData('a page is cut off');
    const width = section.bytes[section.position++];
    const repeated = missing === undefined ? readSingleRun(section, width, count) : undefined;
    if (repeated !== undefined) cells.appendRepeated(repeated, count);
    else {
      const indices = new Int32Array(count);
      readHybrid(section, width, indices, count);
      cells.appendIndices(indices, page.values, missing);
    }
  } else {
    const values = readValues(section, page.encoding, leaf, count, (bytes) => expansion.add(bytes));
    cells.appendValues(values, page.values, missing);
  }
}

/** Which values of a page are present: all, none, or those with level 1. */
type Levels =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'mixed'; readonly isPresent: Int32Array; readonly count: number };

const ALL_PRESENT: Levels = { kind: 'all' };

function present(levels: Levels, values: number): number {
  if (levels.kind === 'mixed') return levels.count;
  return levels.kind === 'all' ? values : 0;
}

function readLevels(section: Section, values: number): Levels {
  const single = readSingleRun(section, 1, values);
  if (single !== undefined) return { kind: single === 1 ? 'all' : 'none' };
  const isPresent = new Int32Array(values);
  readHybrid(section, 1, isPresent, values);
  let count = 0;
  for (let i = 0; i < values; i++) count += isPresent[i];
  return count === values ? ALL_PRESENT : { kind: 'mixed', isPresent, count };
}

function readValues(
  section: Section,
  encoding: number,
  leaf: Leaf,
  count: number,
  reserve: (bytes: number) => void,
): PageValues {
  const { type } = leaf;
  switch (encoding) {
    case PLAIN:
      return readPlain(section, leaf, count);
    case BYTE_STREAM_SPLIT:
      return readByteStreamSplit(section, leaf, count);
    case RLE:
      if (type !== BOOLEAN) break;
      return { kind: 'numbers', count, numbers: readRuns(prefixed(section), count) };
    case DELTA_BINARY_PACKED:
      if (type === INT32) return { kind: 'numbers', count, numbers: readDelta(section, count, 1) };
      if (type === INT64) return { kind: 'words', count, words: readDelta(section, count, 2) };
      break;
    case DELTA_LENGTH_BYTE_ARRAY:
      if (type === BYTE_ARRAY) return readDeltaLengths(section, count);
      break;
    case DELTA_BYTE_ARRAY:
      if (type !== BYTE_ARRAY && type !== FIXED) break;
      return checkWidths(readDeltaBytes(section, count, reserve), leaf);
    default:
  }
  throw new DamagedData(`the encoding ${encoding} is unknown or does not match the type of its column`);
}

function checkWidths(values: PageValues, { type, width }: Leaf): PageValues {
  if (type === FIXED && values.kind === 'bytes') {
    for (let i = 0; i < values.count; i++) {
      if (values.ends[i] - values.starts[i] !== width) throw new DamagedData('a value of a wrong width');
    }
  }
  return values;
}

function readRuns(section: Section, count: number): Int32Array {
  const numbers = new Int32Array(count);
  readHybrid(section, 1, numbers, count);
  return numbers;
}

/** The part of a page that is preceded by its length; the rest is left in `section`. */
function prefixed(section: Section): Section {
  const { bytes, position, end } = section;
  if (position + 4 > end) throw new DamagedData('a page is cut off');
  const length = new DataView(bytes.buffer, bytes.byteOffset + position, 4).getUint32(0, true);
  section.position = position + 4 + length;
  if (section.position > end) throw new DamagedData('a page is cut off');
  return { bytes, position: position + 4, end: section.position };
}

function sectionOf(bytes: Uint8Array): Section {
  return { bytes, position: 0, end: bytes.length };
}
