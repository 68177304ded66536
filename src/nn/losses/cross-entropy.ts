/** Softmax cross-entropy, the weighted mean over the batch of -log softmax(logits)_y: focal loss with gamma 0. */
import type { Program, Tensor } from '../../engine/program.js';
import { focalLoss } from './focal-loss.js';
import type { BatchTargets } from './loss-term.js';

/** Records it as the loss of a network; `value` is that of the last step. */
export function crossEntropy(program: Program, logits: Tensor, targets: BatchTargets): { value(): number } {
  const term = focalLoss(program, logits, targets, { gamma: 0, scale: 1 });
  return { value: () => term.value };
}
