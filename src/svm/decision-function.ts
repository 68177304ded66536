/** The decision values of support vector machines: one for each row and pair of classes. */
import { classPairs, pairCount } from './class-pairs.js';
import { RadialBasis } from './radial-basis.js';
import type { SvmMachines } from './svm-training.js';

/** Rows per block of the linear kernel, which needs no buffer. */
const LINEAR_ROWS = 256;

export interface DecisionFunction {
  readonly maximumRows: number;
  /**
   * A value per row and pair for up to `maximumRows` rows (row-major), positive for the first class. Each row's
   * values depend on that row alone.
   */
  values(rows: Float32Array): Float64Array;
}

/** Allocates memory for the support vectors. */
export async function decisionFunction(machines: SvmMachines): Promise<DecisionFunction> {
  const { kernel, columns, supportVectors } = machines;
  if (kernel.kind === 'linear') return linearDecisions(machines);
  const basis = await RadialBasis.create(columns, supportVectors.length / columns, kernel.gamma);
  return radialDecisions(machines, basis);
}

/** Like `decisionFunction`, in the memory of `basis`, which can hold one function at a time. */
export function radialDecisions(machines: SvmMachines, basis: RadialBasis): DecisionFunction {
  basis.setVectors(machines.supportVectors);
  const count = machines.supportVectors.length / machines.columns;
  return {
    maximumRows: basis.maximumRows,
    values(rows) {
      const kernel = basis.evaluate(rows);
      const n = rows.length / machines.columns;
      return decisions(machines, n, (row, coefficient, from, to) => {
        const shift = row * count;
        let sum = 0;
        for (let s = from; s < to; s++) sum += machines.coefficients[coefficient + s] * kernel[shift + s];
        return sum;
      });
    },
  };
}

/** w = sum of coefficient * vector for each pair, so that a row needs one product per pair. */
export function linearDecisions(machines: SvmMachines): DecisionFunction {
  const { columns, supportVectors, coefficients, thresholds } = machines;
  const weights = Array.from({ length: columns }, (_, c) =>
    decisions(
      { ...machines, thresholds: new Float64Array(thresholds.length) },
      1,
      (_, coefficient, from, to) => {
        let sum = 0;
        for (let s = from; s < to; s++)
          sum += coefficients[coefficient + s] * supportVectors[s * columns + c];
        return sum;
      },
    ),
  );
  return {
    maximumRows: LINEAR_ROWS,
    values(rows) {
      const n = rows.length / columns;
      const pairs = thresholds.length;
      const out = new Float64Array(n * pairs);
      for (let row = 0; row < n; row++) {
        for (let pair = 0; pair < pairs; pair++) {
          let sum = 0;
          for (let c = 0; c < columns; c++) sum += weights[c][pair] * rows[row * columns + c];
          out[row * pairs + pair] = sum - thresholds[pair];
        }
      }
      return out;
    },
  };
}

/** @param sum over the vectors `from` to `to` of the coefficients that start at `coefficient`, for a row */
function decisions(
  { supportVectors, columns, supportCounts, thresholds }: SvmMachines,
  rows: number,
  sum: (row: number, coefficient: number, from: number, to: number) => number,
): Float64Array {
  const classes = supportCounts.length;
  const count = supportVectors.length / columns;
  const starts = [0];
  for (const size of supportCounts) starts.push(starts[starts.length - 1] + size);
  const out = new Float64Array(rows * pairCount(classes));
  for (const { pair, first, second } of classPairs(classes)) {
    for (let row = 0; row < rows; row++) {
      out[row * thresholds.length + pair] =
        sum(row, (second - 1) * count, starts[first], starts[first + 1]) +
        sum(row, first * count, starts[second], starts[second + 1]) -
        thresholds[pair];
    }
  }
  return out;
}
