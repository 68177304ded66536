/**
 * Encodes and decodes the safetensors format, which holds only arrays and strings, nothing executable. Python opens the
 * same file with `safetensors.numpy.load_file`.
 */
import { InputError } from '../errors.js';
import {
  MAX_HEADER_LENGTH,
  METADATA_KEY,
  type RawHeader,
  readHeader,
  readTensorEntries,
} from './safetensors-header.js';
import { ELEMENT_TYPES, elementCount, type ModelTensor } from './tensor.js';

export interface SafetensorsContent {
  /** In the order of their bytes. */
  readonly tensors: Map<string, ModelTensor>;
  readonly metadata: Map<string, string>;
}

/**
 * A safetensors file: header padded with spaces to a multiple of 8, then the tensors, the widest elements
 * first and by name among equals, so that each is aligned and equal content gives equal bytes.
 *
 * @throws InputError for a tensor whose fields do not agree, or one named `__metadata__`.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, ModelTensor>,
  metadata: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  requireLittleEndian();
  const ordered = storageOrder(tensors);
  // Not as an object's keys, of which `__proto__` would vanish and `1` would move.
  const fields: string[] = [];
  if (metadata.size > 0) {
    const pairs = Array.from(metadata, ([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
    fields.push(`${JSON.stringify(METADATA_KEY)}:{${pairs.join(',')}}`);
  }
  let position = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    const end = position + data.byteLength;
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [position, end] })}`);
    position = end;
  }
  const json = new TextEncoder().encode(`{${fields.join(',')}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  if (headerLength > MAX_HEADER_LENGTH) {
    throw new InputError(
      `the header of the file would have ${headerLength} bytes, more than the ${MAX_HEADER_LENGTH} allowed`,
    );
  }
  const bytes = new Uint8Array(8 + headerLength + position);
  new DataView(bytes.buffer).setUint32(0, headerLength, true);
  bytes.fill(0x20, 8 + json.length, 8 + headerLength);
  bytes.set(json, 8);
  let offset = 8 + headerLength;
  for (const [, { data }] of ordered) {
    bytes.set(bytesOf(data), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors (copied, each with its own buffer) and metadata of a safetensors file.
 *
 * @param source the name of the file in messages
 * @throws InputError for anything but a complete, unambiguous file of F32, F64, I32 and U8 tensors.
 */
export function decodeSafetensors(bytes: Uint8Array, source = 'the file'): SafetensorsContent {
  const header = readHeader(bytes, source);
  return { tensors: decodeTensors(bytes, header, source), metadata: header.metadata };
}

/** The tensors after a header that was already read; otherwise like `decodeSafetensors`. */
export function decodeTensors(
  bytes: Uint8Array,
  header: RawHeader,
  source: string,
): Map<string, ModelTensor> {
  requireLittleEndian();
  const stored = bytes.subarray(header.dataStart);
  const tensors = new Map<string, ModelTensor>();
  for (const { name, dtype, shape, begin, end } of readTensorEntries(header, stored.length, source)) {
    const { arrayType } = ELEMENT_TYPES.get(dtype)!;
    const copy = new Uint8Array(end - begin);
    copy.set(stored.subarray(begin, end));
    tensors.set(name, { dtype, shape, data: new arrayType(copy.buffer) });
  }
  return tensors;
}

/** Checks the tensors and gives them in the order in which they are stored. */
export function storageOrder(tensors: ReadonlyMap<string, ModelTensor>): [string, ModelTensor][] {
  const width = ([, tensor]: [string, ModelTensor]) => ELEMENT_TYPES.get(tensor.dtype)!.bytes;
  for (const [name, tensor] of tensors) checkTensor(name, tensor);
  return [...tensors].sort((a, b) => width(b) - width(a) || (a[0] < b[0] ? -1 : 1));
}

/** The bytes of the elements, not copied. */
export function bytesOf(data: ModelTensor['data']): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function checkTensor(name: string, { dtype, shape, data }: ModelTensor): void {
  const tensor = `tensor ${JSON.stringify(name)}`;
  if (name === METADATA_KEY)
    throw new InputError(`a tensor cannot be named ${METADATA_KEY}: the format reserves this name`);
  const type = ELEMENT_TYPES.get(dtype);
  if (type === undefined || !(data instanceof type.arrayType)) {
    throw new InputError(`${tensor}: dtype ${dtype} does not match its data, ${data.constructor.name}`);
  }
  if (
    !shape.every((size) => Number.isSafeInteger(size) && size >= 0) ||
    elementCount(shape) !== data.length
  ) {
    throw new InputError(
      `${tensor}: shape ${JSON.stringify(shape)} does not match its ${data.length} elements`,
    );
  }
}

/** The format and WebAssembly are little-endian. */
function requireLittleEndian(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new InputError('model files can be read and written on little-endian machines only');
  }
}
