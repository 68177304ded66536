/**
 * Winograd's convolution F(4, 3) (Winograd 1980; Lavin & Gray, "Fast algorithms for convolutional neural networks",
 * 2016) for windows of three positions over several channels: four outputs y of six inputs d and the window g are
 * y = A [(G g) . (B d)], six products of channels in place of twelve. The middle is six matrix products over all tiles
 * of some rows; every backward pass is the transposed map. The points are 0, 1, -1, 2, -2 and infinity.
 */
import type { Engine } from '../../engine/engine.js';
import type { Parameter } from '../../engine/parameter-store.js';
import type { Program, Tensor } from '../../engine/program.js';

const INPUTS = 6;
const OUTPUTS = 4;
/** Positions of the window: the one width that this is for. */
export const WINOGRAD_KERNEL = 3;

const B = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];
const G = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];
const A = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];
/** The product that every output has once, so that it takes the bias, and its gradient gives the bias's. */
const COMMON = 1;

/** Tiles that are multiplied at once: their products stay in the second-level cache. */
const TILES = 128;

export interface WinogradConv1d {
  /** filters x 3 x channels. */
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly padding: number;
  readonly relu: boolean;
}

/** Records the convolution of x, whose rows hold the positions one after the other, into y, which does likewise. */
export function winogradConv1d(
  program: Program,
  x: Tensor,
  y: Tensor,
  { weight, bias, padding, relu }: WinogradConv1d,
): void {
  const { engine } = program;
  const { kernels, bytesPerFloat } = engine;
  const at = (address: number, floats: number) => address + floats * bytesPerFloat;
  const [filters, , channels] = weight.shape;
  const length = y.columns / filters;
  const tiles = Math.ceil(length / OUTPUTS);
  const [whole, rest] = [Math.floor(length / OUTPUTS), length % OUTPUTS];
  const most = Math.max(1, Math.floor(TILES / tiles));
  const isTraining = program.mode === 'training';

  // The transformed inputs of all rows are kept for the backward pass; of the products a block's at a time.
  const seen = engine.allocateFloats(INPUTS * (isTraining ? program.maximumRows : most) * tiles * channels);
  const products = engine.allocateFloats(INPUTS * most * tiles * filters);
  const windows = engine.allocateFloats(INPUTS * filters * channels);
  const padded = engine.allocateFloats((OUTPUTS * tiles + INPUTS - OUTPUTS) * channels);
  const inner = at(padded, padding * channels);

  const windowBlocks = (address: number): Blocks => ({
    address,
    step: channels,
    tile: WINOGRAD_KERNEL * channels,
  });
  const transformed: Blocks = { address: windows, step: filters * channels, tile: channels };
  const windowOf = (k: number) => at(windows, k * filters * channels);
  const inputs: Blocks = { address: padded, step: channels, tile: OUTPUTS * channels };
  /** Of row i of a block of `count` tiles. */
  const blocksOf = (address: number, i: number, count: number, n: number): Blocks => ({
    address: at(address, i * tiles * n),
    step: count * n,
    tile: n,
  });
  const outputsOf = (matrix: number, row: number): Blocks => ({
    address: at(matrix, row * y.columns),
    step: filters,
    tile: OUTPUTS * filters,
  });
  const lastOf = (blocks: Blocks): Blocks => ({
    ...blocks,
    address: at(blocks.address, whole * blocks.tile),
  });
  const forEachBlock = (use: (start: number, rows: number, seenHere: number) => void) => {
    for (let start = 0; start < program.rows; start += most) {
      const offset = isTraining ? INPUTS * start * tiles * channels : 0;
      use(start, Math.min(most, program.rows - start), at(seen, offset));
    }
  };

  const toWindows = linearMap(engine, G);
  const toTiles = linearMap(engine, B);
  const toOutputs = linearMap(engine, A);
  program.record({
    forward: () => () => {
      toWindows(channels, filters, windowBlocks(weight.value), transformed);
      forEachBlock((start, rows, seenHere) => {
        const count = rows * tiles;
        for (let i = 0; i < rows; i++) {
          kernels.scaleInto(x.columns, 1, at(x.value, (start + i) * x.columns), inner, false);
          toTiles(channels, tiles, inputs, blocksOf(seenHere, i, count, channels));
        }
        for (let k = 0; k < INPUTS; k++) {
          const from = at(seenHere, k * count * channels);
          const to = at(products, k * count * filters);
          const add = k === COMMON ? bias.value : 0;
          const window = windowOf(k);
          kernels.gemm(
            false,
            true,
            count,
            filters,
            channels,
            from,
            channels,
            window,
            channels,
            to,
            filters,
            add,
            false,
          );
        }
        for (let i = 0; i < rows; i++) {
          const from = blocksOf(products, i, count, filters);
          const to = outputsOf(y.value, start + i);
          toOutputs(filters, whole, from, to);
          if (rest > 0) toOutputs(filters, 1, lastOf(from), lastOf(to), { outs: rest });
        }
        if (relu) {
          const to = at(y.value, start * y.columns);
          kernels.leakyRelu(rows * y.columns, 0, to, to);
        }
      });
    },
    backward: () => {
      const addWeight = weight.claimGradient();
      const addBias = bias.claimGradient();
      const addInput = x.gradient !== 0 && x.claimGradient();
      const gradients = engine.allocateFloats(INPUTS * filters * channels);
      const toInputs = engine.allocateFloats(x.gradient === 0 ? 0 : INPUTS * most * tiles * channels);
      const spread: Blocks = {
        ...inputs,
        address: engine.allocateFloats(inputs.tile * tiles + 2 * channels),
      };
      const fromOutputs = linearMap(engine, transposed(A));
      const fromTiles = linearMap(engine, transposed(B));
      const fromWindows = linearMap(engine, transposed(G));
      return () => {
        forEachBlock((start, rows, seenHere) => {
          const count = rows * tiles;
          if (relu) {
            const g = at(y.gradient, start * y.columns);
            kernels.leakyReluBackward(rows * y.columns, 0, at(y.value, start * y.columns), g, g, false);
          }
          for (let i = 0; i < rows; i++) {
            const from = outputsOf(y.gradient, start + i);
            const to = blocksOf(products, i, count, filters);
            fromOutputs(filters, whole, from, to);
            if (rest > 0) fromOutputs(filters, 1, lastOf(from), lastOf(to), { ins: rest });
          }
          const common = at(products, COMMON * count * filters);
          kernels.columnSums(count, filters, common, filters, bias.gradient, addBias || start > 0);
          for (let k = 0; k < INPUTS; k++) {
            const g = at(products, k * count * filters);
            const own = at(seenHere, k * count * channels);
            const to = at(gradients, k * filters * channels);
            const add = start > 0;
            kernels.gemm(
              true,
              false,
              filters,
              channels,
              count,
              g,
              filters,
              own,
              channels,
              to,
              channels,
              0,
              add,
            );
            if (x.gradient === 0) continue;
            const back = at(toInputs, k * count * channels);
            const window = windowOf(k);
            kernels.gemm(
              false,
              false,
              count,
              channels,
              filters,
              g,
              filters,
              window,
              channels,
              back,
              channels,
              0,
              false,
            );
          }
          if (x.gradient === 0) return;
          for (let i = 0; i < rows; i++) {
            kernels.fill(inputs.tile * tiles + 2 * channels, 0, spread.address);
            fromTiles(channels, tiles, blocksOf(toInputs, i, count, channels), spread, { accumulate: true });
            const from = at(spread.address, padding * channels);
            kernels.scaleInto(x.columns, 1, from, at(x.gradient, (start + i) * x.columns), addInput);
          }
        });
        const to = windowBlocks(weight.gradient);
        fromWindows(channels, filters, { ...transformed, address: gradients }, to, { accumulate: addWeight });
      };
    },
  });
}

/** Blocks of floats: where the first is, and how many floats behind it its next one and that of the next tile are. */
interface Blocks {
  readonly address: number;
  readonly step: number;
  readonly tile: number;
}

interface MapOptions {
  /** Of the matrix's rows and columns the first ones; default all. */
  readonly outs?: number;
  readonly ins?: number;
  readonly accumulate?: boolean;
}

/** Applies a matrix to the blocks (of n floats) of each tile. */
function linearMap(
  engine: Engine,
  matrix: readonly (readonly number[])[],
): (n: number, tiles: number, x: Blocks, y: Blocks, options?: MapOptions) => void {
  const address = engine.allocateFloats(matrix.length * INPUTS);
  const values = engine.floats(address, matrix.length * INPUTS);
  matrix.forEach((row, k) => {
    values.set(row, k * INPUTS);
  });
  return (n, tiles, x, y, { outs = matrix.length, ins = matrix[0].length, accumulate = false } = {}) =>
    engine.kernels.transformTiles(
      outs,
      ins,
      address,
      n,
      tiles,
      x.address,
      x.step,
      x.tile,
      y.address,
      y.step,
      y.tile,
      accumulate,
    );
}

function transposed(matrix: readonly (readonly number[])[]): number[][] {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}
