/** The search space of logistic regression. */
import { CLASS_WEIGHTS, logarithmic, type SearchSpace } from '../contract/search-space.js';

export const logisticRegressionSpace: SearchSpace = {
  dimensions: { C: logarithmic(1e-3, 1e3), classWeight: CLASS_WEIGHTS },
  resource: 'rows',
  left: {
    tolerance: 'the minimum is the same',
    maxIterations: 'the minimum is the same',
  },
};
