/** What tests of random streams compute of their draws. */
import { mean } from '../../src/mean.js';

export function draw(n: number, next: () => number): Float64Array {
  return Float64Array.from({ length: n }, next);
}

export function correlation(x: Float64Array, y: Float64Array): number {
  const mx = mean(x);
  const my = mean(y);
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}
