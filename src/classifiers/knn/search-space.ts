/** The search space of k nearest neighbours. */
import { CLASS_WEIGHTS, choice, logIntegers, type SearchSpace } from '../contract/search-space.js';

export const knnSpace: SearchSpace = {
  dimensions: {
    k: logIntegers(1, 60),
    weights: choice('uniform', 'distance'),
    classWeight: CLASS_WEIGHTS,
  },
  resource: 'rows',
  left: { neighbourSearch: 'it changes the time, hardly the neighbours' },
};
