/** Complete trees on codes of 16 bits, for the kernel in which each row goes from node to node. */
import type { Engine } from '../../engine/engine.js';
import type { CodePlaces } from './code-places.js';
import {
  type BoostedShape,
  blockRowsOf,
  CompleteTrees,
  type NodeAddresses,
  withLeaves,
} from './complete-trees.js';
import type { CutTable } from './cut-table.js';

/** The code of missing values at nodes that send them right, and of nodes at which all rows go left. */
const LARGEST_CODE = 65_535;
/** Byte offsets of codes have 16 bits. */
const MOST_PLACES = 32_768;
const MOST_DEPTH = 10;
/** A tree of few nodes may be deep: complete it would be large. */
const MOST_WORDS = 2 ** 22;

export class ShortTrees extends CompleteTrees {
  readonly #depths: number;

  private constructor(
    engine: Engine,
    coded: CodePlaces,
    values: Float32Array,
    private readonly of: BoostedShape,
  ) {
    super(engine, coded, of, { blockRows: blockRowsOf(of.columns, 4), codeBytes: 2 }, (tree, dense) => {
      const complete = coded.complete(tree, of.depths[tree], values, dense);
      const { place, rank } = complete;
      const nodes = rank.map((code, i) => (code < 0 ? LARGEST_CODE : (place[i] << 17) | code));
      return withLeaves(nodes, complete);
    });
    this.#depths = engine.allocateInts(of.depths.length);
    engine.ints(this.#depths, of.depths.length).set(of.depths);
  }

  /** Undefined for trees that are too deep or have too many thresholds. @param values of the leaves */
  static create(
    engine: Engine,
    coded: CodePlaces,
    values: Float32Array,
    of: BoostedShape,
  ): ShortTrees | undefined {
    const words = of.depths.reduce((sum, depth) => sum + 2 ** (depth + 1), 0);
    if (words > MOST_WORDS || of.depths.some((depth) => depth > MOST_DEPTH)) return undefined;
    if (coded.places.length > MOST_PLACES || coded.most >= LARGEST_CODE) return undefined;
    return new ShortTrees(engine, coded, values, of);
  }

  protected rank(rows: number, values: number, table: CutTable, missingLeft: boolean, place: number): number {
    const width = this.coded.places.length;
    return this.engine.kernels.rankColumn(
      rows,
      values,
      this.of.columns,
      table.cuts,
      table.count,
      table.groups,
      missingLeft ? 0 : LARGEST_CODE,
      this.codes + 2 * place,
      width,
    );
  }

  protected addTrees(rows: number, { nodes, starts }: NodeAddresses, margins: number): void {
    this.engine.kernels.addCompleteTrees(
      rows,
      this.coded.places.length,
      this.codes,
      this.of.depths.length,
      starts,
      this.#depths,
      nodes,
      this.of.outputs,
      margins,
    );
  }
}
