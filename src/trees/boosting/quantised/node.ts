/** The nodes of a tree that grows on integer derivatives. */
import type { LeafBounds } from './monotone-bounds.js';

/** Sums of integer derivatives. */
export interface IntegerSums {
  readonly G: number;
  readonly H: number;
}

/** A range of the array of rows. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A split with the sums of its left child. */
export interface Split extends IntegerSums {
  readonly column: number;
  /** The last code that goes left; with `set` the codes that do. */
  readonly code: number;
  readonly set?: Int32Array;
  readonly missingLeft: boolean;
  readonly gain: number;
}

/** With the sums over its drawn rows. */
export interface Node extends IntegerSums {
  /** Drawn rows, on which the tree is grown, and the others, which only follow. */
  readonly drawn: Range;
  readonly others: Range;
  readonly depth: number;
  readonly bounds: LeafBounds;
  /** Address of the histogram; undefined for a node that cannot be split, and once it is split. */
  histogram?: number;
  split?: Split;
  children?: readonly [Node, Node];
}
