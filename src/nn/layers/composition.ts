/** Layers made of layers: a sequence, and a residual connection around one. */
import type { Program, Step, Tensor } from '../../engine/program.js';
import type { Layer } from './layer.js';

export interface SequentialLayer extends Layer {
  readonly layers: readonly Layer[];
}

/** One layer after the other. */
export function sequential(layers: readonly Layer[]): SequentialLayer {
  return {
    layers,
    width: (columns) => layers.reduce((width, layer) => layer.width(width), columns),
    record: (program, x) => layers.reduce((value, layer) => layer.record(program, value), x),
    fold: layers.every((layer) => layer.fold)
      ? (folder, map, columns) => {
          const widths = [columns];
          for (const layer of layers) widths.push(layer.width(widths[widths.length - 1]));
          return layers.reduceRight((m, layer, i) => layer.fold?.(folder, m, widths[i]) ?? m, map);
        }
      : undefined,
  };
}

/** x + inner(x), where inner keeps the number of columns (paper Eq. 6). */
export function residual(inner: Layer): Layer {
  return {
    width: (columns) => columns,

    record(program, x) {
      const { kernels } = program.engine;
      const change = inner.record(program, x);
      const y = program.tensor(x.columns, true);
      program.record({
        forward: () => () => kernels.add(program.rows * x.columns, x.value, change.value, y.value),
        backward: () => {
          const steps = [change, x].map((branch) => passOn(program, y, branch));
          return () => {
            for (const step of steps) step();
          };
        },
      });
      return y;
    },

    fold: inner.fold
      ? (folder, map, columns) => {
          const changed = inner.fold?.(folder, folder.copy(map), columns);
          if (!changed) return map;
          return folder.sum(map, changed);
        }
      : undefined,
  };
}

/** The step that gives y's gradient to one of its summands. */
function passOn(program: Program, y: Tensor, branch: Tensor): Step {
  const { kernels } = program.engine;
  const { products, columns } = branch;
  if (branch.gradient === 0) return () => {};
  if (products) {
    const add = branch.claimProducts();
    return () =>
      kernels.gradientProducts(
        program.rows,
        columns,
        y.gradient,
        branch.value,
        products.rows,
        products.columns,
        add,
      );
  }
  const add = branch.claimGradient();
  return () => kernels.scaleInto(program.rows * columns, 1, y.gradient, branch.gradient, add);
}
