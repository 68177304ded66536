/**
 * Reads the header of a safetensors file, strictly: the file may come from anywhere, and a header that two readers
 * could interpret differently is refused.
 *
 * Layout (https://github.com/huggingface/safetensors#format): 8 bytes, the header's length as an unsigned
 * little-endian integer; the header, a JSON object in UTF-8, `{name: {dtype, shape, data_offsets: [begin,
 * end]}}` with an optional `__metadata__: {string: string}`, padded with spaces; the tensors' bytes.
 */
import { InputError } from '../errors.js';
import { duplicateKey } from './duplicate-keys.js';
import { beyondJsonLimits } from './json-limits.js';
import { ELEMENT_TYPES, elementCount, type ModelTensor } from './tensor.js';

/** The key of the header that is not a tensor. */
export const METADATA_KEY = '__metadata__';

/** The reference implementation's limit, in bytes. */
export const MAX_HEADER_LENGTH = 100_000_000;

/** The parsed header; only the metadata are checked so far. */
export interface RawHeader {
  readonly entries: ReadonlyMap<string, unknown>;
  readonly metadata: Map<string, string>;
  /** Offset of the tensors' bytes in the file. */
  readonly dataStart: number;
}

/** The position of a tensor, relative to the start of the tensors' bytes. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: ModelTensor['dtype'];
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * The end of the header, from the first 8 bytes of a file.
 *
 * @throws InputError, beginning with `source`, for fewer bytes, a header longer than `MAX_HEADER_LENGTH`, and bytes
 *   that look like a table.
 */
