import { logGamma } from './log-gamma.js';

/**
 * P(X <= hits) for X hypergeometric: of `drawn` rows, drawn without replacement from `rows` of which `marked` are marked,
 * the number of marked ones. The one-sided test of Fisher ("The design of experiments", 1935) for a smaller share of marked rows among
 * those drawn than among the others.
 */
export function hypergeometricTail(hits: number, drawn: number, marked: number, rows: number): number {
  const least = Math.max(0, drawn + marked - rows);
  if (hits >= Math.min(drawn, marked)) return 1;
  if (hits < least) return 0;
  const logTerm = logChoose(marked, hits) + logChoose(rows - marked, drawn - hits) - logChoose(rows, drawn);
  // Downwards from the last term the ratios fall, or, beyond the mode, rise until it.
  let [sum, term] = [1, 1];
  for (let k = hits; k > least; k--) {
    const ratio = (k * (rows - marked - drawn + k)) / ((marked - k + 1) * (drawn - k + 1));
    term *= ratio;
    sum += term;
    if (ratio < 1 && term < 1e-16 * sum) break;
  }
  return Math.min(1, Math.exp(logTerm) * sum);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
