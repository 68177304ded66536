/** The search space of QCL-MixNet. */
import { choice, integers, linear, logarithmic, type SearchSpace, when } from '../contract/search-space.js';
import { networkSpace } from '../networks/search-spaces.js';

const CIRCUIT = { quantum: ['circuit'] };
const PROJECTION = { metricSpace: ['embedding'] };
const MIXUP = { without: [[], ['attention']] };
const FIXED_MIXUP = { ...MIXUP, mixupSchedule: ['fixed'] };

/** Of the quantum part, mixup, the loss and the architecture. */
const ownDimensions: SearchSpace['dimensions'] = {
  without: choice([], ['mixup'], ['attention']),
  quantum: choice('layers', 'circuit', 'none'),
  qubits: when(CIRCUIT, integers(2, 6)),
  circuitLayers: when(CIRCUIT, integers(1, 4)),
  entangler: when(CIRCUIT, choice('cnot', 'cz')),
  mixupSchedule: when(MIXUP, choice('fixed', 'learned')),
  mixupNeighbours: when(FIXED_MIXUP, integers(1, 10)),
  mixupAlpha: when(FIXED_MIXUP, logarithmic(0.05, 2)),
  mixupLambda: when(MIXUP, choice('sample', 'batch')),
  mixupRows: when(MIXUP, choice('batch', 'all')),
  mixupSpace: when({ ...MIXUP, mixupRows: ['batch'] }, choice('input', 'embedding')),
  focalGamma: linear(0, 5),
  intraWeight: linear(0, 2),
  interWeight: linear(0, 2),
  intraForm: choice('squared', 'mse'),
  lossAlpha: linear(0.1, 1),
  lossWeights: choice('fixed', 'learned'),
  metricSpace: choice('embedding', 'representation', 'logits'),
  temperature: logarithmic(0.05, 1),
  contrastiveReduction: choice('mean', 'sum'),
  margin: linear(0, 1),
  minerEpsilon: linear(0, 0.3),
  tripletEmbedding: choice('normalized', 'raw'),
  tripletDistance: choice('plain', 'squared'),
  tripletReduction: choice('mean', 'sum'),
  thetaInitial: choice('normal', 'uniform', 'small-normal'),
  centroidInitial: choice('normal', 'zeros'),
  columnSelection: choice('none', 'wide'),
  hiddenWidth: choice(32, 64, 128),
  representationWidth: choice(16, 32, 64),
  projectionWidth: when(PROJECTION, choice(8, 16, 32)),
  embeddingWidth: when(PROJECTION, choice(4, 8, 16)),
};

const ownLeft = {
  shots: 'the noise of a quantum computer',
  neighbourSearch: 'it changes the time, hardly the neighbours',
};

export const qclMixNetSpace: SearchSpace = {
  dimensions: { ...networkSpace.dimensions, ...ownDimensions },
  resource: networkSpace.resource,
  left: { ...networkSpace.left, ...ownLeft, folded: 'it changes the file, not the predictions' },
};
