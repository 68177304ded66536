/** From a grid to the candidates to try, each checked before any is fitted. */

import type { ClassifierEntry, ParameterGrid } from '../../classifiers/contract/classifier-entry.js';
import { InputError } from '../../errors.js';
import { describeValues } from '../../options/describe-values.js';
import { didYouMean } from '../../text/did-you-mean.js';
import { quote, shortened } from '../../text/name-list.js';

/** Values of the options of the grid, in its order. */
export type ParameterSettings = Readonly<Record<string, unknown>>;

/** Each is kept with the model, and a larger grid is more likely a typo: with 3 folds it would be over 30,000 fits. */
const MOST_CANDIDATES = 10_000;

/**
 * The grids in a parsed JSON value: an object of lists, or a list of such objects.
 *
 * @param source what to call it in messages, usually the file
 * @throws InputError for anything else, including an empty list of values, and grids without any option: an empty one stands for
 *   the defaults, beside others.
 */
export function parseGrids(value: unknown, source: string): ParameterGrid[] {
  const grids = Array.isArray(value) ? value : [value];
  const wrong = (what: string) =>
    new InputError(
      `${source}: ${what}; write an object of lists, for example {"maxDepth": [3, 6], "learningRate": [0.1, 0.3]}, or a list of such objects`,
    );
  if (grids.length === 0) throw wrong('the list of grids is empty');
  for (const [i, grid] of grids.entries()) {
    if (typeof grid !== 'object' || grid === null || Array.isArray(grid)) {
      const which = Array.isArray(value) ? `grid ${i + 1} of the list` : 'the grid';
      throw wrong(`${which} is ${shownJson(grid)}, not an object`);
    }
    for (const [name, values] of Object.entries(grid)) {
      if (!Array.isArray(values)) throw wrong(`${quote(name)} is ${shownJson(values)}, not a list`);
      if (values.length === 0) throw wrong(`${quote(name)} has no values`);
    }
  }
  if (grids.every((grid) => Object.keys(grid).length === 0)) throw wrong('the grid has no options');
  return grids as ParameterGrid[];
}

/** As it stands in the file. `JSON.stringify` has no text for undefined, functions and symbols. */
const shownJson = (value: unknown): string => shortened(JSON.stringify(value) ?? String(value));

/** The grid of a classifier without the options that the user has set. */
export function withoutFixed(grid: ParameterGrid, fixed: Readonly<Record<string, unknown>>): ParameterGrid {
  return Object.fromEntries(Object.entries(grid).filter(([name]) => !Object.hasOwn(fixed, name)));
}

/**
 * Every combination of every grid, the last option varying fastest, each combination once.
 *
 * @param fixed options that hold for all candidates
 * @param source what to call the grid in messages
 * @throws InputError for an option that the classifier does not have (with those it has), one that is already
 *   fixed, a value that is not valid, and too many candidates.
 */
export function gridCandidates(
  entry: ClassifierEntry,
  grids: readonly ParameterGrid[],
  fixed: Readonly<Record<string, unknown>>,
  source: string,
): ParameterSettings[] {
  const schemas = new Map(Object.entries(entry.options.shape));
  schemas.delete('seed');
  const candidates = new Map<string, ParameterSettings>();
  const invalid = (name: string, value: unknown, why: string) =>
    new InputError(`${source}: ${shownJson(value)} is not a valid value for ${name}: ${why}`);
  for (const grid of grids) {
    const axes = Object.entries(grid);
    for (const [name, values] of axes) {
      const schema = schemas.get(name);
      if (schema === undefined) {
        const known = [...schemas.keys()];
        throw new InputError(
          `${source}: ${entry.name} has no option ${quote(name)} to search over.${didYouMean(name, known)} Options: ${known.join(', ')}`,
        );
      }
      if (Object.hasOwn(fixed, name)) {
        throw new InputError(
          `${source}: ${name} is in the grid and also set to ${JSON.stringify(fixed[name])}: remove one of them`,
        );
      }
      const wrong = values.find((value) => !schema.safeParse(value).success);
      if (wrong !== undefined) throw invalid(name, wrong, `expected ${describeValues(schema)}`);
    }
    const size = axes.reduce((product, [, values]) => product * values.length, 1);
    if (size + candidates.size > MOST_CANDIDATES) {
      throw new InputError(
        `${source}: ${size + candidates.size} combinations are more than ${MOST_CANDIDATES}: give fewer values, or draw some of all settings by --search random`,
      );
    }
    for (const candidate of combinations(axes)) {
      const parsed = entry.options.safeParse({ ...fixed, ...candidate });
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const name = String(issue.path[0]);
        throw invalid(name, candidate[name], issue.message);
      }
      candidates.set(JSON.stringify(candidate), candidate);
    }
  }
  return [...candidates.values()];
}

function combinations(axes: readonly (readonly [string, readonly unknown[]])[]): ParameterSettings[] {
  return axes.reduce<ParameterSettings[]>(
    (shorter, [name, values]) =>
      shorter.flatMap((candidate) => values.map((value) => ({ ...candidate, [name]: value }))),
    [{}],
  );
}
