/** Growing one tree on the derivatives of one output: by histograms or on sorted values. */
import type { TimeSlices } from '../../event-loop.js';
import type { Tree } from '../tree.js';
import type { GrownLeaf } from './boosting-rule.js';
import type { ColumnChooser } from './column-choice.js';

/** The values of the tree's leaves are still to be set. */
export interface GrownRound {
  readonly tree: Tree;
  /** Together the rows that the tree was grown on; valid until the next tree is grown. */
  readonly leaves: readonly GrownLeaf[];
}

export interface RoundGrower {
  /** Rejects with `signal.reason` when the signal is aborted in the meantime. */
  grow(
    output: number,
    rows: Int32Array,
    columns: ColumnChooser,
    slices: TimeSlices,
    signal?: AbortSignal,
  ): Promise<GrownRound>;
}
