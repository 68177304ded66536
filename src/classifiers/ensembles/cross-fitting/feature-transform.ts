/** How the members of an ensemble are given its features. */
import type { FeatureMatrix, Matrix } from '../../../matrix.js';
import { QuantileNormal } from './quantile-normal.js';
import { scaleRows, scalingOf } from './scaled-rows.js';

/** Of a net: scaled, or scaled and then with a normal distribution (`QuantileNormal`). */
export const NET_TRANSFORMS = ['standard', 'quantile-normal'] as const;
/** Of any member: the values as they are, or as a net. Features of 32 bits are scaled already. */
export const FEATURE_TRANSFORMS = ['values', ...NET_TRANSFORMS] as const;
export type FeatureTransform = (typeof FEATURE_TRANSFORMS)[number];

export function transformed(X: FeatureMatrix, transform: FeatureTransform): FeatureMatrix {
  if (transform === 'values') return X;
  const { scaled, quantiles } = transformsOf(X);
  return transform === 'standard' ? scaled() : quantiles().transform(scaled());
}

interface Transforms {
  readonly scaled: () => Matrix;
  readonly quantiles: () => QuantileNormal;
}

// Both are the same for every fit of a problem.
const known = new WeakMap<FeatureMatrix, Transforms>();

/** These rows scaled, and the quantiles of that, each computed once. */
export function transformsOf(X: FeatureMatrix): Transforms {
  const computed = known.get(X);
  if (computed !== undefined) return computed;
  let scaledRows: Matrix | undefined;
  let normal: QuantileNormal | undefined;
  const scaled = () => {
    scaledRows ??= scaleRows(X, scalingOf(X));
    return scaledRows;
  };
  const quantiles = () => {
    normal ??= QuantileNormal.fit(scaled());
    return normal;
  };
  known.set(X, { scaled, quantiles });
  return { scaled, quantiles };
}
