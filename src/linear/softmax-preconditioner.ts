/**
 * A preconditioner for L-BFGS: the curvature of softmax regression at zero coefficients. There every class has
 * probability p = 1 / classes, and the Hessian's block of one class is
 *
 *   p (1 - p) X' W X + penalty * identity, without a penalty on the intercept.
 *
 * With correlated features it saves most of the steps.
 */
import type { Engine } from '../engine/engine.js';
import { timeSlices } from '../event-loop.js';
import { choleskyFactor, invertLower } from './cholesky.js';
import type { Preconditioner } from './lbfgs.js';
import { type SoftmaxProblem, vectorCount } from './softmax-objective.js';

/** Doubles of X in a block: 64 KB. */
const BLOCK_DOUBLES = 8192;
/** X'X costs as much as width / (2 classes) evaluations of the loss, which pays up to some dozens of them. */
const WIDEST_PER_CLASS = 100;
/** Applying it costs a fraction of an evaluation if there are at least this many rows per feature. */
const ROWS_PER_FEATURE = 8;

/** Whether the preconditioner costs less than the steps that it saves. */
export function isWorthPreconditioning({ X, classes }: SoftmaxProblem): boolean {
  const width = X.columns + 1;
  return width <= WIDEST_PER_CLASS * classes && ROWS_PER_FEATURE * width <= X.rows;
}

/**
 * Multiplies the vectors of `SoftmaxObjective` in place by the inverse of that curvature. Rejects with
 * `signal.reason` once the signal is aborted.
 */
export async function softmaxPreconditioner(
  engine: Engine,
  problem: SoftmaxProblem,
  signal?: AbortSignal,
): Promise<Preconditioner> {
  const { X, classes, penalty } = problem;
  const width = X.columns + 1;
  const share = (1 / classes) * (1 - 1 / classes);
  const factor = (await weightedGram(engine, problem, signal)).map((value) => share * value);
  for (let j = 0; j < X.columns; j++) factor[j * width + j] += penalty;
  choleskyFactor(factor, width);
  return multiplication(engine, invertLower(factor, width), width, vectorCount(classes));
}

/**
 * Each of `count` vectors times M' M, for a width x width matrix M. Unlike the inverse of the curvature itself,
 * rounding cannot make that indefinite.
 */
function multiplication(engine: Engine, matrix: Float64Array, width: number, count: number): Preconditioner {
  const { kernels } = engine;
  const ld = width + (width % 2);
  const allocate = (rows: number) => engine.allocateDoubles(rows * ld);
  const [plain, transposed, vectors, products] = [
    allocate(width),
    allocate(width),
    allocate(count),
    allocate(count),
  ];
  const own = engine.doubles(plain, width * ld);
  const across = engine.doubles(transposed, width * ld);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      own[i * ld + j] = matrix[i * width + j];
      across[j * ld + i] = matrix[i * width + j];
    }
  }
  return (values) => {
    const rows = engine.doubles(vectors, count * ld);
    for (let v = 0; v < count; v++) rows.set(values.subarray(v * width, (v + 1) * width), v * ld);
    kernels.gemmF64(false, count, ld, width, vectors, ld, transposed, ld, products, ld, false);
    kernels.gemmF64(false, count, ld, width, products, ld, plain, ld, vectors, ld, false);
    for (let v = 0; v < count; v++) values.set(rows.subarray(v * ld, v * ld + width), v * width);
  };
}

/** X' W X, width x width, where X has a column of ones appended. */
async function weightedGram(
  engine: Engine,
  { X, weights }: SoftmaxProblem,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const { kernels } = engine;
  const width = X.columns + 1;
  const ld = width + (width % 2);
  const most = Math.max(1, Math.floor(BLOCK_DOUBLES / ld));
  const narrow = engine.allocateFloats(most * X.columns);
  const wide = engine.allocateDoubles(most * ld);
  const weighted = engine.allocateDoubles(most * ld);
  const gram = engine.allocateDoubles(width * ld);
  const slices = timeSlices();
  for (let start = 0; start < X.rows; start += most) {
    if (slices.due()) await slices.pause();
    signal?.throwIfAborted();
    const rows = Math.min(most, X.rows - start);
    const block = X.data.subarray(start * X.columns, (start + rows) * X.columns);
    engine.floats(narrow, rows * X.columns).set(block);
    kernels.widenRows(rows, X.columns, narrow, wide, ld);
    if (weights) scaleRows(engine, wide, weighted, ld, weights.subarray(start, start + rows));
    kernels.gemmF64(true, width, ld, rows, wide, ld, weights ? weighted : wide, ld, gram, ld, start > 0);
  }
  const sums = engine.doubles(gram, width * ld);
  return Float64Array.from(
    { length: width * width },
    (_, i) => sums[Math.floor(i / width) * ld + (i % width)],
  );
}

function scaleRows(engine: Engine, from: number, to: number, ld: number, factors: Float64Array): void {
  const values = engine.doubles(from, factors.length * ld);
  const scaled = engine.doubles(to, factors.length * ld);
  for (let i = 0; i < scaled.length; i++) scaled[i] = factors[Math.floor(i / ld)] * values[i];
}
