/**
 * The hybrid loss (paper Eq. 9 and 14): alpha (focal + beta1 intra + beta2 inter) +
 * (1 - alpha) (supervised contrastive + triplet).
 */
import type { Initializer } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';
import { centroidVariance } from './centroid-variance.js';
import { focalLoss } from './focal-loss.js';
import type { BatchTargets } from './loss-term.js';
import { minedTriplets } from './mined-triplets.js';
import { gram, pairwiseDistance, unitRows } from './pairs.js';
import { supervisedContrastive } from './supervised-contrastive.js';

export interface HybridLossOptions {
  readonly classes: number;
  /** alpha_loss of Eq. 14. */
  readonly alpha: number;
  readonly focalGamma: number;
  readonly intraWeight: number;
  readonly interWeight: number;
  readonly intraForm: 'squared' | 'mse';
  readonly centroids: Initializer;
  readonly temperature: number;
  readonly contrastiveReduction: 'mean' | 'sum';
  readonly margin: number;
  readonly minerEpsilon: number;
  /** Distances between unit embeddings (true) or raw ones. */
  readonly tripletNormalized: boolean;
  readonly tripletPower: 1 | 2;
  readonly tripletReduction: 'mean' | 'sum';
}

export interface HybridLoss {
  /** The loss of the last backward pass, and its parts. */
  value(): number;
  parts(): { focal: number; intra: number; inter: number; contrastive: number; triplet: number };
}

export function hybridLoss(
  program: Program,
  logits: Tensor,
  embedding: Tensor,
  targets: BatchTargets,
  options: HybridLossOptions,
): HybridLoss {
  const { alpha } = options;
  const rest = 1 - alpha;
  const similarity = gram(program, unitRows(program, embedding));
  const { tripletNormalized: unit, tripletPower: power } = options;
  const products = unit ? similarity : gram(program, embedding);
  const distance = pairwiseDistance(program, products, { unit, power });
  const triplet = minedTriplets(program, similarity, distance, targets, {
    margin: options.margin,
    minerEpsilon: options.minerEpsilon,
    reduction: options.tripletReduction,
    scale: rest,
  });
  // Recorded last, run first: these kernels write gradients that the operations above add to.
  const contrastive = supervisedContrastive(program, similarity, targets, {
    temperature: options.temperature,
    reduction: options.contrastiveReduction,
    scale: rest,
  });
  const { intra, inter } = centroidVariance(program, embedding, targets, { ...options, scale: alpha });
  const focal = focalLoss(program, logits, targets, { gamma: options.focalGamma, scale: alpha });
  const { intraWeight, interWeight } = options;
  return {
    value: () =>
      alpha * (focal.value + intraWeight * intra.value + interWeight * inter.value) +
      rest * (contrastive.value + triplet.value),
    parts: () => ({
      focal: focal.value,
      intra: intra.value,
      inter: inter.value,
      contrastive: contrastive.value,
      triplet: triplet.value,
    }),
  };
}
