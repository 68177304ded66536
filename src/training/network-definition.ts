/** A network as the training loop sees it: what to record, and nothing of how it is trained. */
import type { Program, Tensor } from '../engine/program.js';
import type { Matrix } from '../matrix.js';
import type { SequentialLayer } from '../nn/layers/composition.js';
import type { BatchTargets } from '../nn/losses/loss-term.js';
import type { TrainingData } from './training-data.js';

export interface NetworkDefinition {
  /**
   * The layers from the input to the logits: all that prediction needs. `kept` is what `keep` chose, for
   * networks that have it.
   */
  inference(columns: number, classes: number, kept?: Matrix): SequentialLayer;
  /** Records the training pass with its loss; returns how to read the loss of the last step. */
  record(program: Program, x: Tensor, targets: BatchTargets, classes: number): { value(): number };
  /** Records a forward pass to the representation in which mixup may look for neighbours. */
  embedding?(program: Program, x: Tensor): Tensor;
  /** Training rows that predictions refer to: chosen before the training, kept with the model. */
  keep?(data: TrainingData): Matrix;
}
