/** The cuts of a column in the memory of an engine, as the kernels that rank values take them. */
import type { Engine } from '../../engine/engine.js';
import { joined } from '../tree.js';

/** Cuts that are compared at once. */
const GROUP = 16;
/** Cuts that are equal in 32 bits are compared one by one: among more than this many a binary search is faster. */
const MOST_EQUAL = 8;

export class CutTable {
  readonly count: number;
  /** The address of the cuts, followed by as many infinite ones as make a power of two minus one. */
  readonly cuts: number;
  /** The address of their groups, for a search that is faster than a binary one; 0 if there are none. */
  readonly groups: number;

  /** @param cuts ascending, at least one */
  constructor(engine: Engine, cuts: Float64Array) {
    this.count = cuts.length;
    const padded = 2 ** Math.ceil(Math.log2(cuts.length + 1));
    this.cuts = engine.allocateDoubles(padded);
    engine.doubles(this.cuts, padded).fill(Number.POSITIVE_INFINITY).set(cuts);
    const groups = cutGroups(cuts);
    this.groups = groups === undefined ? 0 : engine.allocateInts(groups.length);
    if (groups !== undefined) engine.ints(this.groups, groups.length).set(groups);
  }
}

/**
 * The bits of the differences of the cuts from the first in 32 bits, in groups of sixteen padded with infinity; if these are
 * several, they are followed by the last ones of all groups as if these were cuts, and so on. Undefined if many are equal.
 */
export function cutGroups(cuts: Float64Array): Int32Array | undefined {
  const differences = Float32Array.from(cuts, (cut) => cut - cuts[0]);
  if (mostEqual(differences) > MOST_EQUAL) return undefined;
  const levels: Float32Array[] = [];
  // One more is infinite, so that no value is above all.
  let count = cuts.length + 1;
  do {
    const groups = Math.ceil(count / GROUP);
    const level = new Float32Array(GROUP * groups).fill(Number.POSITIVE_INFINITY);
    const below = levels.at(-1);
    if (below === undefined) level.set(differences);
    else for (let i = 0; i < count; i++) level[i] = below[GROUP * i + GROUP - 1];
    levels.push(level);
    count = groups;
  } while (count > 1);
  return joined(
    levels.map(({ buffer }) => new Int32Array(buffer)),
    levels.reduce((sum, { length }) => sum + length, 0),
  );
}

function mostEqual(ascending: Float32Array): number {
  let [most, run] = [0, 0];
  for (let i = 0; i < ascending.length; i++) {
    run = ascending[i] === ascending[i - 1] ? run + 1 : 1;
    most = Math.max(most, run);
  }
  return most;
}
