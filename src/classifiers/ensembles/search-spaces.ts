/** The search spaces of the ensembles. */
import { choice, integers, SEED_LEFT, type SearchSpace } from '../contract/search-space.js';
import { qclMixNetSpace } from '../qcl-mixnet/search-space.js';

// The networks of an ensemble have no validation rows.
const { validationFraction: _, snapshots: __, refit: ___, ...netDimensions } = qclMixNetSpace.dimensions;
const { folded: ____, ...netLeft } = qclMixNetSpace.left;

export const qclEnsembleSpace: SearchSpace = {
  dimensions: {
    ...netDimensions,
    folds: choice(3, 5, 10),
    scaling: choice('standard', 'quantile-normal', 'both'),
  },
  resource: qclMixNetSpace.resource,
  left: { ...netLeft, partitions: 'more networks cost time, and are hardly worse' },
};

export const autoSpace: SearchSpace = {
  dimensions: { quality: choice('fast', 'standard', 'best'), folds: integers(3, 10) },
  resource: 'rows',
  left: {
    ...SEED_LEFT,
    candidates: 'it weighs its candidates itself',
    timeLimit: 'a limit of the time of a fit',
  },
};
