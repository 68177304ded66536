/** Sums and products of tensors, element by element: residual connections, gates. */
import type { Program, Step, Tensor } from '../../engine/program.js';

/** y = a + b, for tensors of one width. */
export function add(program: Program, a: Tensor, b: Tensor): Tensor {
  const { kernels } = program.engine;
  const { columns } = a;
  const y = program.tensor(columns, a.gradient !== 0 || b.gradient !== 0);
  program.record({
    forward: () => () => kernels.add(program.rows * columns, a.value, b.value, y.value),
    backward: () => {
      const steps = [b, a].map((summand) => passOn(program, y, summand));
      return () => {
        for (const step of steps) step();
      };
    },
  });
  return y;
}

/** y = a * b, for tensors of one width. */
export function multiply(program: Program, a: Tensor, b: Tensor): Tensor {
  const { kernels } = program.engine;
  const { columns } = a;
  const y = program.tensor(columns, a.gradient !== 0 || b.gradient !== 0);
  const passTo = (factor: Tensor, other: Tensor): Step => {
    if (factor.gradient === 0) return () => {};
    const accumulate = factor.claimGradient();
    return () =>
      kernels.multiply(program.rows * columns, y.gradient, other.value, factor.gradient, accumulate);
  };
  program.record({
    forward: () => () => kernels.multiply(program.rows * columns, a.value, b.value, y.value, false),
    backward: () => {
      const steps = [passTo(b, a), passTo(a, b)];
      return () => {
        for (const step of steps) step();
      };
    },
  });
  return y;
}

/** The step that propagates y's gradient to one summand. */
function passOn(program: Program, y: Tensor, summand: Tensor): Step {
  const { kernels } = program.engine;
  const { products, columns } = summand;
  if (summand.gradient === 0) return () => {};
  if (products) {
    const accumulate = summand.claimProducts();
    return () =>
      kernels.gradientProducts(
        program.rows,
        columns,
        y.gradient,
        summand.value,
        products.rows,
        products.columns,
        accumulate,
      );
  }
  const accumulate = summand.claimGradient();
  return () => kernels.scaleInto(program.rows * columns, 1, y.gradient, summand.gradient, accumulate);
}
