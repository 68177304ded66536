/** A ZIP archive of stored files, for tests that need an original as a repository hands it out. */
import { crc32 } from '../../src/modelfile/crc32.js';

const LOCAL_BYTES = 30;
const ENTRY_BYTES = 46;
const END_BYTES = 22;

export function zipArchive(
  files: readonly (readonly [name: string, content: string | Uint8Array])[],
): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const path = new TextEncoder().encode(name);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const facts = [crc32(bytes), bytes.length, bytes.length];
    const local = record(LOCAL_BYTES, 0x04034b50, 14, facts, [26, path.length]);
    const entry = record(ENTRY_BYTES, 0x02014b50, 16, facts, [28, path.length]);
    new DataView(entry.buffer).setUint32(42, offset, true);
    parts.push(local, path, bytes);
    directory.push(entry, path);
    offset += local.length + path.length + bytes.length;
  }
  const end = record(END_BYTES, 0x06054b50, 12, [Buffer.concat(directory).length, offset], [8, files.length]);
  new DataView(end.buffer).setUint16(10, files.length, true);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

function record(
  length: number,
  signature: number,
  at: number,
  words: readonly number[],
  [place, short]: readonly [number, number],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const data = new DataView(bytes.buffer);
  data.setUint32(0, signature, true);
  words.forEach((word, i) => {
    data.setUint32(at + 4 * i, word, true);
  });
  data.setUint16(place, short, true);
  return bytes;
}
