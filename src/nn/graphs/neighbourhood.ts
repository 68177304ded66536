/**
 * The graph input of a layer: the neighbours of each row. Edges run from neighbour to row; a row and its neighbours
 * may be in different tensors (a row to predict is connected to training rows), which the layers get from `sources`.
 */
import type { Program, Tensor } from '../../engine/program.js';

export interface Neighbourhood {
  /** Address of rows x `count` indices of sources, row-major (32-bit integers). */
  readonly indices: number;
  /** Upper bound of `count`. */
  readonly maximumCount: number;
  /** Neighbours of each row in the current step. */
  readonly count: number;
  /** Neighbours that each source has in its own graph. */
  readonly sourceCount: number;
  /**
   * The tensor of the sources that corresponds to x; x itself in a graph of rows among themselves. Calls must always
   * be in the same order.
   */
  sources(x: Tensor): Tensor;
}

/** A layer that may use neighbours. Every `Layer` is one that does not. */
export interface GraphLayer {
  /** Appends forward and backward operations and returns the output (rows x its own columns). */
  record(program: Program, x: Tensor, neighbourhood: Neighbourhood): Tensor;
}

/** Layers in sequence, all over the same graph. */
export function graphSequence(layers: readonly GraphLayer[]): GraphLayer {
  return {
    record: (program, x, neighbourhood) =>
      layers.reduce((value, layer) => layer.record(program, value, neighbourhood), x),
  };
}
