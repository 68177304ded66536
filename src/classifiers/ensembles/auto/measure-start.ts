/**
 * What is done before anything is measured under a time limit: places that are only started, and code that runs for the
 * first time, would make everything seem slow.
 */
import { RandomStream } from '../../../engine/random/random-stream.js';
import { rulesAt } from '../../../tables/split/split-rules.js';
import { stratifiedSample } from '../../../tables/split/stratified-sample.js';
import type { LearningProblem, ValuesProblem } from '../../contract/fitted-model.js';
import { type FitsControl, runFits } from '../cross-fitting/run-fits.js';
import { calibratedPredictions } from './calibrated-predictions.js';
import { type Candidate, portfolio, portfolioEntries } from './portfolio.js';

/** The candidate that is fitted first under a time limit, if it is not left out. */
export const firstInTime = portfolio.reduce((one, other) => (other.pace < one.pace ? other : one));

/** A table on which any fit is fast. */
const WARMING_ROWS = 200;
const WARMING_COLUMNS = 8;
const WARMING_STEPS = 50;
/** Of a candidate whose fits are not short. */
const WARMING_SECONDS = 0.02;

/** Starts all places of the executor with a fit of the candidate on a small table, which loads all it needs there. */
export async function warmUp(
  { entry, options, transform, short }: Candidate,
  { executor, signal }: Pick<FitsControl, 'executor' | 'signal'>,
): Promise<void> {
  const random = new RandomStream(0, 'warming up');
  const [rows, columns] = [WARMING_ROWS, WARMING_COLUMNS];
  const X = { data: Float64Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
  const y = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const fit = {
    classifier: entry.name,
    options: { ...options, ...short?.options(WARMING_STEPS) },
    transform,
    heldOut: Int32Array.from({ length: rows / 5 }, (_, row) => row),
  };
  // `runFits` forwards the rows in either precision.
  const problem: ValuesProblem = { X, y, classes: 2 };
  await runFits(
    portfolioEntries,
    problem as LearningProblem,
    new Array(executor?.concurrency ?? 1).fill(fit),
    {
      executor,
      signal,
      // A fit that fails here is reported when it fails on the rows.
      tolerant: true,
      secondsFor: () => (short ? undefined : WARMING_SECONDS),
    },
  );
}

/** More rows are calibrated in proportion. */
const MEASURED_ROWS = 20_000;
/** Enough for what runs for the first time. */
const FIRST_ROWS = 500;
/** Share of the rows whose random probabilities favour their class. */
const CLEAR_SHARE = 0.8;

/** The time that the calibration of a candidate takes, by that of random probabilities of a sample of the rows. */
export async function secondsOfCalibration(
  { y, split, classes }: Pick<ValuesProblem, 'y' | 'split' | 'classes'>,
  seed: number,
): Promise<number> {
  const random = new RandomStream(seed, 'calibration-time');
  const calibrate = async (most: number) => {
    const sample = stratifiedSample(y, classes, most, random);
    const labels = Int32Array.from(sample, (row) => y[row]);
    const data = new Float32Array(sample.length * classes);
    labels.forEach((c, row) => {
      const signal = random.uniform();
      for (let k = 0; k < classes; k++) data[row * classes + k] = (1 - signal) / classes;
      data[row * classes + (random.uniform() < CLEAR_SHARE ? c : random.integer(classes))] += signal;
    });
    const started = performance.now();
    await calibratedPredictions([{ data, rows: sample.length, columns: classes }], {
      y: labels,
      split: split && rulesAt(split, sample),
    });
    return ((performance.now() - started) / 1000) * (y.length / sample.length);
  };
  await calibrate(FIRST_ROWS);
  return calibrate(MEASURED_ROWS);
}
