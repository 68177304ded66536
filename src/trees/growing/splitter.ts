/** The parts of growing that depend on the criterion. */

/** A node that is not yet decided: a stretch of the rows, and where it hangs. */
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
  /** Whether the node has rows with the feature missing: they decided `missingLeft`. */
  missingSeen = false;
  /** `code` and `next` are bins of several values: `Splitter.refine` finds the values. */
  binned = false;

  clear(): void {
    this.feature = -1;
    this.score = Number.NEGATIVE_INFINITY;
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
  }
}

/** Finds splits of nodes. `open` must come first; the other calls speak of the node opened last. */
export interface Splitter {
  open(node: OpenNode): void;
  /** Weight of the node's rows, and whether they are all alike. */
  readonly weight: number;
  readonly pure: boolean;
  writeValue(value: Float32Array): void;
  /** Puts the feature's best split into `best` if it is better; false where the feature is constant. */
  search(feature: number, best: BestSplit): boolean;
  /** Puts a split between two bins between two values: of those in both bins, where its score is largest. */
  refine(best: BestSplit): void;
  /** The gain of a split with this score, and whether it is enough. */
  gain(score: number): number;
  enough(gain: number): boolean;
}
