/** The fully connected layer y = x W^T + b, W (outputs x inputs), as torch.nn.Linear. */
import type { Initializer } from '../../engine/parameter-store.js';
import { constant, linearUniform } from './initializers.js';
import type { Layer } from './layer.js';

export interface LinearOptions {
  /** Default: uniform within 1 / sqrt(inputs), as torch.nn.Linear. */
  readonly weight?: Initializer;
  readonly bias?: Initializer;
}

export function linear(name: string, outputs: number, options: LinearOptions = {}): Layer {
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
      const bias = program.parameter(`${name}.bias`, [outputs], options.bias ?? linearUniform(inputs));
      const y = program.tensor(outputs, true);
      const most = Math.max(program.maximumRows, outputs);
      program.needWorkspace(kernels.gemmWorkspaceBytes(most, Math.max(inputs, outputs, program.maximumRows)));
      program.record({
        forward: () => () =>
          kernels.gemm(
            false,
            true,
            program.rows,
            outputs,
            inputs,
            x.value,
            inputs,
            weight.value,
            inputs,
            y.value,
            outputs,
            bias.value,
            false,
            program.workspace,
          ),
        backward: () => {
          const addWeight = weight.claimGradient();
          const addBias = bias.claimGradient();
          const addX = x.gradient !== 0 && x.claimGradient();
          return () => {
            const { rows, workspace } = program;
            kernels.gemm(
              true,
              false,
              outputs,
              inputs,
              rows,
              y.gradient,
              outputs,
              x.value,
              inputs,
              weight.gradient,
              inputs,
              0,
              addWeight,
              workspace,
            );
            kernels.columnSums(rows, outputs, y.gradient, outputs, bias.gradient, addBias);
            if (x.gradient === 0) return;
            kernels.gemm(
              false,
              false,
              rows,
              inputs,
              outputs,
              y.gradient,
              outputs,
              weight.value,
              inputs,
              x.gradient,
              inputs,
              0,
              addX,
              workspace,
            );
          };
        },
      });
      return y;
    },

    fold(folder, map, columns) {
      const { store } = folder;
      const weight = store.parameter(`${name}.weight`, [outputs, columns], constant(0));
      const bias = store.parameter(`${name}.bias`, [outputs], constant(0));
      folder.addProduct(map, () => bias.value);
      return folder.multiply(map, columns, () => weight.value);
    },
  };
}
