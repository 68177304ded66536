/**
 * Matrices over pairs of the batch's rows, as operations with backward passes: unit rows, Gram matrix,
 * distances. A matrix over pairs is a tensor whose columns are the program's maximum rows.
 */
import { matrixProduct } from '../../engine/matrix-product.js';
import type { Program, Tensor } from '../../engine/program.js';

/** Rows scaled to length 1 (divisor at least 1e-12, as torch.nn.functional.normalize). */
export function unitRows(program: Program, x: Tensor): Tensor {
  const { engine } = program;
  const { kernels } = engine;
  const y = program.tensor(x.columns, true);
  const norms = engine.allocateFloats(program.maximumRows);
  program.record({
    forward: () => () => kernels.normalizeRows(program.rows, x.columns, x.value, y.value, norms),
    backward: () => {
      const add = x.claimGradient();
      return () =>
        kernels.normalizeRowsBackward(program.rows, x.columns, y.value, norms, y.gradient, x.gradient, add);
    },
  });
  return y;
}

/** All inner products X X^T; of unit rows, the cosine similarities. */
export function gram(program: Program, x: Tensor): Tensor {
  const { engine } = program;
  const { kernels } = engine;
  const n = x.columns;
  const ld = program.maximumRows;
  const products = program.tensor(ld, true);
  const symmetric = engine.allocateFloats(ld * ld);
  program.record({
    forward: () => () => kernels.gramRows(program.rows, n, x.value, n, products.value, ld),
    backward: () => {
      const add = x.claimGradient();
      const toRows = matrixProduct(kernels, { n, strides: { a: ld } });
      return () => {
        const { rows } = program;
        kernels.addTranspose(rows, products.gradient, ld, symmetric);
        toRows(rows, symmetric, x.value, x.gradient, add);
      };
    },
  });
  return products;
}

/** Euclidean distances (power 1) or their squares (power 2) from a Gram matrix; `unit`: the rows have length 1. */
export function pairwiseDistance(
  program: Program,
  products: Tensor,
  { unit, power }: { unit: boolean; power: 1 | 2 },
): Tensor {
  const { kernels } = program.engine;
  const ld = products.columns;
  const distance = program.tensor(ld, true);
  program.record({
    forward: () => () =>
      kernels.pairwiseDistance(program.rows, products.value, ld, unit, power, distance.value),
    backward: () => {
      const add = products.claimGradient();
      return () => {
        if (!add) kernels.fill(program.rows * ld, 0, products.gradient);
        kernels.pairwiseDistanceBackward(
          program.rows,
          distance.value,
          distance.gradient,
          ld,
          unit,
          power,
          products.gradient,
        );
      };
    },
  });
  return distance;
}
