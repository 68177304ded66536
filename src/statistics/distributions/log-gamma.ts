/** From here on seven terms of Stirling's series are exact to the last bits. */
const STIRLING_FROM = 12;
/** B(2k) / (2k (2k - 1)) of the Bernoulli numbers B(2), B(4), ... */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/**
 * ln Gamma(x) for x > 0: Stirling's series (Abramowitz and Stegun 6.1.40), smaller x raised by
 * Gamma(x + 1) = x Gamma(x). The absolute error is some 1e-15 times the larger of 10 and the result.
 */
export function logGamma(x: number): number {
  let raised = x;
  let product = 1;
  while (raised < STIRLING_FROM) product *= raised++;
  const inverseSquare = 1 / (raised * raised);
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * inverseSquare + STIRLING[k];
  const stirling = (raised - 0.5) * Math.log(raised) - raised + 0.5 * Math.log(2 * Math.PI) + series / raised;
  return stirling - Math.log(product);
}
