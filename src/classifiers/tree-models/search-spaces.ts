/** The search spaces of the decision tree, the forests and boosting. */
import {
  CLASS_WEIGHTS,
  choice,
  integers,
  linear,
  logarithmic,
  logIntegers,
  SEED_LEFT,
  type SearchSpace,
  when,
} from '../contract/search-space.js';

const LEFT = { ...SEED_LEFT, method: 'it changes the time, hardly the splits' };
const ROUNDS_LEFT = {
  ...LEFT,
  validationFraction: 'the rounds are the resource of the search',
  earlyStoppingRounds: 'the rounds are the resource of the search',
};
const COLUMNS = choice('sqrt', 'log2', 'all', 0.3, 0.6);
const SHARES = linear(0.4, 1);

const treeDimensions: SearchSpace['dimensions'] = {
  criterion: choice('gini', 'entropy'),
  maxDepth: choice(undefined, 3, 5, 8, 12, 20),
  minSamplesSplit: logIntegers(2, 50),
  minSamplesLeaf: logIntegers(1, 30),
  minImpurityDecrease: choice(0, 1e-5, 1e-4, 1e-3, 1e-2),
  maxFeatures: COLUMNS,
  classWeight: CLASS_WEIGHTS,
};

export const decisionTreeSpace: SearchSpace = { dimensions: treeDimensions, resource: 'rows', left: LEFT };

export const randomForestSpace: SearchSpace = {
  dimensions: { ...treeDimensions, bootstrap: choice(true, false) },
  resource: ['nEstimators'],
  left: { ...LEFT, oobScore: 'it is a score, and changes nothing else' },
};

export const balancedRandomForestSpace: SearchSpace = {
  ...randomForestSpace,
  dimensions: {
    ...randomForestSpace.dimensions,
    samplingStrategy: choice('auto', 'all', 'majority', 'not majority'),
    replacement: choice(false, true),
  },
};

export const gradientBoostingSpace: SearchSpace = {
  dimensions: {
    learningRate: logarithmic(0.02, 0.5),
    maxDepth: integers(1, 8),
    subsample: SHARES,
    minSamplesSplit: logIntegers(2, 50),
    minSamplesLeaf: logIntegers(1, 30),
    maxFeatures: COLUMNS,
    classWeight: CLASS_WEIGHTS,
  },
  resource: ['nEstimators'],
  left: {
    ...LEFT,
    validationFraction: ROUNDS_LEFT.validationFraction,
    nIterNoChange: ROUNDS_LEFT.earlyStoppingRounds,
    tol: ROUNDS_LEFT.earlyStoppingRounds,
  },
};

export const xgboostSpace: SearchSpace = {
  dimensions: {
    learningRate: logarithmic(0.02, 0.6),
    maxDepth: integers(2, 10),
    gamma: choice(0, 0.1, 0.3, 1, 3),
    lambda: logarithmic(0.01, 30),
    alpha: choice(0, 0.01, 0.1, 1, 10),
    minChildWeight: logarithmic(0.1, 20),
    subsample: SHARES,
    colsampleByTree: SHARES,
    colsampleByLevel: SHARES,
    colsampleByNode: SHARES,
    maxBin: when({ method: ['hist'] }, choice(32, 64, 128, 256)),
    classWeight: CLASS_WEIGHTS,
  },
  resource: ['nEstimators'],
  left: { ...ROUNDS_LEFT, baseScore: 'the rounds move away from it at once' },
};

const { method: _, ...BOOSTING_LEFT } = ROUNDS_LEFT;

export const boostingSpace: SearchSpace = {
  dimensions: {
    learningRate: logarithmic(0.01, 0.3),
    maxDepth: integers(2, 10),
    maxLeaves: choice(undefined, 8, 16, 32),
    lambda: logarithmic(0.1, 30),
    minChildWeight: logarithmic(0.1, 20),
    subsample: SHARES,
    colsample: SHARES,
    maxBin: choice(32, 64, 128, 255),
    combinedColumns: choice(0, 5, 10),
    classWeight: CLASS_WEIGHTS,
  },
  resource: ['nEstimators'],
  left: { ...BOOSTING_LEFT, monotone: 'it is knowledge about the columns' },
};
