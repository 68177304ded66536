/** The weights of the terms of the loss that a QCL-MixNet with `lossWeights=learned` has learned. */
import type { ModelTensor } from '../../modelfile/tensor.js';
import {
  fixedWeights,
  type HybridLossOptions,
  LOSS_TERMS,
  type LossTerms,
} from '../../nn/losses/hybrid-loss.js';
import { LOG_VARIANCES, uncertaintyFactor } from '../../nn/losses/learned-weights.js';
import { requireData } from '../contract/saved-classifier.js';

/**
 * exp(-s_k) w_k of each term; undefined for a network in its folded form, which keeps what prediction needs only.
 *
 * @param tensors of the trained network
 * @param start the options that give the fixed weights w_k
 * @throws InputError for a tensor of another shape
 */
export function learnedLossWeights(
  tensors: Map<string, ModelTensor>,
  start: Pick<HybridLossOptions, 'alpha' | 'intraWeight' | 'interWeight'>,
): LossTerms | undefined {
  if (!tensors.has(LOG_VARIANCES)) return undefined;
  const trained = requireData(tensors, LOG_VARIANCES, [LOSS_TERMS.length], 'qcl-mixnet', 'F32');
  const fixed = fixedWeights(start);
  const of = (term: keyof LossTerms) => uncertaintyFactor(trained[LOSS_TERMS.indexOf(term)]) * fixed[term];
  return {
    focal: of('focal'),
    intra: of('intra'),
    inter: of('inter'),
    contrastive: of('contrastive'),
    triplet: of('triplet'),
  };
}
