/**
 * Convolution along a sequence, as torch.nn.Conv1d with stride 1. A row holds the positions one after the
 * other, each with its channels (torch has them the other way round), so that the window of a position is one
 * run of kernel * channels values, and a row's windows are a matrix whose rows overlap: the products read it
 * in place. The weight is filters x kernel x channels accordingly.
 */
import type { Parameter } from '../../engine/parameter-store.js';
import type { Program, Step, Tensor } from '../../engine/program.js';
import { linearUniform } from './initializers.js';
import type { Layer } from './layer.js';

export interface Conv1dOptions {
  /** Channels of the input; default 1. */
  readonly channels?: number;
  /** Width of the window; default 3. */
  readonly kernel?: number;
  /** Zeros before and behind the sequence, fewer than `kernel`; default 0. */
  readonly padding?: number;
}

/** Initial values: uniform within 1 / sqrt(kernel * channels), as torch.nn.Conv1d. */
export function conv1d(
  name: string,
  filters: number,
  { channels = 1, kernel = 3, padding = 0 }: Conv1dOptions = {},
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
      const { kernels, bytesPerFloat } = engine;
      const length = lengthOf(x.columns);
      const weight = program.parameter(`${name}.weight`, [filters, kernel, channels], linearUniform(window));
      const bias = program.parameter(`${name}.bias`, [filters], linearUniform(window));
      const y = program.tensor(length * filters, true);
      const padded = pad(program, x.value, x.columns, padding * channels);
      const packed = engine.allocateFloats(kernels.packedBFloats(filters, window));
      const rowBytes = padded.columns * bytesPerFloat;
      const outputBytes = y.columns * bytesPerFloat;
      program.record({
        forward: () => () => {
          padded.fill();
          kernels.packB(true, filters, window, weight.value, window, packed);
          for (let row = 0; row < program.rows; row++) {
            kernels.gemmPacked(
              length,
              filters,
              window,
              padded.value + row * rowBytes,
              channels,
              packed,
              y.value + row * outputBytes,
              filters,
              bias.value,
            );
          }
        },
        backward: () => {
          const addWeight = weight.claimGradient();
          const addBias = bias.claimGradient();
          const backwardToInput = x.gradient === 0 ? () => {} : inputGradient(program, x, y, weight, padding);
          return () => {
            for (let row = 0; row < program.rows; row++) {
              const from = y.gradient + row * outputBytes;
              kernels.columnSums(length, filters, from, filters, bias.gradient, addBias || row > 0);
              kernels.gemm(
                true,
                false,
                filters,
                window,
                length,
                from,
                filters,
                padded.value + row * rowBytes,
                channels,
                weight.gradient,
                window,
                0,
                addWeight || row > 0,
              );
            }
            backwardToInput();
          };
        },
      });
      return y;
    },
  };
}

interface PaddedRows {
  readonly value: number;
  readonly columns: number;
  readonly fill: Step;
}

/** The rows at `source` with `margin` zeros before and behind each; without a margin, themselves. */
function pad(program: Program, source: number, columns: number, margin: number): PaddedRows {
  if (margin === 0) return { value: source, columns, fill: () => {} };
  const { engine, maximumRows } = program;
  const { kernels, bytesPerFloat } = engine;
  const width = columns + 2 * margin;
  const value = engine.allocateFloats(maximumRows * width);
  const inner = value + margin * bytesPerFloat;
  return {
    value,
    columns: width,
    fill: () => kernels.copyBlock(program.rows, columns, source, columns, inner, width, false),
  };
}

/**
 * dX, the convolution of dY under kernel - 1 - padding zeros on both sides with the weights of the window in
 * reverse order, filters and channels exchanged.
 */
function inputGradient(program: Program, x: Tensor, y: Tensor, weight: Parameter, padding: number): Step {
  const { engine } = program;
  const { kernels, bytesPerFloat } = engine;
  const [filters, kernel, channels] = weight.shape;
  const window = kernel * filters;
  const positions = x.columns / channels;
  const padded = pad(program, y.gradient, y.columns, (kernel - 1 - padding) * filters);
  const reversed = engine.allocateFloats(window * channels);
  const packed = engine.allocateFloats(kernels.packedBFloats(channels, window));
  const target = program.gradientTarget(x);
  return () => {
    padded.fill();
    for (let k = 0; k < kernel; k++) {
      const from = weight.value + (kernel - 1 - k) * channels * bytesPerFloat;
      const to = reversed + k * filters * channels * bytesPerFloat;
      kernels.copyBlock(filters, channels, from, kernel * channels, to, channels, false);
    }
    kernels.packB(false, channels, window, reversed, channels, packed);
    for (let row = 0; row < program.rows; row++) {
      kernels.gemmPacked(
        positions,
        channels,
        window,
        padded.value + row * padded.columns * bytesPerFloat,
        filters,
        packed,
        target.address + row * x.columns * bytesPerFloat,
        channels,
        0,
      );
    }
    target.finish();
  };
}
