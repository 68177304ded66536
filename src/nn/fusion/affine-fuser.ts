/**
 * Composes affine layers into one matrix, as steps of a program: y = M u + c, pulled back layer by layer from the
 * output, which is the narrow side (a D x D attention fuses at the cost of 64 of its rows). The steps run again
 * whenever the parameters change.
 */
import type { Engine } from '../../engine/engine.js';
import { matrixProduct } from '../../engine/matrix-product.js';
import type { ParameterStore } from '../../engine/parameter-store.js';
import type { Program, Step } from '../../engine/program.js';

/** outputs x columns matrix and an output bias, at fixed addresses. */
export interface AffineMap {
  readonly outputs: number;
  readonly columns: number;
  readonly matrix: number;
  readonly bias: number;
}

export class AffineFuser {
  readonly steps: Step[] = [];

  constructor(readonly program: Program) {}

  get engine(): Engine {
    return this.program.engine;
  }

  get store(): ParameterStore {
    return this.program.store;
  }

  /** y = u for `outputs` columns. */
  identity(outputs: number): AffineMap {
    const { engine } = this;
    const map = this.#allocate(outputs, outputs, engine.allocateFloats(outputs));
    this.steps.push(() => {
      const matrix = engine.floats(map.matrix, outputs * outputs).fill(0);
      for (let i = 0; i < outputs; i++) matrix[i * outputs + i] = 1;
      engine.floats(map.bias, outputs).fill(0);
    });
    return map;
  }

  /** M W for W (map.columns x columns); the bias stays. */
  multiply(map: AffineMap, columns: number, weight: () => number): AffineMap {
    const product = this.#allocate(map.outputs, columns, map.bias);
    const multiply = matrixProduct(this.engine.kernels, { n: columns, k: map.columns });
    this.steps.push(() => multiply(map.outputs, map.matrix, weight(), product.matrix));
    return product;
  }

  /** c += M b for a vector b of map.columns. */
  addProduct(map: AffineMap, vector: () => number): void {
    const multiply = matrixProduct(this.engine.kernels, { n: 1, k: map.columns });
    this.steps.push(() => multiply(map.outputs, map.matrix, vector(), map.bias, true));
  }

  /** u -> factor * u + shift, column by column: M diag(factor), c + M shift. */
  scale(map: AffineMap, values: (factor: number, shift: number, engine: Engine) => void): AffineMap {
    const { engine } = this;
    const factor = engine.allocateFloats(map.columns);
    const shift = engine.allocateFloats(map.columns);
    this.steps.push(() => values(factor, shift, engine));
    this.addProduct(map, () => shift);
    const scaled = this.#allocate(map.outputs, map.columns, map.bias);
    this.steps.push(() => {
      for (let i = 0; i < map.outputs; i++) {
        const at = i * map.columns * engine.bytesPerFloat;
        engine.kernels.multiply(map.columns, map.matrix + at, factor, scaled.matrix + at, false);
      }
    });
    return scaled;
  }

  /** A copy of the matrix; the bias is shared. */
  copy(map: AffineMap): AffineMap {
    const { kernels } = this.engine;
    const twin = this.#allocate(map.outputs, map.columns, map.bias);
    this.steps.push(() => kernels.scaleInto(map.outputs * map.columns, 1, map.matrix, twin.matrix, false));
    return twin;
  }

  /** The sum of two matrices of equal shape that share a bias. */
  sum(a: AffineMap, b: AffineMap): AffineMap {
    const { kernels } = this.engine;
    const total = this.#allocate(a.outputs, a.columns, a.bias);
    this.steps.push(() => kernels.add(a.outputs * a.columns, a.matrix, b.matrix, total.matrix));
    return total;
  }

  #allocate(outputs: number, columns: number, bias: number): AffineMap {
    return { outputs, columns, bias, matrix: this.engine.allocateFloats(outputs * columns) };
  }
}
