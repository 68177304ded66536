/** Building an approximate index: padded rows in the order of a tree's leaves, the tree, and the lists of neighbours. */
import type { Engine } from '../../engine/engine.js';
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { Steps } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import { NeighbourLists, wholeFours } from './neighbour-lists.js';
import { growTree, type Leaf, type PaddedRows, type ProjectionTree, treeMemory } from './projection-tree.js';
import { RecallJudge } from './recall-judge.js';

const TREES = 6;
const MOST_LEAF_ROWS = 128;
/** Places of a list beyond the neighbours that are wanted, and most candidates of a row in neighbour descent. */
const SPARE_PLACES = 3;
const CANDIDATES = 12;
/** If the trees find less than this share of the nearest rows, or neighbour descent not enough, lists are longer. */
const HARD_RECALL = 0.5;
const HARD_FACTOR = 2;
/** Neighbour descent ends once the estimated recall is this large, or few places change although the lists are long. */
const TARGET_RECALL = 0.97;
/** Few places: fewer than this share. */
const LEAST_CHANGE = 0.02;

export interface NeighbourIndex {
  /** The rows in the order of the first tree, so that near rows are near in memory. */
  readonly x: PaddedRows;
  /** A power of two: the rows at `x` are those of X times it, so that no square overflows. */
  readonly scale: number;
  /** The row of X for each row at `x`. */
  readonly original: Int32Array;
  /** The first tree: its leaves are ranges of the rows at `x`. */
  readonly tree: ProjectionTree;
  /** For each row at `x` at least k others. */
  readonly lists: NeighbourLists;
  /** The share of the k nearest rows that are in the lists, estimated. */
  readonly recall: number;
}

/** The most rows that are one leaf, of which all pairs are compared, so that the index misses none of the k nearest. */
export function mostExactRows(k: number): number {
  return Math.max(MOST_LEAF_ROWS, 2 * (k + 1));
}

/** @param temporary engine for what is needed only in building; may be released afterwards */
export function* buildIndex(
  engine: Engine,
  temporary: Engine,
  X: Matrix,
  k: number,
  random: RandomStream,
): Steps<NeighbourIndex> {
  const { rows } = X;
  const n = wholeFours(X.columns);
  const scale = scaleOf(X.data);
  const given = { address: temporary.allocateFloats(rows * n), rows, n };
  const padded = temporary.floats(given.address, rows * n);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < X.columns; j++) padded[row * n + j] = X.data[row * X.columns + j] * scale;
  }
  const memory = treeMemory(temporary, given);
  // Each leaf has a row and as many others as there are neighbours wanted, so that no list stays shorter.
  const sizes = { least: k + 1, most: mostExactRows(k) };
  const leaves: Leaf[] = [];
  const tree = yield* growTree(temporary, given, memory, sizes, random, (leaf) => leaves.push(leaf));
  const original = temporary.ints(memory.order, rows).slice();
  const x = { address: engine.allocateFloats(rows * n), rows, n };
  temporary.kernels.gatherRows(rows, n, given.address, memory.order, x.address);

  let lists = new NeighbourLists(engine, x, wholeFours(k + SPARE_PLACES), CANDIDATES, sizes.most);
  const join = ({ start, count }: Leaf) => lists.join(memory.order + 4 * start, count);
  memory.reset();
  for (const leaf of leaves) {
    yield;
    join(leaf);
  }
  // With one leaf all pairs of rows have been compared.
  if (leaves.length === 1) return { x, scale, original, tree, lists, recall: 1 };
  for (let more = 1; more < TREES; more++) yield* growTree(temporary, x, memory, sizes, random, join);

  const judge = yield* RecallJudge.create(temporary, x, k);
  const widen = () => lists.widened(HARD_FACTOR * lists.places, HARD_FACTOR * CANDIDATES);
  let isHard = judge.recall(lists) < HARD_RECALL;
  if (isHard) lists = widen();
  for (;;) {
    const added = yield* lists.descend(random);
    const recall = judge.recall(lists);
    if (added < LEAST_CHANGE * rows * lists.places && recall < TARGET_RECALL && !isHard) {
      isHard = true;
      lists = widen();
    } else if (recall >= TARGET_RECALL || added < LEAST_CHANGE * rows * lists.places) {
      return { x, scale, original, tree, lists, recall };
    }
  }
}

/** A power of two by which the largest value is at most 1. */
function scaleOf(data: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const value = Math.abs(data[i]);
    if (value > largest) largest = value;
  }
  let scale = 1;
  for (; largest * scale > 1; scale /= 2);
  for (; largest > 0 && largest * scale <= 0.5; scale *= 2);
  return scale;
}
