/** Activations: leaky ReLU (and ReLU, slope 0), sigmoid, tanh. */
import type { Program, Tensor } from '../../engine/program.js';
import type { Layer } from './layer.js';

/** A leaky ReLU can be fused with the affine map before it, so its slope is known. */
export interface LeakyReluLayer extends Layer {
  readonly slope: number;
}

/** max(x, 0) + slope * min(x, 0); default slope 0.01, as torch.nn.LeakyReLU. */
export function leakyRelu(slope = 0.01): LeakyReluLayer {
  return {
    slope,
    width: (columns) => columns,
    record(program, x) {
      const { kernels } = program.engine;
      return pointwise(program, x, {
        forward: (n, y) => kernels.leakyRelu(n, slope, x.value, y.value),
        backward: (n, y, add) => kernels.leakyReluBackward(n, slope, x.value, y.gradient, x.gradient, add),
      });
    },
  };
}

export function relu(): LeakyReluLayer {
  return leakyRelu(0);
}

/** 1 / (1 + e^-x) */
export function sigmoid(): Layer {
  return {
    width: (columns) => columns,
    record(program, x) {
      const { kernels } = program.engine;
      return pointwise(program, x, {
        forward: (n, y) => kernels.sigmoid(n, x.value, y.value),
        backward: (n, y, add) => kernels.sigmoidBackward(n, y.value, y.gradient, x.gradient, add),
      });
    },
  };
}

export function tanh(): Layer {
  return {
    width: (columns) => columns,
    record(program, x) {
      const { kernels } = program.engine;
      return pointwise(program, x, {
        forward: (n, y) => kernels.tanh(n, x.value, y.value),
        backward: (n, y, add) => kernels.tanhBackward(n, y.value, y.gradient, x.gradient, add),
      });
    },
  };
}

interface PointwiseKernels {
  forward(n: number, y: Tensor): void;
  backward(n: number, y: Tensor, accumulate: boolean): void;
}

function pointwise(program: Program, x: Tensor, kernels: PointwiseKernels): Tensor {
  const y = program.tensor(x.columns, x.gradient !== 0);
  program.record({
    forward: () => () => kernels.forward(program.rows * x.columns, y),
    backward: () => {
      if (x.gradient === 0) return () => {};
      const add = x.claimGradient();
      return () => kernels.backward(program.rows * x.columns, y, add);
    },
  });
  return y;
}
