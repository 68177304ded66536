/** The state of a boosting fit between rounds. */
import type { TimeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import type { Tree } from '../tree.js';
import type { BoostedTrees } from './boosted-trees.js';

export interface RoundBooster {
  /** Grows a tree for each output, all from the same margins. Rejects with `signal.reason` if it is aborted meanwhile. */
  grow(slices: TimeSlices, signal?: AbortSignal): Promise<Tree[]>;
  /** Adds the trees of a round; returns the mean training loss after it. */
  add(trees: Tree[]): number;
  /** Margins of the validation rows; undefined if there are none. */
  readonly validationMargins: Matrix | undefined;
  /** The trees of the first `rounds` rounds; undefined if there are none. */
  finish(rounds: number): BoostedTrees | undefined;
  /** Releases the memory. */
  release(): void;
}
