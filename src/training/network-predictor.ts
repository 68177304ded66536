/**
 * A frozen network: the fused inference program, replayed over chunks of rows small enough to stay in
 * the cache. Each row's result depends on that row alone.
 */

import { checkFinite } from '../check-matrix.js';
import type { Engine } from '../engine/engine.js';
import type { ParameterStore } from '../engine/parameter-store.js';
import { Program, type Tensor } from '../engine/program.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { recordFused } from '../nn/fusion/record-fused.js';
import type { SequentialLayer } from '../nn/layers/composition.js';

/** Floats of input per chunk: 256 KB, to fit into the second-level cache. */
const CHUNK_FLOATS = 65536;

/** Results of lookups for the rows of a matrix: an array for each lookup of the program. */
type FoundRows = readonly Int32Array[];

export class NetworkPredictor {
  readonly #engine: Engine;
  readonly #program: Program;
  readonly #input: Tensor;
  readonly #logits: Tensor;
  readonly #representation: Tensor;
  readonly #best: number;

  constructor(engine: Engine, store: ParameterStore, layers: SequentialLayer, columns: number) {
    const rows = Math.min(512, Math.max(32, Math.floor(CHUNK_FLOATS / columns)));
    this.#engine = engine;
    this.#program = new Program(engine, store, rows, 'inference');
    this.#input = this.#program.input(columns);
    const { output, representation } = recordFused(this.#program, layers, this.#input);
    this.#logits = output;
    this.#representation = representation;
    this.#best = engine.allocateInts(rows);
    this.#program.compile();
  }

  /** Must be called after the parameters change. */
  async refresh(): Promise<void> {
    for (const prepare of this.#program.preparations.splice(0)) await prepare();
    this.#program.refresh();
  }

  /**
   * The argmax of each row's logits, of ties the first, for the validation score of every epoch; lookups that depend
   * only on the rows are done once.
   */
  async repeatedArgmax(X: Matrix): Promise<() => Promise<Int32Array>> {
    const { lookups } = this.#program;
    const found = lookups.map(({ width }) => new Int32Array(X.rows * width));
    await this.#forEachChunk(X, (start, rows) => {
      this.#lookUp();
      lookups.forEach(({ address, width }, i) => {
        found[i].set(this.#engine.ints(address, rows * width), start * width);
      });
    });
    return async () => {
      const best = new Int32Array(X.rows);
      await this.#forEachChunk(X, (start, rows) => {
        this.#forward(start, rows, found);
        const { columns, value } = this.#logits;
        this.#engine.kernels.argmaxRows(rows, columns, value, this.#best);
        best.set(this.#engine.ints(this.#best, rows), start);
      });
      return best;
    };
  }

  /** softmax(logits), rows x classes. */
  async probabilities(X: Matrix): Promise<Matrix> {
    const { columns, value } = this.#logits;
    const data = new Float32Array(X.rows * columns);
    await this.#forEachChunk(X, (start, rows) => {
      this.#forward(start, rows);
      this.#engine.kernels.softmaxRows(rows, columns, value);
      data.set(this.#engine.floats(value, rows * columns), start * columns);
    });
    return { data, rows: X.rows, columns };
  }

  /**
   * The input of the last layer, rows x its width; undefined for a network with a single layer, and for the graph
   * networks, which are recorded as one.
   */
  async representations(X: Matrix): Promise<Matrix | undefined> {
    if (this.#representation === this.#input) return undefined;
    const { columns, value } = this.#representation;
    const data = new Float32Array(X.rows * columns);
    await this.#forEachChunk(X, (start, rows) => {
      this.#forward(start, rows);
      data.set(this.#engine.floats(value, rows * columns), start * columns);
    });
    return { data, rows: X.rows, columns };
  }

  #lookUp(): void {
    for (const { find } of this.#program.lookups) find();
  }

  #forward(start: number, rows: number, found?: FoundRows): void {
    if (found === undefined) this.#lookUp();
    else {
      this.#program.lookups.forEach(({ address, width }, i) => {
        const part = found[i].subarray(start * width, (start + rows) * width);
        this.#engine.ints(address, rows * width).set(part);
      });
    }
    this.#program.forward();
  }

  /**
   * Fills the input with one chunk after the other. A chunk is not interrupted, so that several callers can
   * alternate.
   */
  async #forEachChunk(X: Matrix, use: (start: number, rows: number) => void): Promise<void> {
    const { columns } = X;
    const most = this.#program.maximumRows;
    const slices = timeSlices();
    for (let start = 0; start < X.rows; start += most) {
      if (slices.due()) await slices.pause();
      const rows = Math.min(most, X.rows - start);
      const chunk = X.data.subarray(start * columns, (start + rows) * columns);
      this.#engine.floats(this.#input.value, rows * columns).set(chunk);
      // A fast check on cached data; if it fails, the slow one finds and names the value.
      if (!this.#engine.kernels.allFinite(rows * columns, this.#input.value)) checkFinite(X);
      this.#program.rows = rows;
      use(start, rows);
    }
  }
}
