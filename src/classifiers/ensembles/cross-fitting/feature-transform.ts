/** Feature transforms of the members of an ensemble. */
import type { CodedMatrix, FeatureMatrix } from '../../../matrix.js';
import { QuantileNormal } from './quantile-normal.js';
import { scaleRows, scalingOf } from './scaled-rows.js';

/** For a network: scaled, or scaled and then transformed to a normal distribution (`QuantileNormal`). */
export const NET_TRANSFORMS = ['standard', 'quantile-normal'] as const;
/** For any member: the values unchanged, or as for a network. 32-bit features are already scaled. */
export const FEATURE_TRANSFORMS = ['values', ...NET_TRANSFORMS] as const;
export type FeatureTransform = (typeof FEATURE_TRANSFORMS)[number];

export function transformed(X: FeatureMatrix, transform: FeatureTransform): FeatureMatrix {
  if (transform === 'values') return X;
  const { scaled, quantiles } = transformsOf(X);
  return transform === 'standard' ? scaled() : quantiles().transform(scaled());
}

interface Transforms {
  readonly scaled: () => CodedMatrix;
  readonly quantiles: () => QuantileNormal;
}

// Shared by all fits of a problem.
const known = new WeakMap<FeatureMatrix, Transforms>();

/** The scaled rows and their quantiles, each computed once. */
export function transformsOf(X: FeatureMatrix): Transforms {
  const computed = known.get(X);
  if (computed !== undefined) return computed;
  let scaledRows: CodedMatrix | undefined;
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
