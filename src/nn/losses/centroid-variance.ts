/**
 * Variance regularisation with learnable class centroids (paper Eq. 11-13): `intra` pulls each embedding
 * to its class's centroid, `inter` pushes the centroids of the classes in the batch apart.
 */
import type { Initializer } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';
import { type BatchTargets, currentScale, type LossScale, type LossTerm } from './loss-term.js';

export interface CentroidVarianceOptions {
  readonly classes: number;
  /** Weight of the intra term (paper: beta_1). */
  readonly intraWeight: LossScale;
  /** Weight of the inter term (paper: beta_2). */
  readonly interWeight: LossScale;
  /** `squared`: squared L2 distance (Eq. 11); `mse`: divided by the embedding's width (Algorithm 1). */
  readonly intraForm: 'squared' | 'mse';
  readonly centroids: Initializer;
  /** Factor on both gradients. */
  readonly scale: number;
}

/**
 * Declares `fvl.centroids` (classes x embedding columns) and records both terms: intra is the weighted mean over the
 * batch of |e_i - c_y|^2; inter is -log sigmoid of the mean distance between the centroids of the classes present (0
 * if the batch has one class).
 */
export function centroidVariance(
  program: Program,
  embedding: Tensor,
  targets: BatchTargets,
  options: CentroidVarianceOptions,
): { intra: LossTerm; inter: LossTerm } {
  const { engine } = program;
  const { kernels } = engine;
  const { classes, scale } = options;
  const n = embedding.columns;
  const centroids = program.parameter('fvl.centroids', [classes, n], options.centroids);
  const present = engine.allocateInts(classes);
  const perForm = options.intraForm === 'mse' ? 1 / n : 1;
  const intra: LossTerm = { value: 0 };
  const inter: LossTerm = { value: 0 };
  program.record({
    backward: () => {
      if (centroids.claimGradient()) throw new Error('the centroids are used twice');
      const target = program.gradientTarget(embedding);
      return () => {
        kernels.fill(classes * n, 0, centroids.gradient);
        inter.value = kernels.centroidSeparation(
          program.rows,
          n,
          classes,
          centroids.value,
          targets.labels,
          scale * currentScale(options.interWeight),
          centroids.gradient,
          present,
        );
        intra.value =
          perForm *
          kernels.centroidCompactness(
            program.rows,
            n,
            embedding.value,
            centroids.value,
            targets.labels,
            targets.weights,
            scale * currentScale(options.intraWeight) * perForm,
            target.address,
            centroids.gradient,
          );
        target.finish();
      };
    },
  });
  return { intra, inter };
}
