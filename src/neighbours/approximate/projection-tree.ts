/**
 * A tree of random projections (Dasgupta & Freund, "Random projection trees and low dimensional manifolds", 2008): a node
 * with many rows is divided by their product with the difference of two of them, at the median of a sample. Rows of one
 * leaf are likely to be near each other.
 */
import type { Engine } from '../../engine/engine.js';
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { Steps } from '../../event-loop.js';

/** Rows whose products give the threshold of a node: their median. */
const SAMPLE = 15;
/** Rows divided between two pauses. */
const ROWS_PER_STEP = 200_000;
/** Of a node's rows at least this part goes to each side. */
const LEAST_PART = 1 / 16;

/** Rows in 32 bits. */
export interface PaddedRows {
  readonly address: number;
  readonly rows: number;
  /** Values of a row: the columns up to the next multiple of four, filled with zeros. */
  readonly n: number;
}

/** Memory for growing trees. */
export interface TreeMemory {
  /** Address of the indices of the rows, which a tree permutes so that each leaf is contiguous. */
  readonly order: number;
  /** Address of as many integers. */
  readonly scratch: number;
  /** Address of a row. */
  readonly direction: number;
  /** Puts the indices in ascending order. */
  reset(): void;
}

export function treeMemory(engine: Engine, { rows, n }: PaddedRows): TreeMemory {
  const order = engine.allocateInts(rows);
  return {
    order,
    scratch: engine.allocateInts(rows),
    direction: engine.allocateFloats(n),
    reset() {
      const indices = engine.ints(order, rows);
      for (let row = 0; row < rows; row++) indices[row] = row;
    },
  };
}

/** A leaf: `count` rows from the place `start` of the order on. */
export interface Leaf {
  readonly start: number;
  readonly count: number;
}

/** Least and most rows of a leaf; `most` is at least twice `least`. */
interface LeafSizes {
  readonly least: number;
  readonly most: number;
}

interface Division {
  readonly direction: Float32Array | Float64Array;
  readonly threshold: number;
  /** Of a product below the threshold. */
  left: ProjectionTree;
  right: ProjectionTree;
}

export type ProjectionTree = Leaf | Division;

/** Grows a tree over all rows; `onLeaf` is called for its leaves from left to right. */
export function* growTree(
  engine: Engine,
  { address, rows, n }: PaddedRows,
  memory: TreeMemory,
  { least, most }: LeafSizes,
  random: RandomStream,
  onLeaf: (leaf: Leaf) => void,
): Steps<ProjectionTree> {
  const { kernels } = engine;
  const { order, scratch, direction } = memory;
  const rowBytes = n * engine.bytesPerFloat;
  const products = new Float64Array(SAMPLE);
  const open: { readonly leaf: Leaf; readonly put: (node: ProjectionTree) => void }[] = [];
  let root: ProjectionTree = { start: 0, count: rows };
  memory.reset();
  open.push({
    leaf: root,
    put: (node) => {
      root = node;
    },
  });
  let divided = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { leaf, put } = next;
    const { start, count } = leaf;
    if (count <= most) {
      put(leaf);
      onLeaf(leaf);
      continue;
    }
    const own = engine.ints(order + 4 * start, count);
    const drawn = () => address + own[random.integer(count)] * rowBytes;
    const along = engine.floats(direction, n);
    const [a, b] = [engine.floats(drawn(), n), engine.floats(drawn(), n)];
    for (let j = 0; j < n; j++) along[j] = a[j] - b[j];
    for (let s = 0; s < SAMPLE; s++) products[s] = kernels.dot(n, drawn(), direction);
    const threshold = products.sort()[SAMPLE >> 1];
    let left = kernels.splitRows(count, n, address, order + 4 * start, direction, threshold, scratch);
    // Equal rows, or a few far from all others.
    if (Math.min(left, count - left) < Math.max(least, LEAST_PART * count)) left = count >> 1;
    const division: Division = { direction: along.slice(), threshold, left: leaf, right: leaf };
    put(division);
    open.push({
      leaf: { start: start + left, count: count - left },
      put: (node) => {
        division.right = node;
      },
    });
    open.push({
      leaf: { start, count: left },
      put: (node) => {
        division.left = node;
      },
    });
    divided += count;
    if (divided < ROWS_PER_STEP) continue;
    divided = 0;
    yield;
  }
  return root;
}

/** The leaf to which a row would go. */
export function leafOf(tree: ProjectionTree, row: Float32Array | Float64Array): Leaf {
  let node = tree;
  while ('direction' in node) {
    const { direction } = node;
    let product = 0;
    for (let j = 0; j < direction.length; j++) product += row[j] * direction[j];
    node = product < node.threshold ? node.left : node.right;
  }
  return node;
}
