/** Isotonic least squares in one dimension, and a continuous curve through it. */

/** A step of the fit: rows whose fitted value is the same. */
export interface Step {
  /** The lowest and highest x of its rows, and their mean. */
  readonly low: number;
  readonly high: number;
  readonly centre: number;
  /** The mean y of its rows, which is the fitted value. */
  readonly value: number;
  /** Their number, or the sum of their weights. */
  readonly rows: number;
}

/**
 * The rising function of x nearest to y in squares, by pooling adjacent violators (Barlow et al., "Statistical
 * inference under order restrictions", 1972). Rows of equal x are pooled first, as in scikit-learn's
 * `IsotonicRegression`. Steps in rising order of x.
 */
export function poolAdjacentViolators(x: Float64Array, y: Float64Array, weights?: Float64Array): Step[] {
  const order = Uint32Array.from(x, (_, i) => i).sort((i, j) => x[i] - x[j]);
  const steps: { low: number; high: number; sumX: number; sumY: number; rows: number }[] = [];
  for (let i = 0; i < order.length; ) {
    const at = x[order[i]];
    const step = { low: at, high: at, sumX: 0, sumY: 0, rows: 0 };
    for (; i < order.length && x[order[i]] === at; i++) {
      const weight = weights ? weights[order[i]] : 1;
      step.sumX += weight * at;
      step.sumY += weight * y[order[i]];
      step.rows += weight;
    }
    for (
      let last = steps.at(-1);
      last && last.sumY * step.rows >= step.sumY * last.rows;
      last = steps.at(-1)
    ) {
      step.low = last.low;
      step.sumX += last.sumX;
      step.sumY += last.sumY;
      step.rows += last.rows;
      steps.pop();
    }
    steps.push(step);
  }
  return steps.map(({ low, high, sumX, sumY, rows }) => ({
    low,
    high,
    centre: Math.min(high, Math.max(low, sumX / rows)),
    value: sumY / rows,
    rows,
  }));
}

/** Points of a curve, x rising strictly and y rising. */
export interface Knots {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A knot at the centre of each step. */
export function centredKnots(steps: readonly Step[]): Knots {
  return {
    x: Float64Array.from(steps, ({ centre }) => centre),
    y: Float64Array.from(steps, ({ value }) => value),
  };
}

/** Straight lines between the knots, level beyond the first and the last. */
export function interpolate({ x, y }: Knots, at: number): number {
  const last = x.length - 1;
  if (at <= x[0]) return y[0];
  if (at >= x[last]) return y[last];
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  return y[low] + ((at - x[low]) / (x[high] - x[low])) * (y[high] - y[low]);
}
