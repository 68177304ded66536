/** The options of qcl-ensemble: its own, and those of its nets with the defaults that are best in an ensemble. */
import * as z from 'zod';
import { qclMixNetOptions } from '../../qcl-mixnet/options.js';
import { NET_TRANSFORMS } from '../cross-fitting/feature-transform.js';

const SCALINGS = [...NET_TRANSFORMS, 'both'] as const;

// A net's held-out rows are those of its fold, and nets are kept for prediction alone.
const { validationFraction: _fold, folded: _kept, ...netOptions } = qclMixNetOptions.shape;

export const qclEnsembleOptions = z.strictObject({
  ...netOptions,
  /** Parts of a partition; each net learns all but one, which chooses its checkpoint. */
  folds: z.int().min(2).max(50).default(5),
  /** Partitions of the rows into folds, each with its own nets: folds x partitions nets in all. */
  partitions: z.int().min(1).max(50).default(2),
  /** Features as they come, of normal distribution (`QuantileNormal`), or `both` in turn from partition to partition. */
  scaling: z.enum(SCALINGS).default('both'),
  minimumSteps: netOptions.minimumSteps.unwrap().default(800),
  snapshots: netOptions.snapshots.unwrap().default('both'),
  columnSelection: netOptions.columnSelection.unwrap().default('wide'),
  samplingPower: netOptions.samplingPower.unwrap().default(0.5),
  thetaInitial: netOptions.thetaInitial.unwrap().default('small-normal'),
});

export type QclEnsembleOptions = z.input<typeof qclEnsembleOptions>;
export type ResolvedQclEnsembleOptions = z.output<typeof qclEnsembleOptions>;
