/**
 * A step along a descent direction that meets the strong Wolfe conditions (Nocedal & Wright, Numerical Optimization,
 * algorithms 3.5 and 3.6): sufficient decrease, and a slope well below the initial one.
 */

/** The function along the direction. */
export interface PointOnLine {
  readonly step: number;
  readonly value: number;
  /** Derivative with respect to the step. */
  readonly slope: number;
}

/** Share of the initial slope that the decrease must reach, and that the final slope may keep (as in SciPy). */
const ENOUGH_DECREASE = 1e-3;
const SMALL_SLOPE = 0.9;
const MOST_EVALUATIONS = 25;
/** While the minimum is not bracketed, the next step is this many times as long. */
const STRETCH = 4;
/** A step within a bracket keeps this share of its width from either end. */
const MARGIN = 0.1;
/** Values with a smaller relative difference are equal: a sum over rows is not more accurate. */
const ROUNDING = 1e-14;

/**
 * The accepted point, which is the last one evaluated; undefined if rounding hides every decrease.
 *
 * @param start step 0, with a negative slope
 */
export async function wolfeSearch(
  evaluate: (step: number) => Promise<PointOnLine>,
  start: PointOnLine,
  firstStep: number,
): Promise<PointOnLine | undefined> {
  const slack = ROUNDING * Math.abs(start.value);
  let low = start;
  let high: PointOnLine | undefined;
  let step = firstStep;
  for (let evaluations = 0; evaluations < MOST_EVALUATIONS; evaluations++) {
    const point = await evaluate(step);
    const enough = start.value + ENOUGH_DECREASE * step * start.slope + slack;
    // Written so that NaN counts as too high.
    if (!(point.value <= enough && point.value <= low.value + slack)) {
      high = point;
    } else if (Math.abs(point.slope) <= -SMALL_SLOPE * start.slope) {
      return point;
    } else {
      const beyond = high ? point.slope * (high.step - low.step) >= 0 : point.slope >= 0;
      if (beyond) high = low;
      low = point;
    }
    step = high === undefined ? low.step * STRETCH : between(low, high);
  }
  return undefined;
}

/** The minimum of the cubic through both points, kept away from the bracket's ends. */
function between(low: PointOnLine, high: PointOnLine): number {
  const width = high.step - low.step;
  const chord = (low.value - high.value) / width;
  const d = low.slope + high.slope + 3 * chord;
  const root = Math.sign(width) * Math.sqrt(d * d - low.slope * high.slope);
  const share = 1 - (high.slope + root - d) / (high.slope - low.slope + 2 * root);
  const safe = Number.isFinite(share) ? Math.min(1 - MARGIN, Math.max(MARGIN, share)) : 0.5;
  return low.step + safe * width;
}
