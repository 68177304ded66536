/** Gauss-Legendre quadrature on [0, 1]: exact for polynomials of degree 2 n - 1. */

export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** A Newton step that is smaller changes no digit. */
const TOLERANCE = 1e-15;
const MOST_STEPS = 20;

/** The rule of `n` points; they are the roots of the Legendre polynomial of degree n, found by Newton's method. */
export function gaussLegendre(n: number): Quadrature {
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = legendre(n, x).slope;
    for (let step = 0; step < MOST_STEPS; step++) {
      const found = legendre(n, x);
      slope = found.slope;
      const change = found.value / slope;
      x -= change;
      if (Math.abs(change) < TOLERANCE) break;
    }
    // From [-1, 1] to [0, 1].
    points[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** The Legendre polynomial of degree n and its derivative, by the recurrence of three terms. */
function legendre(n: number, x: number): { readonly value: number; readonly slope: number } {
  let [before, value] = [0, 1];
  for (let k = 1; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
