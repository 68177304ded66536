/** Rows of requests that arrive in the same turn of the event loop, predicted together. */
import { type FeatureMatrix, floatsLike, type Matrix } from '../../matrix.js';

type Predict = (X: FeatureMatrix) => Promise<Matrix>;

interface Waiting {
  readonly X: FeatureMatrix;
  readonly resolve: (probabilities: Matrix) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch is predicted at once when it has as many rows. */
const MOST_ROWS = 256;

/**
 * Predicts what was added since the last turn of the event loop in one call. A row's probabilities depend on that row alone,
 * so that requests do not influence each other; if a row cannot be predicted, each request is predicted on its own.
 */
export class MicroBatch {
  #waiting: Waiting[] = [];
  #rows = 0;

  constructor(private readonly predict: Predict) {}

  /** The probabilities of the rows of X. Rejects as the prediction of X alone does. */
  add(X: FeatureMatrix): Promise<Matrix> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ X, resolve, reject }) === 1) setImmediate(() => this.#flush());
      this.#rows += X.rows;
      if (this.#rows >= MOST_ROWS) this.#flush();
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#rows = 0;
    if (waiting.length === 1) this.#predictEach(waiting);
    else void this.#predictTogether(waiting);
  }

  #predictEach(waiting: readonly Waiting[]): void {
    for (const { X, resolve, reject } of waiting) this.predict(X).then(resolve, reject);
  }

  async #predictTogether(waiting: readonly Waiting[]): Promise<void> {
    let found: Matrix;
    try {
      found = await this.predict(together(waiting.map(({ X }) => X)));
    } catch {
      // Whatever it was, each request gets its own answer or its own error.
      this.#predictEach(waiting);
      return;
    }
    const { data, columns } = found;
    let at = 0;
    for (const { X, resolve } of waiting) {
      resolve({ data: data.subarray(at, at + X.rows * columns), rows: X.rows, columns });
      at += X.rows * columns;
    }
  }
}

/** The rows of matrices of the same columns, one after the other. */
function together(matrices: readonly FeatureMatrix[]): FeatureMatrix {
  const [first] = matrices;
  const rows = matrices.reduce((sum, X) => sum + X.rows, 0);
  const adjoining = adjoiningData(matrices, rows * first.columns);
  if (adjoining !== undefined) return { ...first, data: adjoining, rows };
  const data = floatsLike(first.data, rows * first.columns);
  let at = 0;
  for (const X of matrices) {
    data.set(X.data, at);
    at += X.data.length;
  }
  return { ...first, data, rows };
}

/** The memory of all matrices if it is in one piece, as that of rows prepared one after the other often is. */
function adjoiningData(
  matrices: readonly FeatureMatrix[],
  length: number,
): FeatureMatrix['data'] | undefined {
  const [{ data: first }] = matrices;
  let end = first.byteOffset;
  for (const { data } of matrices) {
    if (data.buffer !== first.buffer || data.byteOffset !== end) return undefined;
    end += data.byteLength;
  }
  return first instanceof Float64Array
    ? new Float64Array(first.buffer, first.byteOffset, length)
    : new Float32Array(first.buffer, first.byteOffset, length);
}
