/**
 * The quantum-entanglement layer (paper Eq. 1-3): x_proj = x * cos(theta); one gate per row, s = sigmoid(x_proj .
 * sin(theta)); out = x_proj * s. theta has one element per column; the paper does not give its initial values:
 * standard normal by default.
 */
import type { Initializer } from '../../engine/parameter-store.js';
import { standardNormal } from './initializers.js';
import type { Layer } from './layer.js';

export interface QuantumEntanglementLayer extends Layer {
  readonly thetaName: string;
}

export function quantumEntanglement(
  name: string,
  theta: Initializer = standardNormal,
): QuantumEntanglementLayer {
  const thetaName = `${name}.theta`;
  return {
    thetaName,
    width: (columns) => columns,

    record(program, x) {
      const { engine } = program;
      const { kernels } = engine;
      const n = x.columns;
      const angles = program.parameter(thetaName, [n], theta);
      const cosine = engine.allocateFloats(n);
      const sine = engine.allocateFloats(n);
      const gate = engine.allocateFloats(program.maximumRows);
      const y = program.tensor(n, true);
      // With no parameters before it, theta's gradient needs only two sums of g * y.
      if (x.gradient === 0 && program.mode === 'training') {
        y.products = { rows: engine.allocateFloats(program.maximumRows), columns: engine.allocateFloats(n) };
      }
      program.record({
        forward: () => () => {
          kernels.cosineSine(n, angles.value, cosine, sine);
          kernels.entangle(program.rows, n, x.value, cosine, sine, y.value, gate);
        },
        backward: () => {
          if (angles.claimGradient()) throw new Error(`${name} is used twice`);
          const { products, hasProducts, hasGradient } = y;
          if (products) {
            return () => {
              const { rows } = program;
              if (hasGradient) {
                kernels.gradientProducts(
                  rows,
                  n,
                  y.gradient,
                  y.value,
                  products.rows,
                  products.columns,
                  hasProducts,
                );
              }
              kernels.entangleBackwardFromProducts(
                rows,
                n,
                x.value,
                cosine,
                sine,
                gate,
                products.rows,
                products.columns,
                angles.gradient,
              );
            };
          }
          const add = x.claimGradient();
          return () =>
            kernels.entangleBackward(
              program.rows,
              n,
              x.value,
              cosine,
              sine,
              gate,
              y.gradient,
              x.gradient,
              angles.gradient,
              add,
            );
        },
      });
      return y;
    },
  };
}
