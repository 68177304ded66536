/** The covers of leaves without loss: those of forests are mostly counts of a few rows, those of boosting all differ. */
import { BitReader, BitWriter, bitsFor } from './bits.js';
import { DistinctValues } from './distinct-values.js';

/** Bits of a cover that is not an index. */
const WHOLE = 32;

/**
 * - `values`: the distinct covers, ascending, or, if that is shorter, the cover of each leaf.
 * - `indices`: the index in `values` of each leaf, as bits (see `BitWriter`), or nothing.
 */
export interface PackedCovers {
  readonly values: Float32Array;
  readonly indices: Uint8Array;
}

export function packCovers(covers: Float32Array): PackedCovers {
  const distinct = new DistinctValues();
  const added = Int32Array.from(covers, (cover) => distinct.add(cover));
  const { values, ranks } = distinct.sorted();
  const width = bitsFor(values.length);
  if (WHOLE * values.length + width * covers.length >= WHOLE * covers.length) {
    return { values: covers, indices: new Uint8Array(0) };
  }
  const bits = new BitWriter();
  for (const index of added) bits.write(ranks[index], width);
  return { values: Float32Array.from(values), indices: bits.finish() };
}

/** The cover of each leaf, or why these are not the packed covers of so many. */
export function unpackCovers({ values, indices }: PackedCovers, leaves: number): Float32Array | string {
  const bad = values.find((cover) => !(cover >= 0));
  if (bad !== undefined) return `a leaf has a cover of ${bad}`;
  if (values.length === leaves && indices.length === 0) return values;
  const bits = new BitReader(indices);
  const width = bitsFor(values.length);
  const covers = new Float32Array(leaves);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const index = bits.read(width);
    if (index >= values.length) return `leaf ${leaf} has cover ${index} of ${values.length}`;
    covers[leaf] = values[index];
  }
  return bits.atEnd ? covers : `the bits of the covers of ${leaves} leaves have another length`;
}
