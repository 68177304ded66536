/** The architecture and loss of a network, independent of how it is trained. */
import type { Program, Tensor } from '../engine/program.js';
import type { Matrix } from '../matrix.js';
import type { SequentialLayer } from '../nn/layers/composition.js';
import type { BatchTargets } from '../nn/losses/loss-term.js';
import type { TrainingData } from './training-data.js';

export interface NetworkDefinition {
  /**
   * The layers from the input to the logits: all that prediction needs. `kept` is the result of `keep`, for networks
   * that have it.
   */
  inference(columns: number, classes: number, kept?: Matrix): SequentialLayer;
  /** Records the training pass with its loss; `value` is the loss of the last step. */
  record(program: Program, x: Tensor, targets: BatchTargets, classes: number): { value(): number };
  /** Records a forward pass to the representation in which mixup may search neighbours. */
  embedding?(program: Program, x: Tensor, classes: number): Tensor;
  /** The training rows used in prediction: chosen before training, kept with the model. */
  keep?(data: TrainingData): Matrix;
}
