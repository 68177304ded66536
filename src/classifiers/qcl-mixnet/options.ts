/**
 * The hyper-parameters of QCL-MixNet and their defaults: the paper's values if it gives them. If it is silent or
 * contradicts itself, the other reading is an option too.
 */
import * as z from 'zod';
import { NEIGHBOUR_SEARCHES } from '../../neighbours/row-neighbours.js';
import { ENTANGLERS, MOST_QUBITS } from '../../nn/quantum/circuit-shape.js';
import type { ParameterGrid } from '../contract/classifier-entry.js';
import { COLUMN_SELECTIONS } from '../networks/column-selection/select-columns.js';
import { networkOptions, scheduleOption, widthOption } from '../networks/network-options.js';
import { ABLATIONS } from './ablations.js';

const METRIC_SPACES = ['embedding', 'representation', 'logits'] as const;
export type MetricSpace = (typeof METRIC_SPACES)[number];

const positive = z.number().positive();
const nonNegative = z.number().min(0);

export const qclMixNetOptions = z.strictObject({
  ...networkOptions,
  /** `one-cycle` (paper 4.2.1), or `constant` at `learningRate`. */
  schedule: scheduleOption.default('one-cycle'),
  /** Removed parts: `quantum`, `mixup`, `attention` (paper 5.3). */
  without: z.array(z.enum(ABLATIONS)).default([]),

  /**
   * The paper's quantum-entanglement `layers` (Eq. 1-3), instead of them a simulated variational `circuit` whose
   * expectations are further features, or `none`, as without `quantum`.
   */
  quantum: z.enum(['layers', 'circuit', 'none']).default('layers'),
  /** Of the circuit: time and memory double with each qubit. */
  qubits: z.int().min(2).max(MOST_QUBITS).default(4),
  /** Layers of the circuit. */
  circuitLayers: z.int().min(1).max(20).default(2),
  /** The gates of the circuit's ring. */
  entangler: z.enum(ENTANGLERS).default('cnot'),
  /**
   * Predict from so many simulated measurements of the circuit for each row, drawn by `seed`, as a quantum computer
   * would; 0: from the exact expectations.
   */
  shots: z.int().min(0).max(1_000_000).default(0),

  /** k of the neighbours that mixup chooses from (paper Definition 1). */
  mixupNeighbours: z.int().min(1).default(5),
  /** alpha of Beta(alpha, alpha); the paper gives none. */
  mixupAlpha: positive.default(0.4),
  /** A lambda for each `sample` (Definition 1) or each `batch` (Algorithm 1). */
  mixupLambda: z.enum(['sample', 'batch']).default('sample'),
  /** Neighbours by distance of the `input` (Algorithm 1) or the `embedding` (Definition 1), that is, in `metricSpace`. */
  mixupSpace: z.enum(['input', 'embedding']).default('input'),

  /** Neighbours among the rows of the `batch` (Algorithm 1), or among `all` training rows, then by distance of the input. */
  mixupRows: z.enum(['batch', 'all']).default('batch'),
  /**
   * With `mixupRows` `all`: neighbours by an `exact` search or an `approximate` one, which may miss some; `auto` is
   * `approximate` from 20,000 training rows on.
   */
  neighbourSearch: z.enum(NEIGHBOUR_SEARCHES).default('auto'),

  /**
   * `learned`: a bandit for each class with at least ten training rows chooses among six settings of `mixupAlpha` and
   * `mixupNeighbours`, one of them no mixup, from epoch to epoch, by the class's cross-entropy on a fifth of the training
   * rows, which are held back. With `refit`, and without validation rows, a network is then trained on all rows by this schedule.
   */
  mixupSchedule: z.enum(['fixed', 'learned']).default('fixed'),

  /** gamma of the focal loss (Eq. 10). */
  focalGamma: nonNegative.default(3),
  /** beta_1: weight of the pull to the class's centroid (Eq. 9). */
  intraWeight: nonNegative.default(0.8),
  /** beta_2: weight of the push between centroids (Eq. 9). */
  interWeight: nonNegative.default(1),
  /** `squared` distance (Eq. 11) or `mse` (Algorithm 1). */
  intraForm: z.enum(['squared', 'mse']).default('squared'),
  /** alpha_loss: weight of the focal variance loss against the metric losses (Eq. 14). */
  lossAlpha: z.number().min(0).max(1).default(0.5),
  /**
   * Where the metric losses and the centroids act: the `embedding` of the projection head (paper 3.2.4), the
   * `representation` before it, which the classifier uses too (what Proposition 4 warns of), or the `logits`. Without the
   * embedding there is no projection head.
   */
  metricSpace: z.enum(METRIC_SPACES).default('embedding'),
  /**
   * The weights of the loss terms above are `fixed`, or the start of weights that are `learned` with the network, by
   * the uncertainty of each term (Kendall, Gal & Cipolla 2018).
   */
  lossWeights: z.enum(['fixed', 'learned']).default('fixed'),
  /** tau of the contrastive loss (Eq. 15). */
  temperature: positive.default(0.2),
  /** `mean` over anchors with a positive loss, or `sum` (Eq. 15 as printed). */
  contrastiveReduction: z.enum(['mean', 'sum']).default('mean'),
  /** m of the triplet loss (Eq. 16). */
  margin: nonNegative.default(0.5),
  /** epsilon of the multi-similarity miner; the paper gives none. */
  minerEpsilon: z.number().default(0.1),
  /** Triplet distances between `normalized` embeddings or `raw` ones (Eq. 16 as printed). */
  tripletEmbedding: z.enum(['normalized', 'raw']).default('normalized'),
  /** `plain` distance or `squared` (Eq. 16 as printed). */
  tripletDistance: z.enum(['plain', 'squared']).default('plain'),
  /** `mean` over triplets with a positive hinge, or `sum` (Eq. 16 as printed). */
  tripletReduction: z.enum(['mean', 'sum']).default('mean'),

  /** Initial theta: standard `normal`, `uniform` in [0, 1), or `small-normal` (a tenth of it). */
  thetaInitial: z.enum(['normal', 'uniform', 'small-normal']).default('normal'),
  /** Initial centroids: standard `normal` or `zeros`. */
  centroidInitial: z.enum(['normal', 'zeros']).default('normal'),
  /**
   * With `wide`, tables with more than 100 columns and fewer than 1.5 training rows per column are reduced to the
   * floor(sqrt(rows)) columns with the largest F statistic on these rows. The paper uses `none`.
   */
  columnSelection: z.enum(COLUMN_SELECTIONS).default('none'),
  /** Keep only the network folded for prediction: a smaller file, and the same predictions up to rounding. */
  folded: z.boolean().default(false),
  /** Width of the first and second fully connected layer (paper Figure 1). */
  hiddenWidth: widthOption.default(64),
  representationWidth: widthOption.default(32),
  /** Widths of the projection head (Eq. 17). */
  projectionWidth: widthOption.default(16),
  embeddingWidth: widthOption.default(8),
});

/**
 * The default grid of a search: the strength of mixup, and the weights of the loss terms. Chosen on ecoli, glass, vehicle and
 * wine_quality_red (docs/research.md).
 */
export const qclMixNetGrid: ParameterGrid = {
  mixupAlpha: [0.1, 0.4],
  lossAlpha: [0.5, 0.75],
  intraWeight: [0.2, 0.8],
};

/** `ClassifierEntry.weights`. */
export const QCL_WEIGHTS =
  'The focal loss and the pull to the centroids are weighted means over each batch, and the macro F1 that chooses the ' +
  'checkpoint counts rows by weight. The other parts cannot take weights: the contrastive and the triplet loss, the ' +
  'push between centroids, mixup, batch normalisation and `samplingPower` treat all rows of positive weight alike. ' +
  'To exclude a row, give it weight 0 rather than a small one.';

export type QclMixNetOptions = z.input<typeof qclMixNetOptions>;
export type ResolvedQclMixNetOptions = z.output<typeof qclMixNetOptions>;
