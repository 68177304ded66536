import { normalTail } from './normal.js';

/** Independent events of one probability. */
export interface EqualEvents {
  /** Above 0 and below 1. */
  readonly probability: number;
  readonly count: number;
}

/**
 * P(X >= hits) for the number X of independent events that occur, each with a probability of its own: the saddlepoint
 * approximation of Lugannani and Rice with the second continuity correction (Daniels, "Tail probability approximations",
 * 1987). It is within a few percent of the exact value also far in the tail.
 */
export function poissonBinomialTail(hits: number, events: readonly EqualEvents[]): number {
  const rows = events.reduce((sum, { count }) => sum + count, 0);
  if (hits <= 0) return 1;
  if (hits > rows) return 0;
  const at = hits - 0.5;
  const t = saddlepoint(at, events);
  const { value, variance } = cumulants(t, events);
  const w = Math.sign(t) * Math.sqrt(Math.max(0, 2 * (t * at - value)));
  // At the mean the two terms cancel, and half of the distribution lies above.
  if (Math.abs(w) < 1e-3) return 0.5;
  const u = 2 * Math.sinh(t / 2) * Math.sqrt(variance);
  const density = Math.exp((-w * w) / 2) / Math.sqrt(2 * Math.PI);
  return Math.min(1, Math.max(0, normalTail(w) + density * (1 / u - 1 / w)));
}

/** K(t) = sum of ln(1 - p + p e^t), and its derivatives. */
function cumulants(t: number, events: readonly EqualEvents[]) {
  let [value, mean, variance] = [0, 0, 0];
  for (const { probability: p, count } of events) {
    // Of the larger of e^t and 1 the logarithm is taken apart, so that nothing overflows.
    const scale = Math.max(0, t);
    const [no, yes] = [(1 - p) * Math.exp(-scale), p * Math.exp(t - scale)];
    const tilted = yes / (no + yes);
    value += count * (scale + Math.log(no + yes));
    mean += count * tilted;
    variance += count * tilted * (1 - tilted);
  }
  return { value, mean, variance };
}

/** The t with K'(t) = `at`: Newton's method between bounds. */
function saddlepoint(at: number, events: readonly EqualEvents[]): number {
  let [low, high] = [-60, 60];
  let t = 0;
  for (let step = 0; step < 100; step++) {
    const { mean, variance } = cumulants(t, events);
    if (Math.abs(mean - at) <= 1e-10 * Math.max(1, at)) return t;
    if (mean < at) low = t;
    else high = t;
    const next = t + (at - mean) / variance;
    t = next > low && next < high ? next : (low + high) / 2;
  }
  return t;
}
