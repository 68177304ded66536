/** The fully connected layer y = x W^T + b, W (outputs x inputs), as torch.nn.Linear. */
import { matrixProduct } from '../../engine/matrix-product.js';
import type { Initializer, Parameter, ParameterStore } from '../../engine/parameter-store.js';
import type { Program, Step, Tensor } from '../../engine/program.js';
import { constant, linearUniform } from './initializers.js';
import type { Layer } from './layer.js';

export interface LinearOptions {
  /** Default: uniform within 1 / sqrt(inputs), as torch.nn.Linear. */
  readonly weight?: Initializer;
  /** false: no bias. */
  readonly bias?: Initializer | false;
}

export function linear(name: string, outputs: number, options: LinearOptions = {}): Layer {
  const biasOf = (owner: Program | ParameterStore, inputs: number): Parameter | undefined =>
    options.bias === false
      ? undefined
      : owner.parameter(`${name}.bias`, [outputs], options.bias ?? linearUniform(inputs));
  return {
    width: () => outputs,

    record(program, x) {
      const { kernels } = program.engine;
      const inputs = x.columns;
      const weight = program.parameter(
        `${name}.weight`,
        [outputs, inputs],
        options.weight ?? linearUniform(inputs),
      );
      const bias = biasOf(program, inputs);
      const y = program.tensor(outputs, true);
      program.record({
        forward: () => {
          const toOutput = matrixProduct(kernels, {
            transpose: 'B',
            n: outputs,
            k: inputs,
            bias: bias?.value,
          });
          return () => toOutput(program.rows, x.value, weight.value, y.value);
        },
        backward: () => {
          const addWeight = weight.claimGradient();
          const addBias = bias?.claimGradient() ?? false;
          const toWeight = matrixProduct(kernels, { transpose: 'A', m: outputs, n: inputs });
          const backwardToInput = inputGradient(program, x, y, weight, bias, addWeight);
          return () => {
            const { rows } = program;
            toWeight(rows, y.gradient, x.value, weight.gradient, addWeight);
            if (bias) kernels.columnSums(rows, outputs, y.gradient, outputs, bias.gradient, addBias);
            backwardToInput();
          };
        },
      });
      return y;
    },

    fuse(fuser, map, columns) {
      const { store } = fuser;
      const weight = store.parameter(`${name}.weight`, [outputs, columns], constant(0));
      const bias = biasOf(store, columns);
      if (bias) fuser.addProduct(map, () => bias.value);
      return fuser.multiply(map, columns, () => weight.value);
    },
  };
}

/** The step that propagates the gradient to x: as products if these suffice, else in full. */
function inputGradient(
  program: Program,
  x: Tensor,
  y: Tensor,
  weight: Parameter,
  bias: Parameter | undefined,
  weightIsShared: boolean,
): Step {
  const { kernels } = program.engine;
  const [inputs, outputs] = [x.columns, y.columns];
  if (x.gradient === 0) return () => {};
  // If no other layer adds to dW, sum_i g_ij x_ij is sum_m W_mj dW_mj: dX is not needed.
  if (x.products && bias && !weightIsShared) {
    const { products } = x;
    const add = x.claimProducts();
    return () =>
      kernels.linearProducts(
        program.rows,
        outputs,
        inputs,
        y.gradient,
        y.value,
        bias.value,
        weight.value,
        weight.gradient,
        products.rows,
        products.columns,
        add,
      );
  }
  const add = x.claimGradient();
  const toInput = matrixProduct(kernels, { n: inputs, k: outputs });
  return () => toInput(program.rows, y.gradient, weight.value, x.gradient, add);
}
