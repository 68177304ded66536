/** LZ4 blocks, bare (LZ4_RAW) or in Hadoop's frames, as in the older LZ4 codec of Parquet. */
import { DamagedData } from '../../damage.js';
import { Output } from './output.js';

const FRAME_HEADER_BYTES = 8;
const SHORTEST_MATCH = 4;

/** Unpacks one block to exactly `size` bytes. */
export function unpackLz4Block(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  appendBlock(packed, output);
  return output.finish();
}

/** Unpacks Hadoop's frames, or one bare block, which some writers store under the same codec. */
export function unpackLz4(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  return hasFrames(packed, size) ? unpackFrames(packed, size) : unpackLz4Block(packed, size);
}

function unpackFrames(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  for (let at = 0; at < packed.length; ) {
    const start = at + FRAME_HEADER_BYTES;
    at = start + view.getUint32(at + 4, false);
    appendBlock(packed.subarray(start, at), output);
  }
  return output.finish();
}

/** Whether it consists of frames, each preceded by its unpacked and packed size, that add up to `size`. */
function hasFrames(packed: Uint8Array, size: number): boolean {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  let sum = 0;
  let at = 0;
  while (at + FRAME_HEADER_BYTES <= packed.length) {
    sum += view.getUint32(at, false);
    at += FRAME_HEADER_BYTES + view.getUint32(at + 4, false);
  }
  return at === packed.length && sum === size;
}

function appendBlock(packed: Uint8Array, output: Output): void {
  let at = 0;
  const byte = (): number => {
    if (at >= packed.length) throw new DamagedData('packed data is cut off');
    return packed[at++];
  };
  const length = (short: number): number => {
    let sum = short;
    if (short === 15) {
      let more: number;
      do {
        more = byte();
        sum += more;
      } while (more === 255);
    }
    return sum;
  };
  while (at < packed.length) {
    const token = byte();
    const literals = length(token >> 4);
    output.append(packed, at, at + literals);
    at += literals;
    // The last sequence has no match.
    if (at >= packed.length) return;
    const distance = byte() | (byte() << 8);
    output.copy(distance, length(token & 15) + SHORTEST_MATCH);
  }
}
