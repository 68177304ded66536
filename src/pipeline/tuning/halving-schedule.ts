/**
 * Successive halving (Jamieson & Talwalkar 2016) with eta = 3, in brackets of a fixed size, as one bracket of Hyperband (Li et
 * al. 2018): all trials of a bracket are scored with a small share of the resource; the best third of them go on with three
 * times as much, until one rung has all of it.
 *
 * With h halvings a bracket has 3^h trials, and each of its h + 1 rungs costs at most as much as one fit with the whole
 * resource, but for the defaults that `entrants` adds. Without halvings all trials have the whole resource: this is random search, in batches.
 */

/** A third of the trials survives, with three times the resource. */
export const ETA = 3;
/** The smallest share is 1/27: less says little of a fit. */
const MOST_HALVINGS = 3;
/** The least of an option, and of the rows of a fit, in the first rung. */
const FEWEST_STEPS = 3;
const FEWEST_ROWS = 60;

/** The number of halvings for a resource of `full` steps: the first rung has at least 3. */
export function halvingsOfSteps(full: number): number {
  return halvings(full, FEWEST_STEPS);
}

/** The same for `full` training rows, of which the first rung has at least 60. */
export function halvingsOfRows(full: number): number {
  return halvings(full, FEWEST_ROWS);
}

function halvings(full: number, fewest: number): number {
  let count = 0;
  while (count < MOST_HALVINGS && full / ETA ** (count + 1) >= fewest) count++;
  return count;
}

/** The share of the resource in a rung, counted from 0: the last rung, number `count`, has all of it. */
export function shareOfRung(rung: number, count: number): number {
  return 1 / ETA ** (count - rung);
}

/** Trials that are scored together where none is stopped early: enough for all threads. */
const BATCH = 27;

/** The trials of a bracket, counted from 0; undefined if all `trials` are in earlier ones. */
export function trialsOfBracket(bracket: number, count: number, trials: number): number[] | undefined {
  const size = count === 0 ? BATCH : ETA ** count;
  const first = bracket * size;
  if (first >= trials) return undefined;
  return Array.from({ length: Math.min(size, trials - first) }, (_, i) => first + i);
}

/** The number of trials that go on to the next rung: a third, at least one. */
export function survivorCount(trials: number): number {
  return Math.max(1, Math.floor(trials / ETA));
}

/**
 * The trials that go on, the best first: by decreasing mean, of equals the earlier one; a trial that could not be fitted
 * (null) never, so that there may be none.
 */
export function survivors(trials: readonly number[], meanOf: (trial: number) => number | null): number[] {
  return trials
    .filter((trial) => meanOf(trial) !== null)
    .sort((one, other) => (meanOf(other) as number) - (meanOf(one) as number) || one - other)
    .slice(0, survivorCount(trials.length));
}

/**
 * The trials of a rung of which `trials` are left. The defaults, trial 0, are in the last rung of the first bracket even if they
 * were stopped: without their whole score the choice could be worse than they are, and no one would know. They come first, so
 * that a budget of time which ends in this rung is spent on them.
 */
export function entrants(
  trials: readonly number[],
  bracket: number,
  rung: number,
  count: number,
): readonly number[] {
  return bracket === 0 && rung === count && !trials.includes(0) ? [0, ...trials] : trials;
}

/** The number of scored trials of each rung of a bracket of `size` trials, if all can be fitted. */
export function rungSizes(size: number, count: number): number[] {
  return Array.from({ length: count }).reduce<number[]>(
    (sizes) => [...sizes, survivorCount(sizes[sizes.length - 1])],
    [size],
  );
}

/** The scores of a search, over all brackets and rungs, if all trials can be fitted; without that of defaults that were stopped. */
export function plannedScores(trials: number, halvings: number): number {
  let sum = 0;
  for (let bracket = 0; ; bracket++) {
    const own = trialsOfBracket(bracket, halvings, trials);
    if (own === undefined) return sum;
    sum += rungSizes(own.length, halvings).reduce((total, size) => total + size, 0);
  }
}
