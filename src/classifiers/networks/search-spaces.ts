/** The search spaces of the networks: what all share, and what each adds. */
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

const HELD_OUT = { validationFraction: [0.2] };

/** The options of training. */
export const networkSpace: SearchSpace = {
  dimensions: {
    batchSize: choice(16, 32, 64, 128),
    samplingPower: linear(0, 1),
    schedule: choice('one-cycle', 'constant'),
    learningRate: when({ schedule: ['constant'] }, logarithmic(1e-4, 1e-2)),
    maximumLearningRate: when({ schedule: ['one-cycle'] }, logarithmic(1e-3, 1e-1)),
    scheduleStep: when({ schedule: ['one-cycle'] }, choice('batch', 'epoch')),
    weightDecay: logarithmic(1e-6, 1e-2),
    validationFraction: choice(0, 0.2),
    snapshots: when(HELD_OUT, choice('best', 'both')),
    refit: when(HELD_OUT, choice(false, true)),
    classWeight: CLASS_WEIGHTS,
  },
  resource: ['epochs', 'minimumSteps'],
  left: { ...SEED_LEFT, maximumSteps: 'a limit of the time of a fit' },
};

/** The shared space with further dimensions. */
function withDimensions(dimensions: SearchSpace['dimensions'], left: SearchSpace['left'] = {}): SearchSpace {
  const { resource } = networkSpace;
  return {
    dimensions: { ...networkSpace.dimensions, ...dimensions },
    resource,
    left: { ...networkSpace.left, ...left },
  };
}

export const mlpSpace = withDimensions({
  hiddenSizes: choice([32], [64], [128], [64, 32], [128, 64], [256, 128], [128, 64, 32]),
});

export const resNetSpace = withDimensions({ blocks: integers(1, 6), width: choice(32, 64, 128) });

export const recurrentSpace = withDimensions({
  hiddenSize: choice(32, 64, 128),
  sequence: choice('row', 'features'),
});

export const cnnSpace = withDimensions({ filters: choice([16], [32], [16, 32], [32, 64], [16, 32, 64]) });

const GRAPH_DIMENSIONS = { neighbours: logIntegers(2, 20), width: choice(32, 64, 128) };
const GRAPH_LEFT = { keptRows: 'a limit of the memory and the time of a prediction' };

export const graphSpace = withDimensions(GRAPH_DIMENSIONS, GRAPH_LEFT);

// Each number of heads divides each width.
export const gatSpace = withDimensions({ ...GRAPH_DIMENSIONS, heads: choice(1, 2, 4, 8) }, GRAPH_LEFT);
