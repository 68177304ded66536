/** The options of a search over the whole space of a classifier's options, and their checks. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import type { SearchSpace } from '../../classifiers/contract/search-space.js';
import { InputError } from '../../errors.js';
import { BASIC_TYPES, isObject, type OptionTypes } from '../../options/check-options.js';
import { checkOptions } from '../check-options.js';
import { LONGEST_SECONDS } from '../comparison/time-limit.js';
import { SEARCH_METHODS } from '../defaults.js';
import type { SearchLog } from './search-log.js';

/** A way to search: one of `SEARCH_METHODS`. */
export type SearchMethod = (typeof SEARCH_METHODS)[number];

/** A search ends after `trials` or after `budgetSeconds`, whichever comes first; one of them must be given. */
export interface SearchOptions {
  /**
   * `halving`: trials begin with a small share of the epochs, rounds, trees or rows, and the best third goes on with three
   * times as much; the defaults are scored with all of it in any case, beyond the rungs of the first bracket if they were stopped.
   * `random`: every trial has all of it.
   */
  readonly method: SearchMethod;
  /** Settings that are tried; the first are the defaults. With `trials` alone the same seed gives the same result. */
  readonly trials?: number;
  /** Seconds of the search, without the fits that follow it. How far it comes depends on the machine. */
  readonly budgetSeconds?: number;
  /** Keeps every trial, so that a search that was stopped goes on; default none. */
  readonly log?: SearchLog;
}

/** Each is kept with the model; more need hours even of the fastest classifier. */
export const MOST_TRIALS = 10_000;

const TYPES: OptionTypes<SearchOptions> = {
  method: { ...BASIC_TYPES.text, isRequired: true },
  trials: BASIC_TYPES.number,
  budgetSeconds: BASIC_TYPES.number,
  log: {
    expected: 'an object { name, lines, append }',
    isValid: (value) => isObject(value) && Array.isArray(value.lines) && typeof value.append === 'function',
  },
};

/** @throws InputError for an unknown option or method, a number out of range, and a search without an end. */
export function checkSearchOptions(search: SearchOptions): void {
  checkOptions('tuning.search', search, TYPES);
  const { method, trials, budgetSeconds } = search;
  const fail = (message: string, name: string) => new InputError(message, { optionNames: [name] });
  if (!SEARCH_METHODS.includes(method)) {
    throw new InputError(`tuning.search: method is ${JSON.stringify(method)}: choose halving or random`);
  }
  if (trials === undefined && budgetSeconds === undefined) {
    throw new InputError('tuning.search has no end: give trials, budgetSeconds or both');
  }
  if (trials !== undefined && !(Number.isSafeInteger(trials) && trials >= 1)) {
    throw fail(`trials is ${trials}: give a positive integer`, 'trials');
  }
  if (trials !== undefined && trials > MOST_TRIALS) {
    throw fail(
      `trials is ${trials}, more than ${MOST_TRIALS}, which are all kept with the model: give fewer`,
      'trials',
    );
  }
  if (budgetSeconds !== undefined && !(budgetSeconds > 0 && budgetSeconds <= LONGEST_SECONDS)) {
    throw fail(
      `budgetSeconds is ${budgetSeconds}: give a number of seconds, up to ${LONGEST_SECONDS}`,
      'budgetSeconds',
    );
  }
}

/**
 * The dimensions of the classifier's space without the options that the user has set.
 *
 * @throws InputError if none is left
 */
export function freeDimensions(
  { name, space }: ClassifierEntry,
  given: Readonly<Record<string, unknown>>,
): SearchSpace['dimensions'] {
  const free = Object.entries(space.dimensions).filter(([option]) => !Object.hasOwn(given, option));
  if (free.length > 0) return Object.fromEntries(free);
  const all = Object.keys(space.dimensions).join(', ');
  throw new InputError(`all options of ${name} that a search draws are set: leave one of ${all} open`);
}
