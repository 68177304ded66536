/**
 * A layer appends its operations to a program. Layers hold no numbers: the parameters are in the program's store
 * under the layer's name.
 */
import type { Program, Tensor } from '../../engine/program.js';
import type { AffineFuser, AffineMap } from '../fusion/affine-fuser.js';

export interface Layer {
  /** Appends forward and backward operations and returns the output (rows x its own columns). */
  record(program: Program, x: Tensor): Tensor;
  /**
   * For layers that are affine at inference: given y = M u + c with u this layer's output, returns the
   * same map in terms of its input of `columns` columns.
   */
  fuse?(fuser: AffineFuser, map: AffineMap, columns: number): AffineMap;
  /** Columns of the output for an input of `columns` columns. */
  width(columns: number): number;
}
