/**
 * A frozen network: the folded inference program, replayed over chunks of rows small enough to stay in
 * the cache. Each row's result depends on that row alone.
 */

import { checkFinite } from '../check-matrix.js';
import type { Engine } from '../engine/engine.js';
import type { ParameterStore } from '../engine/parameter-store.js';
import { Program, type Tensor } from '../engine/program.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { recordFolded } from '../nn/folding/record-folded.js';
import type { SequentialLayer } from '../nn/layers/composition.js';

/** Floats of input a chunk holds: 256 KB, a share of the second-level cache. */
const CHUNK_FLOATS = 65536;

export class NetworkPredictor {
  readonly #engine: Engine;
  readonly #program: Program;
  readonly #input: Tensor;
  readonly #logits: Tensor;
  readonly #best: number;

  constructor(engine: Engine, store: ParameterStore, layers: SequentialLayer, columns: number) {
    const rows = Math.min(512, Math.max(32, Math.floor(CHUNK_FLOATS / columns)));
    this.#engine = engine;
    this.#program = new Program(engine, store, rows, 'inference');
    this.#input = this.#program.input(columns);
    this.#logits = recordFolded(this.#program, layers, this.#input);
    this.#best = engine.allocateInts(rows);
    this.#program.compile();
  }

  /** To be called when the parameters changed. */
  refresh(): void {
    this.#program.refresh();
  }

  /** The class index with the largest logit for each row, the first of equals. */
  async classify(X: Matrix): Promise<Int32Array> {
    const out = new Int32Array(X.rows);
    await this.#forEachChunk(X, (start, rows) => {
      const { columns, value } = this.#logits;
      this.#engine.kernels.argmaxRows(rows, columns, value, this.#best);
      out.set(this.#engine.ints(this.#best, rows), start);
    });
    return out;
  }

  /** softmax(logits), rows x classes. */
  async probabilities(X: Matrix): Promise<Matrix> {
    const { columns, value } = this.#logits;
    const data = new Float32Array(X.rows * columns);
    await this.#forEachChunk(X, (start, rows) => {
      this.#engine.kernels.softmaxRows(rows, columns, value);
      data.set(this.#engine.floats(value, rows * columns), start * columns);
    });
    return { data, rows: X.rows, columns };
  }

  /** A chunk is done in one go, so that several callers can take turns. */
  async #forEachChunk(X: Matrix, use: (start: number, rows: number) => void): Promise<void> {
    const { columns } = X;
    const most = this.#program.maximumRows;
    const slices = timeSlices();
    for (let start = 0; start < X.rows; start += most) {
      if (slices.due()) await slices.pause();
      const rows = Math.min(most, X.rows - start);
      const chunk = X.data.subarray(start * columns, (start + rows) * columns);
      this.#engine.floats(this.#input.value, rows * columns).set(chunk);
      // Looked at where it lies in the cache; the slow check then finds and names the value.
      if (!this.#engine.kernels.allFinite(rows * columns, this.#input.value)) checkFinite(X);
      this.#program.rows = rows;
      this.#program.forward();
      use(start, rows);
    }
  }
}
