/** The cells of one column of the matrix that a classifier takes, before imputation and scaling. */
import type { Value } from '../graph/graph.js';

/** Values are columns of 64-bit floats, rows x 1. */
export type Cells =
  /** A number, NaN if missing, and what replaces NaN. */
  | { readonly kind: 'number'; readonly value: Value; readonly median: number }
  /** 1 where a value is NaN, else 0. */
  | { readonly kind: 'indicator'; readonly of: Value }
  /** As it is: a code, or a 0/1 feature. */
  | { readonly kind: 'plain'; readonly value: Value };
