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
  const { scaled, normal } = transformsOf(X);
  return transform === 'standard' ? scaled() : normal();
}

interface Transforms {
  readonly scaled: () => CodedMatrix;
  readonly quantiles: () => QuantileNormal;
  readonly normal: () => CodedMatrix;
}

// Shared by all fits of a problem.
const known = new WeakMap<FeatureMatrix, Transforms>();

/** The scaled rows and their quantiles, each computed once, and the rows transformed by these. */
export function transformsOf(X: FeatureMatrix): Transforms {
  const computed = known.get(X);
  if (computed !== undefined) return computed;
  let scaledRows: CodedMatrix | undefined;
  let fitted: QuantileNormal | undefined;
  const scaled = () => {
    scaledRows ??= scaleRows(X, scalingOf(X));
    return scaledRows;
  };
  const quantiles = () => {
    fitted ??= QuantileNormal.fit(scaled());
    return fitted;
  };
  const transforms = { scaled, quantiles, normal: () => quantiles().transform(scaled()) };
  known.set(X, transforms);
  return transforms;
}

/** Transformed rows, absent if no fit needs them. */
export type TransformedRows = Partial<Record<(typeof NET_TRANSFORMS)[number], CodedMatrix>>;

/** Rows in memory that all threads see. */
export interface SharedRows {
  readonly X: FeatureMatrix;
  readonly rows: TransformedRows;
}

const shared = new WeakMap<FeatureMatrix, SharedRows>();

/** X and its rows as these transforms give them, copied to memory that all threads see. */
export function sharedRows(X: FeatureMatrix, transforms: ReadonlySet<FeatureTransform>): SharedRows {
  const given = shared.get(X) ?? { X: { ...X, data: inSharedMemory(X.data) }, rows: {} };
  const rows = { ...given.rows };
  const { quantiles, scaled } = transformsOf(X);
  const needsNormal = transforms.has('quantile-normal') && rows['quantile-normal'] === undefined;
  if (rows.standard === undefined && (transforms.has('standard') || needsNormal)) {
    const standard = scaled();
    // Scaled rows that are X itself are shared already.
    const data = standard.data === X.data ? (given.X.data as Float32Array) : inSharedMemory(standard.data);
    rows.standard = { ...standard, data };
    useRows(X, rows);
  }
  if (needsNormal && rows.standard !== undefined) {
    const normal = quantiles().transform(rows.standard);
    rows['quantile-normal'] = { ...normal, data: inSharedMemory(normal.data) };
    useRows(X, rows);
  }
  const found = { X: given.X, rows };
  shared.set(X, found);
  return found;
}

/** Makes these rows the transforms of X. */
export function useRows(X: FeatureMatrix, { standard, 'quantile-normal': normal }: TransformedRows): void {
  if (standard === undefined) return;
  const fitted = known.get(X)?.quantiles;
  let computed: QuantileNormal | undefined;
  const quantiles = () => {
    computed ??= fitted?.() ?? QuantileNormal.fit(standard);
    return computed;
  };
  known.set(X, {
    scaled: () => standard,
    quantiles,
    normal: () => normal ?? quantiles().transform(standard),
  });
}

function inSharedMemory<Data extends Float32Array | Float64Array>(data: Data): Data {
  const memory = new SharedArrayBuffer(data.byteLength);
  const copy = data instanceof Float64Array ? new Float64Array(memory) : new Float32Array(memory);
  copy.set(data);
  return copy as Float32Array | Float64Array as Data;
}
