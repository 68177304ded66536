/** Trees in a few bits a node, without loss: the form in which they are saved. */
import type { Ensemble } from '../ensemble.js';
import { countBelow, thresholdsByColumn } from '../threshold-tables.js';
import { BitWriter, bitsFor } from './bits.js';

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

interface ColumnTable {
  readonly kind: number;
  /** Of a set: undefined. */
  readonly thresholds: Float64Array | undefined;
  readonly index: number;
}

/** @param ensemble without a `defect` */
export function packTrees({ arrays, categories }: Ensemble): PackedTrees {
  const { split, threshold, sets } = arrays;
  const tables = columnTables({ arrays, categories });
  const columnBits = bitsFor(tables.size);
  const bits = new BitWriter();
  for (let node = 0; node < split.length; node++) {
    const s = split[node];
    bits.write(s < 0 ? 0 : 1, 1);
    if (s < 0) continue;
    const column = s >> 1;
    const { index, thresholds } = tables.get(column) as ColumnTable;
    bits.write(index, columnBits);
    bits.write(s & 1, 1);
    if (thresholds === undefined) writeSet(bits, sets, threshold[node], categories?.codes(column) ?? 0);
    else bits.write(countBelow(thresholds, threshold[node]), bitsFor(thresholds.length));
  }
  const ofKind = (kind: number) =>
    [...tables.values()].flatMap((table) => (table.kind === kind ? [...(table.thresholds ?? [])] : []));
  const own = ofKind(SPLIT_KINDS.threshold);
  return {
    nodes: bits.finish(),
    columns: Int32Array.from(
      [...tables].flatMap(([column, { kind, thresholds }]) => [column, kind, thresholds?.length ?? 0]),
    ),
    thresholds: threshold instanceof Float64Array ? Float64Array.from(own) : Float32Array.from(own),
    singles: Float32Array.from(ofKind(SPLIT_KINDS.single)),
  };
}

/** The columns that are split, ascending. */
function columnTables({ arrays, categories }: Pick<Ensemble, 'arrays' | 'categories'>) {
  const wide = arrays.threshold instanceof Float64Array;
  const thresholdsOf = thresholdsByColumn(arrays, categories);
  const columns = new Set<number>();
  for (const s of arrays.split) if (s >= 0) columns.add(s >> 1);
  const tables = new Map<number, ColumnTable>();
  for (const column of [...columns].sort((a, b) => a - b)) {
    const thresholds = thresholdsOf.get(column);
    const { set, threshold, single } = SPLIT_KINDS;
    const exact = wide && thresholds?.every((value) => Math.fround(value) === value);
    tables.set(column, {
      kind: thresholds === undefined ? set : exact ? single : threshold,
      thresholds,
      index: tables.size,
    });
  }
  return tables;
}

function writeSet(bits: BitWriter, sets: Int32Array, at: number, codes: number): void {
  for (let left = codes + 1, word = at; left > 0; left -= 32, word++)
    bits.write(sets[word], Math.min(32, left));
}
