/** The options of qcl-ensemble: its own, and those of its networks with defaults tuned for an ensemble. */
import * as z from 'zod';
import { qclMixNetOptions } from '../../qcl-mixnet/options.js';
import { NET_TRANSFORMS } from '../cross-fitting/feature-transform.js';

const SCALINGS = [...NET_TRANSFORMS, 'both'] as const;

// Networks have no validation rows, so that the last epoch is kept, and they are kept for prediction only.
const {
  validationFraction: _,
  snapshots: __,
  refit: ___,
  folded: ____,
  ...netOptions
} = qclMixNetOptions.shape;

export const qclEnsembleOptions = z.strictObject({
  ...netOptions,
  /** Folds of a partition; each network is fitted on all but one. */
  folds: z.int().min(2).max(50).default(5),
  /** Partitions of the rows into folds, each with its own networks: folds x partitions networks in all. */
  partitions: z.int().min(1).max(50).default(4),
  /** `standard` features, `quantile-normal` ones (`QuantileNormal`), or `both`, alternating between partitions. */
  scaling: z.enum(SCALINGS).default('both'),
  epochs: netOptions.epochs.unwrap().default(50),
  minimumSteps: netOptions.minimumSteps.unwrap().default(400),
  columnSelection: netOptions.columnSelection.unwrap().default('wide'),
  samplingPower: netOptions.samplingPower.unwrap().default(0.5),
  thetaInitial: netOptions.thetaInitial.unwrap().default('small-normal'),
});

export type QclEnsembleOptions = z.input<typeof qclEnsembleOptions>;
export type ResolvedQclEnsembleOptions = z.output<typeof qclEnsembleOptions>;
