/** The search space of the support vector machine. */
import {
  CLASS_WEIGHTS,
  choice,
  integers,
  logarithmic,
  SEED_LEFT,
  type SearchSpace,
  when,
} from '../contract/search-space.js';

export const svmSmoteSpace: SearchSpace = {
  dimensions: {
    C: logarithmic(0.01, 1000),
    kernel: choice('rbf', 'linear'),
    gamma: when({ kernel: ['rbf'] }, logarithmic(1e-4, 10)),
    smoteNeighbours: integers(1, 10),
    classWeight: CLASS_WEIGHTS,
  },
  resource: 'rows',
  left: {
    ...SEED_LEFT,
    tolerance: 'the minimum is the same',
    cacheSize: 'it changes the time only',
  },
};
