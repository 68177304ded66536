/** Reads the trees that `packTrees` wrote, and refuses what it cannot have written. */
import { LevelGroups } from '../binning/level-groups.js';
import { Ensemble, LAST_SINGLE_INDEX } from '../ensemble.js';
import { BitReader, bitsFor } from './bits.js';
import { COLUMN_FIELDS, type PackedTrees, SPLIT_KINDS } from './pack-trees.js';

/** What is known of the trees beside their bits. */
export interface TreeCounts {
  /** Of the rows that the trees predict. */
  readonly columns: number;
  readonly trees: number;
  readonly nodes: number;
}

interface ColumnTable {
  readonly column: number;
  /** Undefined: a column of categories. */
  readonly thresholds: Float32Array | Float64Array | undefined;
}

/** The trees, or why these are not packed trees of this size. */
export function unpackTrees(
  packed: PackedTrees,
  categories: LevelGroups | undefined,
  { columns, trees, nodes }: TreeCounts,
): Ensemble | string {
  const badLevels = categories && LevelGroups.defect(categories.arrays, columns);
  if (badLevels !== undefined) return badLevels;
  // Before anything of this size is allocated.
  if (nodes > 8 * packed.nodes.length) return `${packed.nodes.length} bytes are too few for ${nodes} nodes`;
  if (trees > nodes) return `${nodes} nodes are too few for ${trees} trees`;
  const tables = columnTables(packed, categories, columns);
  if (typeof tables === 'string') return tables;
  return new TreeReader(packed, tables, categories, { columns, trees, nodes }).read();
}

/** The tables of the columns that are split, or why there cannot be such tables. */
function columnTables(
  { columns: rows, thresholds, singles }: PackedTrees,
  categories: LevelGroups | undefined,
  columns: number,
): ColumnTable[] | string {
  const used = rows.length / COLUMN_FIELDS;
  const tables: ColumnTable[] = [];
  const taken = { thresholds: 0, singles: 0 };
  for (let i = 0; i < used; i++) {
    const [column, kind, count] = rows.subarray(i * COLUMN_FIELDS, (i + 1) * COLUMN_FIELDS);
    if (column < 0 || column >= columns || (i > 0 && column <= tables[i - 1].column)) {
      return `the columns that are split are not ascending ones below ${columns}, but have ${column} at ${i}`;
    }
    const ofSets = kind === SPLIT_KINDS.set;
    if (ofSets !== (categories?.has(column) ?? false)) return `column ${column} has splits of kind ${kind}`;
    if (ofSets) {
      if (count !== 0) return `column ${column} of categories has ${count} thresholds`;
      tables.push({ column, thresholds: undefined });
      continue;
    }
    const source = kind === SPLIT_KINDS.threshold ? 'thresholds' : 'singles';
    if (source === 'singles' && kind !== SPLIT_KINDS.single)
      return `column ${column} has splits of kind ${kind}`;
    const all = source === 'thresholds' ? thresholds : singles;
    const from = taken[source];
    if (count < 1 || from + count > all.length) return `column ${column} has ${count} thresholds`;
    taken[source] += count;
    const own = all.subarray(from, from + count);
    if (own.some((value, k) => k > 0 && !(value > own[k - 1]))) {
      return `the thresholds of column ${column} are not ascending`;
    }
    tables.push({ column, thresholds: own });
  }
  const whole = taken.thresholds === thresholds.length && taken.singles === singles.length;
  return whole ? tables : 'there are thresholds of no column';
}

class TreeReader {
  readonly #bits: BitReader;
  readonly #split: Int32Array;
  readonly #threshold: Float32Array | Float64Array;
  readonly #next: Int32Array;
  readonly #sets: number[] = [];
  readonly #columnBits: number;
  readonly #thresholdBits: readonly number[];

  constructor(
    packed: PackedTrees,
    private readonly tables: readonly ColumnTable[],
    private readonly categories: LevelGroups | undefined,
    private readonly counts: TreeCounts,
  ) {
    const { nodes } = counts;
    this.#bits = new BitReader(packed.nodes);
    this.#split = new Int32Array(nodes).fill(-1);
    this.#threshold =
      packed.thresholds instanceof Float64Array ? new Float64Array(nodes) : new Float32Array(nodes);
    this.#next = new Int32Array(nodes);
    this.#columnBits = bitsFor(tables.length);
    this.#thresholdBits = tables.map(({ thresholds }) => bitsFor(thresholds?.length ?? 0));
  }

  read(): Ensemble | string {
    const { trees, nodes } = this.counts;
    const bits = this.#bits;
    const roots = new Int32Array(trees + 1);
    /** The splits whose right child is to come. */
    const open: number[] = [];
    let [tree, leaves] = [0, 0];
    for (let node = 0; node < nodes; node++) {
      if (tree === trees) return `there are more nodes than those of ${trees} trees`;
      if (bits.read(1) === 1) {
        const defect = this.#readSplit(node);
        if (defect !== undefined) return defect;
        open.push(node);
        continue;
      }
      this.#next[node] = leaves++;
      const parent = open.pop();
      if (parent === undefined) roots[++tree] = node + 1;
      else this.#next[parent] = node + 1;
    }
    if (tree < trees) return `the nodes end in tree ${tree} of ${trees}`;
    if (!bits.atEnd) return `the bits of ${nodes} nodes have another length`;
    const arrays = {
      split: this.#split,
      threshold: this.#threshold,
      next: this.#next,
      roots,
      sets: Int32Array.from(this.#sets),
    };
    return new Ensemble(arrays, this.categories);
  }

  #readSplit(node: number): string | undefined {
    const bits = this.#bits;
    const index = bits.read(this.#columnBits);
    if (index >= this.tables.length) return `node ${node} splits on column ${index} of ${this.tables.length}`;
    const { column, thresholds } = this.tables[index];
    this.#split[node] = 2 * column + bits.read(1);
    if (thresholds === undefined) return this.#readSet(node, column);
    const code = bits.read(this.#thresholdBits[index]);
    if (code >= thresholds.length) return `node ${node} has threshold ${code} of ${thresholds.length}`;
    this.#threshold[node] = thresholds[code];
    return undefined;
  }

  #readSet(node: number, column: number): string | undefined {
    const bits = this.#bits;
    const at = this.#sets.length;
    if (at > LAST_SINGLE_INDEX && this.#threshold instanceof Float32Array) {
      return `node ${node} has a set that 32-bit thresholds cannot number`;
    }
    this.#threshold[node] = at;
    const codes = this.categories?.codes(column) ?? 0;
    for (let left = codes + 1; left > 0; left -= 32) this.#sets.push(bits.read(Math.min(32, left)));
    return bits.overrun ? `the bits end at node ${node}` : undefined;
  }
}
