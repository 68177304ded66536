/** The class shares of leaves in a few bits a leaf, without loss: most leaves of a forest have one of a few distributions. */
import type { DistributionArrays } from '../forests/leaf-distributions.js';
import { BitReader, BitWriter, bitsFor } from './bits.js';
import { DistinctValues } from './distinct-values.js';

/**
 * - `shares`: the distinct class shares, ascending.
 * - `distributions`: the distinct distributions in the order of the leaves, as bits (see `BitWriter`): the number of
 *   classes - 1, then the index of each class and that of its share in `shares`.
 * - `leaves`: the index of the distribution of each leaf, as bits.
 *
 * An index has as many bits as the largest one needs (`bitsFor`).
 */
export interface PackedLeaves {
  readonly shares: Float32Array;
  readonly distributions: Uint8Array;
  readonly leaves: Uint8Array;
  /** Number of distinct distributions. */
  readonly count: number;
}

/** What is known of the leaves beside their bits. */
export interface LeafCounts {
  readonly classes: number;
  readonly leaves: number;
  /** Number of class shares above 0 over all leaves. */
  readonly shares: number;
}

/** More than any forest that fits in memory while it is grown: without a limit a small file could ask for any memory. */
const MOST_SHARES = 2 ** 28;

/** A distribution that begins with the entries on the way to it. */
interface Prefix {
  index: number | undefined;
  readonly longer: Map<number, Prefix>;
}

/** @param arrays without a `distributionDefect` */
export function packLeaves(arrays: DistributionArrays, classes: number): PackedLeaves {
  const { begin, label, share } = arrays;
  const distinct = new DistinctValues();
  const indices = Int32Array.from(share, (value) => distinct.add(value));
  const { values: shares, ranks } = distinct.sorted();
  const [classBits, shareBits] = [bitsFor(classes), bitsFor(shares.length)];
  const distributions = new BitWriter();
  const root: Prefix = { index: undefined, longer: new Map() };
  let count = 0;
  const indexOf = new Int32Array(begin.length - 1);
  for (let leaf = 0; leaf < indexOf.length; leaf++) {
    let at = root;
    for (let entry = begin[leaf]; entry < begin[leaf + 1]; entry++) {
      at = longer(at, label[entry] * shares.length + indices[entry]);
    }
    if (at.index === undefined) {
      at.index = count++;
      distributions.write(begin[leaf + 1] - begin[leaf] - 1, classBits);
      for (let entry = begin[leaf]; entry < begin[leaf + 1]; entry++) {
        distributions.write(label[entry], classBits);
        distributions.write(ranks[indices[entry]], shareBits);
      }
    }
    indexOf[leaf] = at.index;
  }
  const leaves = new BitWriter();
  for (const index of indexOf) leaves.write(index, bitsFor(count));
  return {
    shares: Float32Array.from(shares),
    distributions: distributions.finish(),
    leaves: leaves.finish(),
    count,
  };
}

function longer(prefix: Prefix, entry: number): Prefix {
  let found = prefix.longer.get(entry);
  if (found === undefined) {
    found = { index: undefined, longer: new Map() };
    prefix.longer.set(entry, found);
  }
  return found;
}

/** The distributions, or why these are not packed leaves of this size; the shares need a `distributionDefect` check. */
export function unpackLeaves(packed: PackedLeaves, counts: LeafCounts): DistributionArrays | string {
  const { leaves } = counts;
  if (counts.shares > MOST_SHARES) return `the leaves have ${counts.shares} shares, more than ${MOST_SHARES}`;
  if (packed.count > leaves) return `there are ${packed.count} distributions of ${leaves} leaves`;
  const table = readDistributions(packed, counts);
  if (typeof table === 'string') return table;
  const bits = new BitReader(packed.leaves);
  const width = bitsFor(packed.count);
  const indices = new Int32Array(leaves);
  const begin = new Int32Array(leaves + 1);
  let seen = 0;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const index = bits.read(width);
    if (index === seen && seen < packed.count) seen++;
    else if (index >= seen) return `leaf ${leaf} has distribution ${index} of ${packed.count}`;
    indices[leaf] = index;
    begin[leaf + 1] = begin[leaf] + table.begin[index + 1] - table.begin[index];
    if (begin[leaf + 1] > counts.shares) return `the leaves have more than ${counts.shares} shares`;
  }
  if (!bits.atEnd) return `the bits of ${leaves} leaves have another length`;
  if (seen < packed.count) return `the leaves have ${seen} distributions, not ${packed.count}`;
  if (begin[leaves] < counts.shares) return `the leaves have ${begin[leaves]} shares, not ${counts.shares}`;
  const label = new Int32Array(counts.shares);
  const share = new Float32Array(counts.shares);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const from = table.begin[indices[leaf]];
    for (let at = begin[leaf]; at < begin[leaf + 1]; at++) {
      label[at] = table.label[from + at - begin[leaf]];
      share[at] = table.share[from + at - begin[leaf]];
    }
  }
  return { begin, label, share };
}

function readDistributions(
  { shares, distributions, count }: PackedLeaves,
  counts: LeafCounts,
): DistributionArrays | string {
  if (shares.some((share, i) => i > 0 && !(share > shares[i - 1]))) return 'the shares are not ascending';
  const bits = new BitReader(distributions);
  const [classBits, shareBits] = [bitsFor(counts.classes), bitsFor(shares.length)];
  const [begin, label, share]: [number[], number[], number[]] = [[0], [], []];
  for (let i = 0; i < count; i++) {
    const length = bits.read(classBits) + 1;
    for (let entry = 0; entry < length; entry++) {
      label.push(bits.read(classBits));
      const code = bits.read(shareBits);
      if (code >= shares.length) return `distribution ${i} has share ${code} of ${shares.length}`;
      share.push(shares[code]);
    }
    if (bits.overrun) return `the bits end in distribution ${i} of ${count}`;
    begin.push(label.length);
  }
  if (!bits.atEnd) return `the bits of ${count} distributions have another length`;
  return { begin: Int32Array.from(begin), label: Int32Array.from(label), share: Float32Array.from(share) };
}
