/** Grows one tree on the derivatives of one output: on histograms or on sorted values. */
import type { TimeSlices } from '../../event-loop.js';
import type { Tree } from '../tree.js';
import type { GrownLeaf } from './boosting-rule.js';
import type { ColumnChooser } from './column-choice.js';

/** A grown tree whose leaf values are not set yet. */
export interface GrownRound {
  readonly tree: Tree;
  /** The leaves with their rows; valid until the next tree is grown. */
  readonly leaves: readonly GrownLeaf[];
}

export interface RoundGrower {
  /** Rejects with `signal.reason` if the signal is aborted meanwhile. */
  grow(
    output: number,
    rows: Int32Array,
    columns: ColumnChooser,
    slices: TimeSlices,
    signal?: AbortSignal,
  ): Promise<GrownRound>;
}
