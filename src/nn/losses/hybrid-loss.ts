/**
 * The hybrid loss (paper Eq. 9 and 14): alpha (focal + beta1 intra + beta2 inter) +
 * (1 - alpha) (supervised contrastive + triplet). With learned weights each of the five terms has a factor of its own
 * (`learned-weights.ts`).
 */
import type { Initializer } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';
import { centroidVariance } from './centroid-variance.js';
import { focalLoss } from './focal-loss.js';
import { learnedWeights } from './learned-weights.js';
import type { BatchTargets, LossScale } from './loss-term.js';
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
  /** `fixed`: the weights of Eq. 9 and 14; `learned`: these are where the weights of the terms start. Default `fixed`. */
  readonly weights?: 'fixed' | 'learned';
}

/** The terms, in the order of their learned weights. */
export const LOSS_TERMS = ['focal', 'intra', 'inter', 'contrastive', 'triplet'] as const;

/** A number for each term. */
export type LossTerms = Readonly<Record<(typeof LOSS_TERMS)[number], number>>;

/** The fixed weights of the terms. */
export function fixedWeights({
  alpha,
  intraWeight,
  interWeight,
}: Pick<HybridLossOptions, 'alpha' | 'intraWeight' | 'interWeight'>): LossTerms {
  return {
    focal: alpha,
    intra: alpha * intraWeight,
    inter: alpha * interWeight,
    contrastive: 1 - alpha,
    triplet: 1 - alpha,
  };
}

export interface HybridLoss {
  /** The loss of the last backward pass, and its parts, before their weights. */
  value(): number;
  parts(): LossTerms;
}

export function hybridLoss(
  program: Program,
  logits: Tensor,
  embedding: Tensor,
  targets: BatchTargets,
  options: HybridLossOptions,
): HybridLoss {
  const { alpha, intraWeight, interWeight } = options;
  const rest = 1 - alpha;
  const weights = fixedWeights(options);
  const learned =
    options.weights === 'learned'
      ? learnedWeights(
          program,
          LOSS_TERMS.map((term) => weights[term]),
          () => LOSS_TERMS.map((term) => parts()[term]),
        )
      : undefined;
  const scaled = (scale: number, term: keyof LossTerms): LossScale =>
    learned === undefined ? scale : () => scale * learned.factor(LOSS_TERMS.indexOf(term));
  const similarity = gram(program, unitRows(program, embedding));
  const { tripletNormalized: unit, tripletPower: power } = options;
  const products = unit ? similarity : gram(program, embedding);
  const distance = pairwiseDistance(program, products, { unit, power });
  const triplet = minedTriplets(program, similarity, distance, targets, {
    margin: options.margin,
    minerEpsilon: options.minerEpsilon,
    reduction: options.tripletReduction,
    scale: scaled(rest, 'triplet'),
  });
  // Recorded last, run first: these kernels write gradients that the operations above add to.
  const contrastive = supervisedContrastive(program, similarity, targets, {
    temperature: options.temperature,
    reduction: options.contrastiveReduction,
    scale: scaled(rest, 'contrastive'),
  });
  const { intra, inter } = centroidVariance(program, embedding, targets, {
    ...options,
    intraWeight: scaled(intraWeight, 'intra'),
    interWeight: scaled(interWeight, 'inter'),
    scale: alpha,
  });
  const focal = focalLoss(program, logits, targets, {
    gamma: options.focalGamma,
    scale: scaled(alpha, 'focal'),
  });
  const parts = (): LossTerms => ({
    focal: focal.value,
    intra: intra.value,
    inter: inter.value,
    contrastive: contrastive.value,
    triplet: triplet.value,
  });
  const value =
    learned === undefined
      ? () =>
          alpha * (focal.value + intraWeight * intra.value + interWeight * inter.value) +
          rest * (contrastive.value + triplet.value)
      : () =>
          LOSS_TERMS.reduce(
            (sum, term, k) => sum + learned.factor(k) * weights[term] * parts()[term],
            learned.penalty(),
          );
  return { value, parts };
}
