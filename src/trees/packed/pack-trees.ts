/** Trees in a few bits a node, without loss: the form in which they are saved. */
import type { Ensemble } from '../ensemble.js';
import { BitWriter, bitsFor } from './bits.js';
import { DistinctValues } from './distinct-values.js';

/** How the splits on a column are written. */
export const SPLIT_KINDS = {
  /** A column of categories: the set, one bit for each code and one for unknown levels. */
  set: 0,
  /** The index of the threshold among those of the column in `thresholds`. */
  threshold: 1,
  /** The same in `singles`: all thresholds of the column are exact in 32 bits, but those of the trees have 64. */
  single: 2,
} as const;

/** Fields of a row of `columns`. */
export const COLUMN_FIELDS = 3;

/**
 * The nodes of all trees in preorder as bits, see `BitWriter`:
 *
 * - a leaf: 0;
 * - a split: 1, the index of the column in `columns`, 1 if missing values go left, and the threshold or the set.
 *
 * An index has as many bits as the largest one needs (`bitsFor`). Children need no index: the left one follows its
 * parent, the right one the left one's last descendant; a tree ends with the leaf that leaves no right child to come.
 */
export interface PackedTrees {
  readonly nodes: Uint8Array;
  /** The columns that are split, ascending: column, kind (`SPLIT_KINDS`), number of thresholds (of a set 0). */
  readonly columns: Int32Array;
  /** The distinct thresholds of the columns, ascending in each, in the precision of the trees. */
  readonly thresholds: Float32Array | Float64Array;
  readonly singles: Float32Array;
}

/** The thresholds of a column, or none for a column of categories. */
interface ColumnTable {
  readonly column: number;
  readonly kind: number;
  /** Ascending. */
  readonly values: Float64Array;
  /** The place in `values` of each index that `DistinctValues` gave. */
  readonly ranks: Int32Array;
}

/** @param ensemble without a `defect` */
export function packTrees(ensemble: Ensemble): PackedTrees {
  const { arrays, categories } = ensemble;
  const wide = arrays.threshold instanceof Float64Array;
  const { found, indices } = findThresholds(ensemble);
  const tables: ColumnTable[] = [];
  found.forEach((thresholds, column) => {
    const sorted = thresholds.sorted();
    const exact = wide && sorted.values.every((value) => Math.fround(value) === value);
    const ofNumbers = exact ? SPLIT_KINDS.single : SPLIT_KINDS.threshold;
    tables.push({ column, kind: categories?.has(column) ? SPLIT_KINDS.set : ofNumbers, ...sorted });
  });
  const ofKind = (kind: number) =>
    tables.flatMap((table) => (table.kind === kind ? Array.from(table.values) : []));
  const own = ofKind(SPLIT_KINDS.threshold);
  return {
    nodes: nodeBits(ensemble, tables, indices),
    columns: Int32Array.from(tables.flatMap(({ column, kind, values }) => [column, kind, values.length])),
    thresholds: wide ? Float64Array.from(own) : Float32Array.from(own),
    singles: Float32Array.from(ofKind(SPLIT_KINDS.single)),
  };
}

/** The thresholds of each column that is split, with gaps for the others, and the index of that of each node. */
function findThresholds({ arrays: { split, threshold }, categories }: Ensemble) {
  const found: DistinctValues[] = [];
  const indices = new Int32Array(split.length);
  for (let node = 0; node < split.length; node++) {
    if (split[node] < 0) continue;
    const column = split[node] >> 1;
    found[column] ??= new DistinctValues();
    if (!categories?.has(column)) indices[node] = found[column].add(threshold[node]);
  }
  return { found, indices };
}

/** @param indices for each node the index that `DistinctValues` gave for its threshold */
function nodeBits(
  { arrays, categories }: Ensemble,
  tables: readonly ColumnTable[],
  indices: Int32Array,
): Uint8Array {
  const { split, threshold, sets } = arrays;
  const placeOf: number[] = [];
  tables.forEach(({ column }, place) => {
    placeOf[column] = place;
  });
  const columnBits = bitsFor(tables.length);
  const bits = new BitWriter();
  for (let node = 0; node < split.length; node++) {
    if (split[node] < 0) {
      bits.write(0, 1);
      continue;
    }
    const column = split[node] >> 1;
    const { kind, ranks } = tables[placeOf[column]];
    bits.write(1, 1);
    bits.write(placeOf[column], columnBits);
    bits.write(split[node] & 1, 1);
    if (kind === SPLIT_KINDS.set) writeSet(bits, sets, threshold[node], categories?.codes(column) ?? 0);
    else bits.write(ranks[indices[node]], bitsFor(ranks.length));
  }
  return bits.finish();
}

function writeSet(bits: BitWriter, sets: Int32Array, at: number, codes: number): void {
  for (let left = codes + 1, word = at; left > 0; left -= 32, word++)
    bits.write(sets[word], Math.min(32, left));
}
