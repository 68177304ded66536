/** Concatenation and slices of columns: for jumping knowledge, both directions and stacked gates. */
import type { Program, Tensor } from '../../engine/program.js';

/** Concatenates the columns of all tensors. */
export function concatColumns(program: Program, parts: readonly Tensor[]): Tensor {
  const { kernels, bytesPerFloat } = program.engine;
  const width = parts.reduce((sum, part) => sum + part.columns, 0);
  const y = program.tensor(
    width,
    parts.some((part) => part.gradient !== 0),
  );
  let start = 0;
  for (const part of parts) {
    const offset = start * bytesPerFloat;
    start += part.columns;
    program.record({
      forward: () => () =>
        kernels.copyBlock(
          program.rows,
          part.columns,
          part.value,
          part.columns,
          y.value + offset,
          width,
          false,
        ),
      backward: () => {
        if (part.gradient === 0) return () => {};
        const add = part.claimGradient();
        return () =>
          kernels.copyBlock(
            program.rows,
            part.columns,
            y.gradient + offset,
            width,
            part.gradient,
            part.columns,
            add,
          );
      },
    });
  }
  return y;
}

/** The columns start .. start + columns - 1 of x. */
export function sliceColumns(program: Program, x: Tensor, start: number, columns: number): Tensor {
  const { kernels, bytesPerFloat } = program.engine;
  if (start < 0 || columns < 1 || start + columns > x.columns) {
    throw new Error(`columns ${start} to ${start + columns - 1} of a tensor of ${x.columns}`);
  }
  const y = program.tensor(columns, x.gradient !== 0);
  const offset = start * bytesPerFloat;
  program.record({
    forward: () => () =>
      kernels.copyBlock(program.rows, columns, x.value + offset, x.columns, y.value, columns, false),
    backward: () => {
      if (x.gradient === 0) return () => {};
      const add = x.claimGradient();
      return () => {
        if (!add) kernels.fill(program.rows * x.columns, 0, x.gradient);
        kernels.copyBlock(program.rows, columns, y.gradient, columns, x.gradient + offset, x.columns, true);
      };
    },
  });
  return y;
}
