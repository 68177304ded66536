/** Distances to the learned class centroids in the embedding of QCL-MixNet (paper Eq. 10). */
import type { Matrix } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { requireData } from '../contract/saved-classifier.js';

/** Of the batch normalisation. */
const EPSILON = 1e-5;

interface Widths {
  readonly projection: number;
  readonly embedding: number;
  readonly classes: number;
}

/**
 * The distance of each row to its nearest centroid; undefined for a network in its folded form, which keeps neither the
 * projection head nor the centroids.
 *
 * @param H the hidden representation of the rows
 * @param tensors of the trained network
 * @throws InputError for tensors of other shapes
 */
export function centroidDistances(
  H: Matrix,
  tensors: Map<string, ModelTensor>,
  { projection, embedding, classes }: Widths,
): Float64Array | undefined {
  if (!tensors.has('fvl.centroids')) return undefined;
  const of = (name: string, ...shape: number[]) => requireData(tensors, name, shape, 'qcl-mixnet', 'F32');
  const centroids = of('fvl.centroids', classes, embedding);
  const first = { weight: of('proj1.weight', projection, H.columns), bias: of('proj1.bias', projection) };
  const second = { weight: of('proj2.weight', embedding, projection), bias: of('proj2.bias', embedding) };
  const norm = { weight: of('projbn.weight', projection), bias: of('projbn.bias', projection) };
  const mean = of('projbn.running_mean', projection);
  const variance = of('projbn.running_var', projection);
  const distances = new Float64Array(H.rows);
  for (let row = 0; row < H.rows; row++) {
    const hidden = affine(first, H.data.subarray(row * H.columns, (row + 1) * H.columns)).map((value, j) =>
      Math.max(0, ((value - mean[j]) / Math.sqrt(variance[j] + EPSILON)) * norm.weight[j] + norm.bias[j]),
    );
    distances[row] = nearest(affine(second, hidden), centroids);
  }
  return distances;
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

function nearest(embedding: Float64Array, centroids: Float32Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < centroids.length; start += embedding.length) {
    let squared = 0;
    for (let j = 0; j < embedding.length; j++) squared += (embedding[j] - centroids[start + j]) ** 2;
    least = Math.min(least, squared);
  }
  return Math.sqrt(least);
}