export function headerEnd(bytes: Uint8Array, source: string): number {
  if (bytes.length < 8) {
    refuseTable(bytes, source);
    throw new InputError(
      `${source} is not a safetensors file: it has ${bytes.length} bytes, but the header's length alone takes 8`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (length > MAX_HEADER_LENGTH) {
    refuseTable(bytes, source);
    throw new InputError(
      `${source} is not a safetensors file: its header would have ${length} bytes, more than the ` +
        `${MAX_HEADER_LENGTH} allowed`,
    );
  }
  return 8 + length;
}

const GZIP = [0x1f, 0x8b];
const PARQUET = [0x50, 0x41, 0x52, 0x31];
const OPENING_BRACE = 0x7b;
/** ASCII without control characters other than tab and line ends; the length of a header has zeros. */
const TEXT = /^[\t\n\r\x20-\x7e]+$/;

/** The end of the message about a table, for who gave the file by hand: a program that watches files may leave it out. */
export const TABLE_ADVICE = ': give a model file; the arguments may be swapped';

/** Throws `InputError` if a file that is not a safetensors file begins like a table. */
function refuseTable(bytes: Uint8Array, source: string): void {
  const startsWith = (magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
  const isText = () => TEXT.test(String.fromCharCode(...bytes.subarray(0, 8)));
  const format = startsWith(GZIP) ? 'gzip' : startsWith(PARQUET) ? 'Parquet' : isText() ? 'text' : undefined;
  if (format === undefined) return;
  throw new InputError(
    `${source} is not a safetensors file but looks like a table (${format})${TABLE_ADVICE}`,
  );
}

/** Whether a file begins like a safetensors file: with the length of a header below 2^32, and its brace. */
export function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return bytes[8] === OPENING_BRACE && bytes.subarray(4, 8).every((byte) => byte === 0);
}

/**
 * @throws InputError, beginning with `source`, if the file looks like a table, or if the header is incomplete, is not
 *   JSON, exceeds the limits of JSON or has a duplicate key.
 */
export function readHeader(bytes: Uint8Array, source: string): RawHeader {
  const dataStart = headerEnd(bytes, source);
  // A header of the length that the first bytes of gzip give is possible.
  if (!looksLikeSafetensors(bytes)) refuseTable(bytes, source);
  if (dataStart > bytes.length) {
    throw new InputError(
      `${source} is truncated: its header needs ${dataStart} bytes, but there are ${bytes.length}; copy it again`,
    );
  }
  const header = parseObject(bytes.subarray(8, dataStart), source);
  const entries = new Map<string, unknown>(Object.entries(header));
  const metadata = readMetadata(entries.get(METADATA_KEY), source);
  entries.delete(METADATA_KEY);
  return { entries, metadata, dataStart };
}

/**
 * The tensors of a header in the order of their bytes, which they must fill without gaps or overlaps.
 *
 * @param dataLength number of bytes after the header
 * @throws InputError, beginning with `source`, for any entry that is not a supported tensor in its place.
 */
export function readTensorEntries(header: RawHeader, dataLength: number, source: string): TensorEntry[] {
  const tensors = readEntries(header, source);
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of tensors) {
    if (begin < position) {
      throw damaged(`${source}: tensor ${quoted(name)} overlaps the tensor before it at byte ${begin}`);
    }
    if (begin > position) {
      throw damaged(
        `${source}: bytes ${position} to ${begin}, before tensor ${quoted(name)}, belong to no tensor`,
      );
    }
    position = end;
  }
  if (position > dataLength) {
    throw new InputError(
      `${source} is truncated: its tensors need ${position} bytes, but there are ${dataLength}; copy it again`,
    );
  }
  if (position < dataLength) {
    throw damaged(
      `${source} has ${dataLength - position} bytes after its last tensor that belong to no tensor`,
    );
  }
  return tensors;
}

/**
 * The number of bytes that the tensors of a header need after it.
 *
 * @throws InputError, beginning with `source`, for any entry that is not a supported tensor.
 */
export function storedBytes(header: RawHeader, source: string): number {
  return readEntries(header, source).reduce((most, { end }) => Math.max(most, end), 0);
}

function readEntries(header: RawHeader, source: string): TensorEntry[] {
  return Array.from(header.entries, ([name, entry]) => readEntry(name, entry, source));
}

function parseObject(bytes: Uint8Array, source: string): object {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(
      `${source} is not a safetensors file: its header is not valid UTF-8; ${IF_DAMAGED}`,
      { cause },
    );
  }
  const beyond = beyondJsonLimits(text);
  if (beyond !== undefined)
    throw new InputError(`${source} is not a safetensors file: its header ${beyond}; ${IF_DAMAGED}`);
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${source} is not a safetensors file: its header is not valid JSON; ${IF_DAMAGED}`, {
      cause,
    });
  }
  if (!isObject(header)) {
    throw new InputError(
      `${source} is not a safetensors file: its header is not a JSON object; ${IF_DAMAGED}`,
    );
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) throw damaged(`${source}: its header has the key ${quoted(twice)} twice`);
  return header;
}

function readMetadata(value: unknown, source: string): Map<string, string> {
  const metadata = new Map<string, string>();
  if (value === undefined) return metadata;
  if (!isObject(value)) throw damaged(`${source}: ${METADATA_KEY} is not an object of strings`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw damaged(`${source}: ${METADATA_KEY} ${quoted(key)} is not a string`);
    metadata.set(key, text);
  }
  return metadata;
}

function readEntry(name: string, entry: unknown, source: string): TensorEntry {
  const tensor = `${source}: tensor ${quoted(name)}`;
  if (!isObject(entry)) throw damaged(`${tensor} is not described by an object`);
  const fields = new Map<string, unknown>(Object.entries(entry));
  for (const key of fields.keys()) {
    if (key !== 'dtype' && key !== 'shape' && key !== 'data_offsets') {
      throw damaged(`${tensor} has the unknown field ${quoted(key)}`);
    }
  }
  const dtype = fields.get('dtype');
  const type = typeof dtype === 'string' ? ELEMENT_TYPES.get(dtype) : undefined;
  if (type === undefined) {
    const known = [...ELEMENT_TYPES.keys()].join(', ');
    throw damaged(`${tensor} has the dtype ${shown(dtype)}; supported are ${known}`);
  }
  const shape = fields.get('shape');
  if (!isSizes(shape)) {
    throw damaged(`${tensor}: shape ${shown(shape)} is not an array of non-negative integers`);
  }
  const offsets = fields.get('data_offsets');
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw damaged(`${tensor}: data_offsets ${shown(offsets)} are not [begin, end]`);
  }
  const length = elementCount(shape) * type.bytes;
  if (!Number.isSafeInteger(length)) {
    throw damaged(`${tensor}: shape ${shown(shape)} is too large`);
  }
  const [begin, end] = offsets;
  if (end - begin !== length) {
    throw damaged(
      `${tensor}: shape ${shown(shape)} of ${dtype} takes ${length} bytes, but data_offsets ` +
        `[${begin}, ${end}] give ${end - begin}`,
    );
  }
  return { name, dtype: dtype as ModelTensor['dtype'], shape, begin, end };
}

/** What to do about a file that may have been a safetensors file. */
const IF_DAMAGED = 'if it was saved as one, it is damaged: copy it again';

function damaged(message: string): InputError {
  return new InputError(`${message}; the file is damaged: copy it again`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** A name from the file, shortened and without line breaks. */
function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name);
}

/** A value from the file, shortened. */
function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'undefined';
  return json.length > 80 ? `${json.slice(0, 80)}...` : json;
}
