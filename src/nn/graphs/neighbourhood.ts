/**
 * What a graph layer sees besides the rows themselves: the rows each of them is joined to. Edges run from
 * neighbour to row; a row and its neighbours may come from different tensors (a row to predict is joined to
 * training rows), which the layers reach through `sources`.
 */
import type { Program, Tensor } from '../../engine/program.js';

export interface Neighbourhood {
  /** Address of rows x `count` indices of sources, row after row (32-bit integers). */
  readonly indices: number;
  /** The most that `count` can be. */
  readonly maximumCount: number;
  /** Neighbours of each row in the current step. */
  readonly count: number;
  /** Neighbours that each source has in its own graph. */
  readonly sourceCount: number;
  /**
   * The tensor that x is for the sources. In a graph of rows among themselves it is x. To be called in the
   * same order whatever the sources are.
   */
  sources(x: Tensor): Tensor;
}

/** A layer that may look at neighbours. Every `Layer` is one that does not. */
export interface GraphLayer {
  /** Appends forward and backward operations and returns the output (rows x its own columns). */
  record(program: Program, x: Tensor, neighbourhood: Neighbourhood): Tensor;
}

/** One layer after the other, all over the same graph. */
export function graphSequence(layers: readonly GraphLayer[]): GraphLayer {
  return {
    record: (program, x, neighbourhood) =>
      layers.reduce((value, layer) => layer.record(program, value, neighbourhood), x),
  };
}
