/**
 * Convolution along a sequence, as torch.nn.Conv1d with stride 1, optionally followed by ReLU. A row holds the
 * positions one after the other, each with its channels (torch has the opposite order), so that the window of a
 * position is a run of kernel * channels values, and a row's windows are a matrix with overlapping rows, which the
 * products read in place. The weight is filters x kernel x channels accordingly.
 *
 * Each row is processed completely before the next one, so that it stays in the cache. Windows of three positions
 * over several channels need half the products, see `winogradConv1d`.
 */
import { matrixProduct, packedProduct } from '../../engine/matrix-product.js';
import type { Parameter } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';
import { linearUniform } from './initializers.js';
import type { Layer } from './layer.js';
import { WINOGRAD_KERNEL, winogradConv1d } from './winograd-conv1d.js';

export interface Conv1dOptions {
  /** Channels of the input; default 1. */
  readonly channels?: number;
  /** Width of the window; default 3. */
  readonly kernel?: number;
  /** Zeros before and after the sequence, fewer than `kernel`; default 0. */
  readonly padding?: number;
  /** Whether negative outputs become 0; default false. */
  readonly relu?: boolean;
}

/** Initial values: uniform within 1 / sqrt(kernel * channels), as torch.nn.Conv1d. */
export function conv1d(
  name: string,
  filters: number,
  { channels = 1, kernel = 3, padding = 0, relu = false }: Conv1dOptions = {},
): Layer {
  if (padding < 0 || padding >= kernel) throw new Error(`padding ${padding} for a kernel of ${kernel}`);
  const window = kernel * channels;
  const lengthOf = (columns: number) => {
    const length = columns / channels + 2 * padding - kernel + 1;
    if (!Number.isInteger(length) || length < 1) {
      throw new Error(`${columns} columns of ${channels} channels for a kernel of ${kernel}`);
    }
    return length;
  };
  return {
    width: (columns) => lengthOf(columns) * filters,

    record(program, x) {
      const { engine } = program;
      const { kernels } = engine;
      const length = lengthOf(x.columns);
      const weight = program.parameter(`${name}.weight`, [filters, kernel, channels], linearUniform(window));
      const bias = program.parameter(`${name}.bias`, [filters], linearUniform(window));
      const y = program.tensor(length * filters, true);
      if (kernel === WINOGRAD_KERNEL && channels > 1) {
        winogradConv1d(program, x, y, { weight, bias, padding, relu });
        return y;
      }
      const padded = paddedRow(program, x.columns, padding * channels);
      const toOutput = packedProduct(engine, {
        transposeB: true,
        n: filters,
        k: window,
        strideA: channels,
      });
      const { columns } = y;
      const at = rowAddress(program);
      program.record({
        forward: () => () => {
          toOutput.pack(weight.value);
          for (let row = 0; row < program.rows; row++) {
            const from = padded(at(x.value, row, x.columns));
            const to = at(y.value, row, columns);
            toOutput.multiply(length, from, to, bias.value);
            if (relu) kernels.leakyRelu(columns, 0, to, to);
          }
        },
        backward: () => {
          const addWeight = weight.claimGradient();
          const addBias = bias.claimGradient();
          const toWeight = matrixProduct(kernels, {
            transpose: 'A',
            m: filters,
            n: window,
            strides: { b: channels },
          });
          const toInput = x.gradient === 0 ? undefined : inputGradient(program, x, y, weight, padding);
          return () => {
            toInput?.prepare();
            for (let row = 0; row < program.rows; row++) {
              const g = at(y.gradient, row, columns);
              if (relu) kernels.leakyReluBackward(columns, 0, at(y.value, row, columns), g, g, false);
              kernels.columnSums(length, filters, g, filters, bias.gradient, addBias || row > 0);
              const from = padded(at(x.value, row, x.columns));
              toWeight(length, g, from, weight.gradient, addWeight || row > 0);
              toInput?.row(row);
            }
          };
        },
      });
      return y;
    },
  };
}

/** The address of a row in a matrix of `columns` columns. */
function rowAddress({ engine: { bytesPerFloat } }: Program) {
  return (matrix: number, row: number, columns: number) => matrix + row * columns * bytesPerFloat;
}

/** Copies a row with `margin` zeros on either side and returns the address; without a margin, the row's own. */
function paddedRow(program: Program, columns: number, margin: number): (address: number) => number {
  if (margin === 0) return (address) => address;
  const { engine } = program;
  const { kernels } = engine;
  const padded = engine.allocateFloats(columns + 2 * margin);
  const inner = padded + margin * engine.bytesPerFloat;
  return (address) => {
    kernels.scaleInto(columns, 1, address, inner, false);
    return padded;
  };
}

/**
 * dX, row by row: the convolution of dY, padded with kernel - 1 - padding zeros, with the window's weights in reverse
 * order, filters and channels exchanged. `prepare` reorders the weights.
 */
function inputGradient(
  program: Program,
  x: Tensor,
  y: Tensor,
  weight: Parameter,
  padding: number,
): { prepare(): void; row(row: number): void } {
  const { engine } = program;
  const { kernels, bytesPerFloat } = engine;
  const [filters, kernel, channels] = weight.shape;
  const window = kernel * filters;
  const positions = x.columns / channels;
  const padded = paddedRow(program, y.columns, (kernel - 1 - padding) * filters);
  const reversed = engine.allocateFloats(window * channels);
  const toInput = packedProduct(engine, { transposeB: false, n: channels, k: window, strideA: filters });
  const add = x.claimGradient();
  const sum = add ? engine.allocateFloats(x.columns) : 0;
  const at = rowAddress(program);
  return {
    prepare() {
      for (let k = 0; k < kernel; k++) {
        const from = weight.value + (kernel - 1 - k) * channels * bytesPerFloat;
        const to = reversed + k * filters * channels * bytesPerFloat;
        kernels.copyBlock(filters, channels, from, kernel * channels, to, channels, false);
      }
      toInput.pack(reversed);
    },
    row(row) {
      const from = padded(at(y.gradient, row, y.columns));
      const own = at(x.gradient, row, x.columns);
      const to = add ? sum : own;
      toInput.multiply(positions, from, to);
      if (add) kernels.add(x.columns, own, sum, own);
    },
  };
}
