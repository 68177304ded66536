/**
 * The share of the anchor in a mixup: max(u, 1 - u) with u ~ Beta(alpha, alpha), drawn once for every row
 * of every batch.
 */
import { exp, log } from '../../engine/random/portable-math.js';
import type { RandomStream } from '../../engine/random/random-stream.js';

/**
 * For alpha < 1 the smaller share y = min(u, 1 - u) is drawn directly, by rejection: its density on
 * [0, 1/2] is proportional to y^(alpha-1) (1-y)^(alpha-1). The first factor alone is that of
 * U^(1/alpha) / 2; the second is at most 2^(1-alpha), reached at y = 1/2, and at least 1, so that most
 * draws are accepted without computing it. One power a draw instead of Joehnk's two a trial.
 */
export function dominantShare(random: RandomStream, alpha: number): number {
  if (alpha >= 1) {
    const u = random.beta(alpha, alpha);
    return Math.max(u, 1 - u);
  }
  const alwaysAccepted = exp((alpha - 1) * Math.LN2);
  for (;;) {
    const y = 0.5 * exp(log(1 - random.uniform()) / alpha);
    const v = random.uniform();
    if (v < alwaysAccepted || v < exp((alpha - 1) * log(2 * (1 - y)))) return 1 - y;
  }
}
