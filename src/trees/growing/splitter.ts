/** The part of growing that depends on the criterion. */

/** A node still to be processed: a range of the rows, and its place in the tree. */
export interface OpenNode {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly parent: number;
  readonly isLeft: boolean;
}

/** The best split found in a node so far. */
export class BestSplit {
  feature = -1;
  /** Decrease of the criterion; comparable within a node, ties keep the first. */
  score = Number.NEGATIVE_INFINITY;
  /** The highest code that goes left and the next occupied code. */
  code = 0;
  next = 0;
  missingLeft = false;
  /** Whether the node has missing values of the feature, which decided `missingLeft`. */
  missingSeen = false;
  /** `code` and `next` are bins of several values: `Splitter.refine` finds the values. */
  binned = false;
  /** The codes that go left, for a category column: instead of `code` and `next`. */
  set?: Int32Array;

  clear(): void {
    this.feature = -1;
    this.score = Number.NEGATIVE_INFINITY;
    this.set = undefined;
  }

  take(
    feature: number,
    score: number,
    code: number,
    next: number,
    missingLeft: boolean,
    seen: boolean,
  ): void {
    this.feature = feature;
    this.score = score;
    this.code = code;
    this.next = next;
    this.missingLeft = missingLeft;
    this.missingSeen = seen;
    this.binned = false;
    this.set = undefined;
  }

  takeSet(feature: number, score: number, set: Int32Array): void {
    this.take(feature, score, 0, 0, false, false);
    this.set = set;
  }
}

/** Finds splits of nodes. `open` must be called first; the other methods refer to the node opened last. */
export interface Splitter {
  open(node: OpenNode): void;
  /** Weight of the node's rows, and whether all have the same target. */
  readonly weight: number;
  readonly pure: boolean;
  writeValue(value: Float32Array): void;
  /**
   * Stores the feature's best split in `best` if it is better; false if the feature is constant, or if it is a
   * category column whose splits gain no more than is expected of chance (`LevelOrder.expectedNoise`).
   */
  search(feature: number, best: BestSplit): boolean;
  /** Refines a split between two bins to the best one between two values in these bins. */
  refine(best: BestSplit): void;
  /** The gain of a split with this score, and whether it suffices. */
  gain(score: number): number;
  enough(gain: number): boolean;
}
