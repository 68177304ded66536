/** Encodes model files from parts that may contradict each other, with a matching checksum. */
import { crc32 } from '../dist/modelfile/crc32.js';
import { ELEMENT_TYPES } from '../dist/modelfile/tensor.js';

/**
 * `description` is JSON, or text in its place. A tensor's `shape` is the one in the header, its `bytes` those after the
 * header, from `begin` to `end` if these are given.
 * @typedef {{ name: string, dtype: string, shape: unknown, bytes: Uint8Array, begin?: number, end?: number }} TensorPart
 * @typedef {{ description: string, metadata: Map<string, string>, tensors: TensorPart[] }} ModelParts
 */

/** @param {import('./base-models.mjs').BaseModel} model @returns {ModelParts} */
export function partsOf({ description, tensors }) {
  return {
    description,
    metadata: new Map([
      ['format', 'qcl-mixnet'],
      ['version', '1'],
    ]),
    tensors: tensors.map(([name, { dtype, shape, data }]) => ({
      name,
      dtype,
      shape: [...shape],
      bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(),
    })),
  };
}

/** @param {ModelParts} parts @returns {Uint8Array} */
export function encodeParts({ description, metadata, tensors }) {
  const width = ({ dtype }) => ELEMENT_TYPES.get(dtype)?.bytes ?? 0;
  const ordered = [...tensors].sort((a, b) => width(b) - width(a) || (a.name < b.name ? -1 : 1));
  const text = new TextEncoder();
  const table = ordered.map(({ name, dtype, shape }) => [name, dtype, shape]);
  let crc = crc32(text.encode(JSON.stringify([description, table])));
  for (const { bytes } of ordered) crc = crc32(bytes, crc);
  const pairs = new Map(metadata)
    .set('description', description)
    .set('checksum', crc.toString(16).padStart(8, '0'));
  const fields = [
    `"__metadata__":{${[...pairs].map((pair) => pair.map((part) => JSON.stringify(part)).join(':'))}}`,
  ];
  let at = 0;
  for (const { name, dtype, shape, bytes, begin = at, end = begin + bytes.length } of ordered) {
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
    at += bytes.length;
  }
  const header = text.encode(`{${fields.join(',')}}`);
  const file = new Uint8Array(8 + header.length + at);
  new DataView(file.buffer).setUint32(0, header.length, true);
  file.set(header, 8);
  let to = 8 + header.length;
  for (const { bytes } of ordered) {
    file.set(bytes, to);
    to += bytes.length;
  }
  return file;
}
