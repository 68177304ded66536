/** Splits a Parquet file into metadata and pages, and assembles it again with matching offsets and sizes. */
import { join } from './mutate.mjs';
import { field, parseStruct, serialize } from './thrift.mjs';

const MAGIC = new TextEncoder().encode('PAR1');

/**
 * @typedef {import('./thrift.mjs').Value} Value
 * @typedef {{ header: Value, body: Uint8Array }} Page
 * @typedef {{ footer: Value, chunks: { metadata: Value, pages: Page[] }[] }} ParquetFile
 */

/**
 * @param {Uint8Array} bytes a valid file
 * @returns {ParquetFile}
 */
export function takeApart(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 4).getUint32(0, true);
  const { value: footer } = parseStruct(bytes, bytes.length - 8 - length);
  const chunks = [];
  for (const group of field(footer, 4).data) {
    for (const chunk of field(group, 1).data) {
      const metadata = field(chunk, 3);
      const number = (id) => Number(field(metadata, id)?.data ?? 0n);
      const start = number(11) > 0 ? Math.min(number(11), number(9)) : number(9);
      const pages = [];
      for (let at = start; at < start + number(7); ) {
        const { value: header, end } = parseStruct(bytes, at);
        at = end + Number(field(header, 3).data);
        pages.push({ header, body: bytes.slice(end, at) });
      }
      chunks.push({ metadata, pages });
    }
  }
  return { footer, chunks };
}

/**
 * With `fit`, offsets and sizes are updated to match the pages; otherwise they stay unchanged.
 * @param {ParquetFile} file
 * @param {boolean} fit
 */
export function putTogether({ footer, chunks }, fit) {
  /** @type {Uint8Array[]} */
  const parts = [MAGIC];
  let at = MAGIC.length;
  for (const { metadata, pages } of chunks) {
    const start = at;
    let dataStart = start;
    pages.forEach(({ header, body }, i) => {
      if (fit) set(header, 3, body.length);
      const head = serialize(header);
      parts.push(head, body);
      at += head.length + body.length;
      if (i === 0 && Number(field(header, 1)?.data) === 2) dataStart = at;
    });
    if (!fit) continue;
    set(metadata, 7, at - start);
    set(metadata, 9, dataStart);
    if (field(metadata, 11) !== undefined) set(metadata, 11, dataStart > start ? start : 0);
  }
  const metadata = serialize(footer);
  const length = new Uint8Array(new Uint32Array([metadata.length]).buffer);
  return join(...parts, metadata, length, MAGIC);
}

function set(struct, id, number) {
  const found = field(struct, id);
  if (found !== undefined && found.type >= 4) found.data = BigInt(number);
}
