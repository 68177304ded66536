/**
 * Winograd's convolution F(4, 3) (Winograd 1980; Lavin & Gray, "Fast algorithms for convolutional neural networks",
 * 2016) for windows of three positions over several channels: four outputs y of six inputs d and the window g are y =
 * A [(G g) . (B d)], six products of channels in place of twelve. The products are six matrix products over all tiles
 * of a block of rows; every backward pass is the transposed map. The matrices are in kernels/assembly/winograd.ts.
 */
import { matrixProduct } from '../../engine/matrix-product.js';
import type { Parameter } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';

/** The only supported kernel width. */
export const WINOGRAD_KERNEL = 3;

/** Products per tile, and inputs per tile. */
const PRODUCTS = 6;
const OUTPUTS = 4;
/** The product that every output contains once: it takes the bias, and its gradient gives the bias's. */
const COMMON = 1;
/** Tiles multiplied at once: their products stay in the second-level cache. */
const TILES = 128;

export interface WinogradConv1d {
  /** filters x 3 x channels. */
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly padding: number;
  readonly relu: boolean;
}

/** Records the convolution of x into y; their rows hold the positions one after the other. */
export function winogradConv1d(
  program: Program,
  x: Tensor,
  y: Tensor,
  { weight, bias, padding, relu }: WinogradConv1d,
): void {
  const { engine } = program;
  const { kernels, bytesPerFloat } = engine;
  const at = (address: number, floats: number) => address + floats * bytesPerFloat;
  const [F, , C] = weight.shape;
  const length = y.columns / F;
  const tiles = Math.ceil(length / OUTPUTS);
  const [whole, rest] = [Math.floor(length / OUTPUTS), length % OUTPUTS];
  const most = Math.max(1, Math.floor(TILES / tiles));
  const isTraining = program.mode === 'training';

  // The input products are kept for the backward pass, the output products only for one block.
  const kept = isTraining ? program.maximumRows : most;
  const inputs = engine.allocateFloats(PRODUCTS * kept * tiles * C);
  const outputs = engine.allocateFloats(PRODUCTS * most * tiles * F);
  const windows = engine.allocateFloats(PRODUCTS * F * C);
  const paddedFloats = (OUTPUTS * tiles + PRODUCTS - OUTPUTS) * C;
  const padded = engine.allocateFloats(paddedFloats);

  /** Calls `use` for each block of rows: first row, row count, tile count, address of the input products. */
  const forEachBlock = (use: (start: number, rows: number, count: number, own: number) => void) => {
    for (let start = 0; start < program.rows; start += most) {
      const rows = Math.min(most, program.rows - start);
      use(start, rows, rows * tiles, at(inputs, isTraining ? PRODUCTS * start * tiles * C : 0));
    }
  };
  /** The whole tiles of row i of a block, then its last, partial one; `offset` is the position in y. */
  const forTiles = (
    row: number,
    i: number,
    use: (outs: number, tiles: number, product: number, offset: number) => void,
  ) => {
    use(OUTPUTS, whole, at(outputs, i * tiles * F), row * y.columns);
    if (rest === 0) return;
    use(rest, 1, at(outputs, (i * tiles + whole) * F), row * y.columns + whole * OUTPUTS * F);
  };

  const transformInputs = (start: number, rows: number, count: number, own: number) => {
    for (let i = 0; i < rows; i++) {
      const from = at(x.value, (start + i) * x.columns);
      kernels.scaleInto(x.columns, 1, from, at(padded, padding * C), false);
      kernels.winogradInputs(C, tiles, padded, at(own, i * tiles * C), count * C);
    }
  };
  const transformOutputs = (start: number, rows: number, count: number) => {
    for (let i = 0; i < rows; i++) {
      forTiles(start + i, i, (outs, number, product, offset) =>
        kernels.winogradOutputs(outs, F, number, product, count * F, at(y.value, offset), relu),
      );
    }
  };
  const transformOutputsBackward = (start: number, rows: number, count: number) => {
    for (let i = 0; i < rows; i++) {
      forTiles(start + i, i, (outs, number, product, offset) => {
        const [g, value] = [at(y.gradient, offset), at(y.value, offset)];
        kernels.winogradOutputsBackward(outs, F, number, g, value, product, count * F, relu);
      });
    }
  };

  program.record({
    forward: () => {
      const product = matrixProduct(kernels, { transpose: 'B', n: F, k: C });
      const biasedProduct = matrixProduct(kernels, { transpose: 'B', n: F, k: C, bias: bias.value });
      return () => {
        kernels.winogradWindows(F, C, weight.value, windows);
        forEachBlock((start, rows, count, own) => {
          transformInputs(start, rows, count, own);
          for (let k = 0; k < PRODUCTS; k++) {
            const multiply = k === COMMON ? biasedProduct : product;
            multiply(count, at(own, k * count * C), at(windows, k * F * C), at(outputs, k * count * F));
          }
          transformOutputs(start, rows, count);
        });
      };
    },
    backward: () => {
      const addWeight = weight.claimGradient();
      const addBias = bias.claimGradient();
      const toInput = x.gradient === 0 ? undefined : inputGradient();
      const windowGradients = engine.allocateFloats(PRODUCTS * F * C);
      const toWindow = matrixProduct(kernels, { transpose: 'A', m: F, n: C });
      return () => {
        forEachBlock((start, rows, count, own) => {
          transformOutputsBackward(start, rows, count);
          const common = at(outputs, COMMON * count * F);
          kernels.columnSums(count, F, common, F, bias.gradient, addBias || start > 0);
          for (let k = 0; k < PRODUCTS; k++) {
            const [g, input] = [at(outputs, k * count * F), at(own, k * count * C)];
            toWindow(count, g, input, at(windowGradients, k * F * C), start > 0);
          }
          toInput?.(start, rows, count);
        });
        kernels.winogradWindowsBackward(F, C, windowGradients, weight.gradient, addWeight);
      };
    },
  });

  /** The gradient of a block's rows of x, from the gradients of the products of its outputs. */
  function inputGradient(): (start: number, rows: number, count: number) => void {
    const add = x.claimGradient();
    const gradients = engine.allocateFloats(PRODUCTS * most * tiles * C);
    const spread = engine.allocateFloats(paddedFloats);
    const toInput = matrixProduct(kernels, { n: C, k: F });
    return (start, rows, count) => {
      for (let k = 0; k < PRODUCTS; k++) {
        toInput(count, at(outputs, k * count * F), at(windows, k * F * C), at(gradients, k * count * C));
      }
      for (let i = 0; i < rows; i++) {
        kernels.fill(paddedFloats, 0, spread);
        kernels.winogradInputsBackward(C, tiles, at(gradients, i * tiles * C), count * C, spread);
        const to = at(x.gradient, (start + i) * x.columns);
        kernels.scaleInto(x.columns, 1, at(spread, padding * C), to, add);
      }
    };
  }
}
