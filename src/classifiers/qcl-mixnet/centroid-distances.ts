/** Distances to the learned class centroids of QCL-MixNet (paper Eq. 11). */
import type { Matrix } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { requireData } from '../contract/saved-classifier.js';
import type { MetricSpace } from './options.js';

/** Of the batch normalisation. */
const EPSILON = 1e-5;

interface Shape {
  readonly space: MetricSpace;
  /** Widths of the projection head. */
  readonly projection: number;
  readonly embedding: number;
  readonly classes: number;
}

/** A row of a matrix in another space. */
type RowMap = (row: Float32Array | Float64Array) => ArrayLike<number>;

/**
 * The distance of each row to its nearest centroid in the space of the metric losses; undefined for a network in its folded
 * form, which keeps neither the projection head nor the centroids.
 *
 * @param H the hidden representation of the rows
 * @param tensors of the trained network
 * @throws InputError for tensors of other shapes
 */
export function centroidDistances(
  H: Matrix,
  tensors: Map<string, ModelTensor>,
  shape: Shape,
): Float64Array | undefined {
  if (!tensors.has('fvl.centroids')) return undefined;
  const of: Tensors = (name, ...wanted) => requireData(tensors, name, wanted, 'qcl-mixnet', 'F32');
  const width = { embedding: shape.embedding, representation: H.columns, logits: shape.classes }[shape.space];
  const centroids = of('fvl.centroids', shape.classes, width);
  const toSpace = mapToSpace(of, H.columns, shape);
  return Float64Array.from({ length: H.rows }, (_, row) =>
    nearest(toSpace(H.data.subarray(row * H.columns, (row + 1) * H.columns)), centroids),
  );
}

/** The data of a tensor of the given shape. */
type Tensors = (name: string, ...shape: number[]) => Float32Array;

/** From the hidden representation to the space of the metric losses. */
function mapToSpace(of: Tensors, columns: number, { space, projection, embedding, classes }: Shape): RowMap {
  if (space === 'representation') return (row) => row;
  if (space === 'logits') {
    const last = { weight: of('fc3.weight', classes, columns), bias: of('fc3.bias', classes) };
    return (row) => affine(last, row);
  }
  const first = { weight: of('proj1.weight', projection, columns), bias: of('proj1.bias', projection) };
  const second = { weight: of('proj2.weight', embedding, projection), bias: of('proj2.bias', embedding) };
  const norm = { weight: of('projbn.weight', projection), bias: of('projbn.bias', projection) };
  const mean = of('projbn.running_mean', projection);
  const variance = of('projbn.running_var', projection);
  return (row) =>
    affine(
      second,
      affine(first, row).map((value, j) =>
        Math.max(0, ((value - mean[j]) / Math.sqrt(variance[j] + EPSILON)) * norm.weight[j] + norm.bias[j]),
      ),
    );
}

function affine(
  { weight, bias }: { readonly weight: Float32Array; readonly bias: Float32Array },
  x: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(bias, (constant, i) => {
    let sum = constant;
    for (let j = 0; j < x.length; j++) sum += weight[i * x.length + j] * x[j];
    return sum;
  });
}

function nearest(embedding: ArrayLike<number>, centroids: Float32Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < centroids.length; start += embedding.length) {
    let squared = 0;
    for (let j = 0; j < embedding.length; j++) squared += (embedding[j] - centroids[start + j]) ** 2;
    least = Math.min(least, squared);
  }
  return Math.sqrt(least);
}
