/** What mixup draws for the rows of a batch: the rank of the partner among the neighbours, and the share of the row itself. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import { dominantShare } from './dominant-share.js';

export interface MixupSetting {
  /** a of the Beta distribution. */
  readonly alpha: number;
  /** Neighbours to choose from; fewer if there are fewer. 0: the row is not mixed. */
  readonly neighbours: number;
}

export interface NeighbourMixupOptions extends MixupSetting {
  /** A lambda for each row (Definition 1) or one for the batch (Algorithm 1). */
  readonly lambdaPer: 'sample' | 'batch';
}

/**
 * Fills an entry for each row of the batch.
 *
 * @param most neighbours that there are, at least 1
 * @param ranks of the partners, from 0
 * @param shares of the rows themselves, from 0.5 to 1
 */
export type MixupDraws = (most: number, ranks: Int32Array, shares: Float32Array | Float64Array) => void;

/** One setting for all rows. */
export function fixedDraws(
  random: RandomStream,
  { alpha, neighbours, lambdaPer }: NeighbourMixupOptions,
): MixupDraws {
  const draw = dominantShare(random, alpha);
  return (most, ranks, shares) => {
    const k = Math.min(neighbours, most);
    for (let i = 0; i < ranks.length; i++) ranks[i] = random.integer(k);
    if (lambdaPer === 'batch') shares.fill(draw());
    else for (let i = 0; i < shares.length; i++) shares[i] = draw();
  };
}

/**
 * A setting for each class. With `lambdaPer` `batch`, the rows of a class have one share in each batch.
 *
 * @param classOf class of each row of the current batch
 * @param settingOf setting of a class in the current batch
 */
export function classDraws(
  random: RandomStream,
  lambdaPer: 'sample' | 'batch',
  classOf: () => Int32Array,
  settingOf: (c: number) => MixupSetting,
): MixupDraws {
  const byAlpha = new Map<number, () => number>();
  const drawOf = (alpha: number) => {
    const draw = byAlpha.get(alpha) ?? dominantShare(random, alpha);
    byAlpha.set(alpha, draw);
    return draw();
  };
  return (most, ranks, shares) => {
    const classes = classOf();
    const drawn = new Map<number, number>();
    for (let i = 0; i < ranks.length; i++) {
      const k = Math.min(settingOf(classes[i]).neighbours, most);
      ranks[i] = k === 0 ? 0 : random.integer(k);
    }
    for (let i = 0; i < shares.length; i++) {
      const { alpha, neighbours } = settingOf(classes[i]);
      const known = lambdaPer === 'batch' ? drawn.get(classes[i]) : undefined;
      shares[i] = known ?? (neighbours === 0 ? 1 : drawOf(alpha));
      drawn.set(classes[i], shares[i]);
    }
  };
}
