/** The networks of an ensemble as fits: held-out rows, seed and feature transform of each. */
import { RandomStream } from '../../../engine/random/random-stream.js';
import type { TrainingData } from '../../../training/training-data.js';
import { heldOutRows } from '../cross-fitting/folds.js';
import type { MemberFit } from '../cross-fitting/member-fit.js';
import type { ResolvedQclEnsembleOptions } from './options.js';

export function netFits(
  rows: Pick<TrainingData, 'y' | 'split'>,
  options: ResolvedQclEnsembleOptions,
): MemberFit[] {
  const { folds, partitions, scaling, seed, ...netOptions } = options;
  const seeds = new RandomStream(seed, 'members');
  return Array.from({ length: partitions }, (_, partition) => {
    const transform =
      scaling === 'both' ? (['standard', 'quantile-normal'] as const)[partition % 2] : scaling;
    const random = new RandomStream(seed, `folds-${partition}`);
    return heldOutRows(rows, folds, random).map((heldOut) => ({
      classifier: 'qcl-mixnet',
      // Class weights are already part of the row weights.
      options: { ...netOptions, classWeight: undefined, folded: true, seed: seeds.uint32() },
      transform,
      heldOut,
    }));
  }).flat();
}
