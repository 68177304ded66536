import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { mean } from '../mean.js';
import { checkProbability } from './checks.js';
import { quantile } from './quantile.js';

export interface BootstrapOptions {
  /**
   * What is drawn anew: `both` (data sets, then seeds within each: for a claim about other data sets), `datasets`
   * alone, or `seeds` alone (for a claim about these data sets). Default `both`.
   */
  readonly resample?: 'both' | 'datasets' | 'seeds';
  /** Default 9999. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly coverage?: number;
  /** Default 42. */
  readonly seed?: number;
}

export interface BootstrapInterval {
  /** Mean over the data sets of the mean over the seeds. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile bootstrap interval (Efron, "Bootstrap methods: another look at the jackknife", 1979) of the mean
 * over data sets of the mean over seeds. Every resample draws data sets with replacement, then, for each drawn
 * one, as many of its seeds with replacement; the ends are the quantiles (1 -+ coverage) / 2 of the means,
 * interpolated linearly. For a comparison, give the differences of two classifiers. With few data sets the
 * interval is too narrow: with n of them by about sqrt((n - 1) / n), apart from the heavier tails of Student's t.
 *
 * @param values a row a data set, a value a seed; rows may have different lengths
 * @throws InputError for no values, values that are not finite, and options out of range.
 */
export function bootstrapInterval(
  values: readonly (readonly number[])[],
  { resample = 'both', resamples = 9999, coverage = 0.95, seed = 42 }: BootstrapOptions = {},
): BootstrapInterval {
  checkValues(values);
  if (!['both', 'datasets', 'seeds'].includes(resample)) {
    throw new InputError(`resample must be both, datasets or seeds, but it is ${resample}`);
  }
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new InputError(`resamples must be an integer from 1 up, but it is ${resamples}`);
  }
  checkProbability('coverage', coverage);
  const random = new RandomStream(seed, 'bootstrap');
  const means = values.map(mean);
  const drawDataset = (d: number) => (resample === 'seeds' ? d : random.integer(values.length));
  const score = (d: number) => (resample === 'datasets' ? means[d] : resampledMean(values[d], random));
  const drawn = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let d = 0; d < values.length; d++) sum += score(drawDataset(d));
    return sum / values.length;
  }).sort();
  return {
    mean: mean(means),
    low: quantile(drawn, (1 - coverage) / 2),
    high: quantile(drawn, (1 + coverage) / 2),
  };
}

function checkValues(values: readonly (readonly number[])[]): void {
  if (values.length === 0) throw new InputError('values has no data sets: there is nothing to resample');
  values.forEach((row, d) => {
    if (row.length === 0) {
      throw new InputError(`values has no scores for data set ${d}: leave it out or give some`);
    }
    const bad = row.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new InputError(`values is ${row[bad]} for data set ${d}, seed ${bad}: give finite numbers`);
  });
}

function resampledMean(row: readonly number[], random: RandomStream): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[random.integer(row.length)];
  return sum / row.length;
}
