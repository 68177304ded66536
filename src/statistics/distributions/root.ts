/** More than doubles take by bisection alone. */
const MOST_STEPS = 200;

/**
 * The root of a continuous function that changes its sign between `low` and `high`, to the last bits: the
 * rule of false position in the Illinois form (Dowell & Jarratt, "A modified regula falsi method for computing
 * the root of an equation", 1971).
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  for (let step = 0; step < MOST_STEPS; step++) {
    if (fa === 0) return a;
    const x = b - (fb * (b - a)) / (fb - fa);
    if (fb === 0 || Math.abs(x - b) <= 2 * Number.EPSILON * Math.abs(x)) return x;
    const fx = f(x);
    // The end that stays counts half, or it would stay for ever.
    if (Math.sign(fx) === Math.sign(fb)) fa /= 2;
    else [a, fa] = [b, fb];
    [b, fb] = [x, fx];
  }
  return b;
}
