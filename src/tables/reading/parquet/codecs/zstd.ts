/** Zstandard (RFC 8878), without dictionaries. */
import { DamagedData } from '../../damage.js';
import { Output } from './output.js';
import { type LiteralCode, MOST_BLOCK_BYTES, readLiterals } from './zstd-literals.js';
import { applySequences, type SequenceTables } from './zstd-sequences.js';

const FRAME = 0xfd2fb528;
const SKIPPABLE_FRAME = 0x184d2a5;
const CHECKSUM_BYTES = 4;

/** State of a frame from block to block. */
interface FrameState {
  literalCode: LiteralCode | undefined;
  tables: Partial<SequenceTables>;
  /** The last three distances. */
  readonly distances: [number, number, number];
  /** Where the frame's own bytes start in the output: nothing may refer to bytes before. */
  readonly start: number;
}

/** Unpacks all frames to exactly `size` bytes together. */
export function unpackZstd(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const output = new Output(size);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  for (let at = 0; at < packed.length; ) {
    if (at + 8 > packed.length) throw new DamagedData('packed data is cut off');
    const magic = view.getUint32(at, true);
    if (magic === FRAME) at = unpackFrame(packed, at + 4, output);
    else if (magic >>> 4 === SKIPPABLE_FRAME) at += 8 + view.getUint32(at + 4, true);
    else throw new DamagedData('packed data is not Zstandard');
  }
  return output.finish();
}

/** Unpacks the frame whose header starts at `start`, and returns where it ends. */
function unpackFrame(packed: Uint8Array, start: number, output: Output): number {
  const descriptor = packed[start];
  const isSingle = (descriptor & 32) !== 0;
  if ((descriptor & 8) !== 0) throw new DamagedData('packed data is of a later Zstandard format');
  const idBytes = [0, 1, 2, 4][descriptor & 3];
  const sizeBytes = descriptor >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (descriptor >> 6);
  const idStart = start + (isSingle ? 1 : 2);
  if (packed.subarray(idStart, idStart + idBytes).some((byte) => byte !== 0))
    throw new DamagedData('packed data needs a Zstandard dictionary');
  const state: FrameState = {
    literalCode: undefined,
    tables: {},
    distances: [1, 4, 8],
    start: output.length,
  };
  let at = idStart + idBytes + sizeBytes;
  for (let isLast = false; !isLast; ) {
    if (at + 3 > packed.length) throw new DamagedData('packed data is cut off');
    const header = packed[at] | (packed[at + 1] << 8) | (packed[at + 2] << 16);
    const size = header >> 3;
    at += 3;
    isLast = (header & 1) === 1;
    if (size > MOST_BLOCK_BYTES) throw new DamagedData('packed data has too large a block');
    switch ((header >> 1) & 3) {
      case 0:
        output.append(packed, at, at + size);
        at += size;
        break;
      case 1:
        output.append(packed, at, at + 1);
        output.fill(packed[at], size - 1);
        at += 1;
        break;
      case 2:
        if (at + size > packed.length) throw new DamagedData('packed data is cut off');
        unpackBlock(packed, at, at + size, state, output);
        at += size;
        break;
      default:
        throw new DamagedData('packed data has a block of an unknown type');
    }
  }
  return at + ((descriptor & 4) === 0 ? 0 : CHECKSUM_BYTES);
}

function unpackBlock(
  packed: Uint8Array,
  start: number,
  end: number,
  state: FrameState,
  output: Output,
): void {
  const literals = readLiterals(packed, start, end, state.literalCode);
  state.literalCode = literals.code;
  applySequences(packed, literals.end, end, literals.bytes, state, output);
}
