/** Complete trees on codes of 8 bits, for the kernel that compares all nodes of a tree for many rows at once. */
import type { Engine } from '../../engine/engine.js';
import type { CodePlaces, CompleteTree } from './code-places.js';
import {
  type BoostedShape,
  blockRowsOf,
  CompleteTrees,
  type NodeAddresses,
  withLeaves,
} from './complete-trees.js';
import type { CutTable } from './cut-table.js';

const MOST_THRESHOLDS = 255;
/** Deeper trees have so many nodes that following one path is faster. */
const MOST_DEPTH = 7;
/** Codes of these many rows are compared at once. */
const ROWS = 32;
/** Levels of the smallest subtrees. */
const LEVELS = 3;
/** Byte offsets of codes have 24 bits. */
const MOST_CODES = 2 ** 24;

export class ByteTrees extends CompleteTrees {
  readonly #heights: number;

  private constructor(
    engine: Engine,
    coded: CodePlaces,
    values: Float32Array,
    private readonly of: BoostedShape,
  ) {
    const blockRows = blockRowsOf(of.columns, ROWS);
    const heights = of.depths.map((depth) => Math.max(0, depth - LEVELS));
    super(engine, coded, of, { blockRows, codeBytes: 1 }, (tree, dense) => {
      const complete = coded.complete(tree, heights[tree] + LEVELS, values, dense);
      return withLeaves(wordsOf(complete, heights[tree], blockRows), complete);
    });
    this.#heights = engine.allocateInts(heights.length);
    engine.ints(this.#heights, heights.length).set(heights);
  }

  /** Undefined for trees that are too deep or have too many thresholds. @param values of the leaves */
  static create(
    engine: Engine,
    coded: CodePlaces,
    values: Float32Array,
    of: BoostedShape,
  ): ByteTrees | undefined {
    if (of.depths.some((depth) => depth > MOST_DEPTH) || coded.most > MOST_THRESHOLDS) return undefined;
    if (coded.places.length * blockRowsOf(of.columns, ROWS) > MOST_CODES) return undefined;
    return new ByteTrees(engine, coded, values, of);
  }

  protected rank(rows: number, values: number, table: CutTable, missingLeft: boolean, place: number): number {
    return this.engine.kernels.rankBytes(
      rows,
      values,
      this.of.columns,
      table.cuts,
      table.count,
      table.groups,
      missingLeft ? 0 : MOST_THRESHOLDS,
      this.codes + place * this.blockRows,
    );
  }

  protected addTrees(rows: number, { nodes, starts }: NodeAddresses, margins: number): void {
    this.engine.kernels.addByteTrees(
      rows,
      this.codes,
      this.of.depths.length,
      starts,
      this.#heights,
      nodes,
      this.of.outputs,
      margins,
    );
  }
}

/** The nodes in the order of the kernel: the subtrees of three levels, then the levels above, the lowest first. */
function wordsOf({ place, rank }: CompleteTree, height: number, blockRows: number): number[] {
  const wordOf = (node: number) =>
    // The codes are signed, 0 being -128; none is above 127.
    ((place[node] * blockRows) << 8) | (rank[node] < 0 ? 127 : (rank[node] - 128) & 255);
  const words: number[] = [];
  for (let subtree = 0; subtree < 2 ** height; subtree++) {
    const root = 2 ** height - 1 + subtree;
    let [first, count] = [root, 1];
    for (let level = 0; level < LEVELS; level++) {
      for (let node = first; node < first + count; node++) words.push(wordOf(node));
      [first, count] = [2 * first + 1, 2 * count];
    }
    words.push(rank[root] < 0 ? 1 : 0);
  }
  for (let level = height - 1; level >= 0; level--) {
    for (let node = 2 ** level - 1; node < 2 ** (level + 1) - 1; node++) words.push(wordOf(node));
  }
  return words;
}
