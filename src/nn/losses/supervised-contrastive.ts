/**
 * Supervised contrastive loss (paper Eq. 15; Khosla et al. 2020) on cosine similarities. `mean` averages
 * over the anchors whose loss is positive, as pytorch-metric-learning does; `sum` is Eq. 15 as printed.
 */
import type { Program, Tensor } from '../../engine/program.js';
import { type BatchTargets, currentScale, type LossScale, type LossTerm } from './loss-term.js';

export interface SupervisedContrastiveOptions {
  /** Temperature tau. */
  readonly temperature: number;
  readonly reduction: 'mean' | 'sum';
  readonly scale: LossScale;
}

export function supervisedContrastive(
  program: Program,
  similarity: Tensor,
  targets: BatchTargets,
  { temperature, reduction, scale }: SupervisedContrastiveOptions,
): LossTerm {
  const { kernels } = program.engine;
  const term: LossTerm = { value: 0 };
  program.record({
    backward: () => {
      const target = program.gradientTarget(similarity);
      return () => {
        term.value = kernels.supervisedContrastive(
          program.rows,
          similarity.value,
          similarity.columns,
          targets.labels,
          temperature,
          reduction === 'sum',
          currentScale(scale),
          target.address,
        );
        target.finish();
      };
    },
  });
  return term;
}
