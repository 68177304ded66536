/** The split into training and test rows for users of the library, from a seed. */
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import type { RandomSource } from '../tables/split/random-source.js';
import { type Split, shuffleSplit } from '../tables/split/shuffle-split.js';
import { splitRules } from '../tables/split/split-rules.js';
import { describeValue } from '../text/describe-value.js';
import { checkOptions, OPTION_TYPES, type OptionType, type OptionTypes } from './check-options.js';
import { DEFAULT_SEED } from './defaults.js';

export interface TrainTestSplitOptions {
  /** A fraction of the rows in (0, 1), rounded up, or a number of rows from 1; default 0.2. */
  readonly testSize?: number;
  /** A number for each row, the same for rows of one group: no group is in both parts. */
  readonly groups?: ArrayLike<number>;
  /** A number for each row, larger for later ones: the latest rows are the test rows. Not with `groups`. */
  readonly times?: ArrayLike<number>;
  /** Give every class its proportional share of both parts; default true. Not used with `times`. */
  readonly stratify?: boolean;
  /** The same seed gives the same rows; default 42. The command line and `trainOnTable` split with it too. */
  readonly seed?: number;
  /** Your own generator instead of a seed. */
  readonly random?: RandomSource;
}

/**
 * Splits the rows of `labels` at random into ceil(testSize * n) test rows and the rest, by default with
 * every class in its proportion in both parts (scikit-learn's `train_test_split(stratify=y)`); a class
 * with a single row is kept in training.
 *
 * @throws InputError for a test size that is out of range or leaves no training row, if every class has a
 *   single row, for groups or times that are not one number for each row or fewer than two, for a seed that is not an integer from 0 to 2^53 - 1, and for both `seed` and `random`.
 */
export function trainTestSplit(
  labels: Int32Array | readonly Label[],
  options: TrainTestSplitOptions = {},
): Split {
  if (!isList(labels)) {
    throw new InputError(`trainTestSplit needs an array of labels, but got ${describeValue(labels)}`);
  }
  checkOptions('trainTestSplit', options, SPLIT_OPTION_TYPES);
  const { testSize, stratify, groups, times, seed, random } = options ?? {};
  if (seed !== undefined && random !== undefined) {
    throw new InputError('trainTestSplit: seed cannot be combined with random: give one of them');
  }
  return shuffleSplit(labels, {
    ...splitRules(labels.length, { groups, times, stratify }),
    testSize,
    random: random ?? splitStream(seed ?? DEFAULT_SEED),
  });
}

const isList = (value: unknown) => Array.isArray(value) || ArrayBuffer.isView(value);
const ofRows: OptionType = { expected: 'an array with a number for each row', isValid: isList };

const SPLIT_OPTION_TYPES: OptionTypes<TrainTestSplitOptions> = {
  testSize: OPTION_TYPES.number,
  groups: ofRows,
  times: ofRows,
  stratify: OPTION_TYPES.boolean,
  seed: OPTION_TYPES.number,
  random: {
    expected: 'an object with a function integer',
    isValid: (value) => typeof (value as Partial<RandomSource> | null)?.integer === 'function',
  },
};

/** The stream of random numbers that chooses test rows. */
export function splitStream(seed: number): RandomStream {
  return new RandomStream(seed, 'split');
}
