/** The compression codecs of Parquet, by their numbers in the format. */
import { DamagedData } from '../../damage.js';
import { unpackGzip } from './inflate.js';
import { unpackLz4, unpackLz4Block } from './lz4.js';
import { unpackSnappy } from './snappy.js';
import { unpackZstd } from './zstd.js';

/** Unpacks to `size` bytes, or throws any error. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

const UNCOMPRESSED = 0;
const BROTLI = 4;
const CODECS = new Map<number, Unpack>([
  [1, unpackSnappy],
  [2, unpackGzip],
  [5, unpackLz4],
  [6, unpackZstd],
  [7, unpackLz4Block],
]);

/**
 * The `size` bytes that `packed` unpacks to. Throws `DamagedData` for damaged data, another size or an unsupported
 * codec. Takes time proportional to both sizes.
 */
export function unpack(
  codec: number,
  packed: Uint8Array,
  size: number,
  brotli: Unpack | undefined,
): Uint8Array {
  if (codec === UNCOMPRESSED) {
    if (packed.length !== size) throw new DamagedData(`a page has ${packed.length} of ${size} bytes`);
    return packed;
  }
  if (size === 0) return new Uint8Array(0);
  if (codec === BROTLI) return unpackBrotli(packed, size, brotli);
  const unpackBytes = CODECS.get(codec);
  if (unpackBytes === undefined) throw new DamagedData(`the compression codec ${codec} is not supported`);
  return unpackBytes(packed, size);
}

function unpackBrotli(packed: Uint8Array, size: number, brotli: Unpack | undefined): Uint8Array {
  if (brotli === undefined)
    throw new DamagedData(
      'it is packed with Brotli, which only Node can unpack; zstd and snappy work everywhere',
    );
  let unpacked: Uint8Array;
  try {
    unpacked = brotli(packed, size);
  } catch (error) {
    throw new DamagedData(`packed data is damaged: ${(error as Error).message}`);
  }
  if (unpacked.length !== size) throw new DamagedData('packed data is shorter than announced');
  return unpacked;
}
