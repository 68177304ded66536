/**
 * Focal loss (paper Eq. 10; Lin et al. 2017): the weighted mean over the batch of
 * (1 - p_y)^gamma (-log p_y), p = softmax(logits). gamma 0 is cross-entropy.
 */
import type { Program, Tensor } from '../../engine/program.js';
import { type BatchTargets, currentScale, type LossScale, type LossTerm } from './loss-term.js';

export function focalLoss(
  program: Program,
  logits: Tensor,
  targets: BatchTargets,
  { gamma, scale }: { gamma: number; scale: LossScale },
): LossTerm {
  const { kernels } = program.engine;
  const term: LossTerm = { value: 0 };
  program.record({
    backward: () => {
      const target = program.gradientTarget(logits);
      return () => {
        term.value = kernels.focalLoss(
          program.rows,
          logits.columns,
          logits.value,
          targets.labels,
          targets.weights,
          gamma,
          currentScale(scale),
          target.address,
        );
        target.finish();
      };
    },
  });
  return term;
}
