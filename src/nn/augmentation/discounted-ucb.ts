/**
 * A bandit for rewards that change over time: discounted UCB (Garivier & Moulines, "On upper-confidence bound policies for
 * switching bandit problems", 2011). Rewards need no known range: each counts by its rank among the last ones.
 */
import { log } from '../../engine/random/portable-math.js';
import type { RandomStream } from '../../engine/random/random-stream.js';

/** gamma: a reward counts half after 23 further ones. */
const DISCOUNT = 0.97;
/**
 * xi of the confidence bound. The regret bound of the source needs more than 1/2, but then the bounds differ by more than the
 * means for hundreds of rounds, and there are about a hundred.
 */
const EXPLORATION = 0.005;
/** Rewards that a new one is ranked among. */
const RECENT = 60;

/**
 * Chooses the arm with the largest X + 2 sqrt(xi log n / N): N is the discounted number of its rewards, n the sum of N over
 * the arms, X the discounted mean of its rewards, each the share of the last 60 rewards of all arms that it exceeds (ties
 * count half). Arms without a reward come first, in random order.
 */
export class DiscountedUcb {
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;
  readonly #untried: number[];
  readonly #recent: number[] = [];

  /** @param random orders the first trials */
  constructor(arms: number, random: RandomStream) {
    this.#counts = new Float64Array(arms);
    this.#sums = new Float64Array(arms);
    this.#untried = Array.from(random.permutation(arms));
  }

  /** The arm to try next; the same until a reward is given. */
  choose(): number {
    if (this.#untried.length > 0) return this.#untried[0];
    const trials = this.#counts.reduce((sum, count) => sum + count, 0);
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let arm = 0; arm < this.#counts.length; arm++) {
      const count = this.#counts[arm];
      const bound = this.#sums[arm] / count + 2 * Math.sqrt((EXPLORATION * log(trials)) / count);
      if (bound > highest) {
        highest = bound;
        best = arm;
      }
    }
    return best;
  }

  /** Gives the reward of an arm, any finite number. */
  reward(arm: number, value: number): void {
    const rank = this.#rankOf(value);
    for (let i = 0; i < this.#counts.length; i++) {
      this.#counts[i] *= DISCOUNT;
      this.#sums[i] *= DISCOUNT;
    }
    this.#counts[arm] += 1;
    this.#sums[arm] += rank;
    const place = this.#untried.indexOf(arm);
    if (place >= 0) this.#untried.splice(place, 1);
    this.#recent.push(value);
    if (this.#recent.length > RECENT) this.#recent.shift();
  }

  #rankOf(value: number): number {
    if (this.#recent.length === 0) return 0.5;
    let below = 0;
    for (const other of this.#recent) below += other < value ? 1 : other === value ? 0.5 : 0;
    return below / this.#recent.length;
  }
}
