/** Student's t distribution, for intervals from few repeats. */

/** Steps of a bisection that ends at the last bit. */
const BISECTIONS = 200;
const LARGEST_QUANTILE = 1e6;

/**
 * The t with P(|T| <= t) = `coverage`, for example 2.776 for 0.95 with 4 degrees of freedom.
 *
 * @param degreesOfFreedom at least 1
 * @param coverage in (0, 1), default 0.95
 */
export function tInterval(degreesOfFreedom: number, coverage = 0.95): number {
  let low = 0;
  let high = LARGEST_QUANTILE;
  for (let i = 0; i < BISECTIONS && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (insideProbability(middle, degreesOfFreedom) < coverage) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * P(|T| <= t) for an integer number of degrees of freedom, as a finite sum (Abramowitz and Stegun 26.7.3 and
 * 26.7.4), with angle = atan(t / sqrt(n)).
 */
function insideProbability(t: number, degreesOfFreedom: number): number {
  const n = degreesOfFreedom;
  const angle = Math.atan(t / Math.sqrt(n));
  const cosine = Math.cos(angle);
  const odd = n % 2 === 1;
  // The sum of cos^k with coefficients (k - 1)!! / k!!, k even for odd n and the other way round.
  let term = odd ? cosine : 1;
  let sum = n === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= n - 2; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
