import { InputError } from '../errors.js';
import {
  NEIGHBOUR_SEARCHES,
  type NeighbourSearch,
  type NeighbourSearchName,
  neighbourSearch,
} from '../neighbours/row-neighbours.js';

export interface TsneOptions {
  /**
   * The effective number of neighbours of a row, from 1 to (rows - 1) / 3. Default 30, or the maximum if it is lower.
   */
  readonly perplexity?: number;
  /** Default 1000. */
  readonly iterations?: number;
  /** Factor on the affinities during the first iterations; default 12. */
  readonly earlyExaggeration?: number;
  /** Default 250. */
  readonly exaggerationIterations?: number;
  /** Default `auto`: rows / earlyExaggeration / 4, at least 50. */
  readonly learningRate?: number | 'auto';
  /**
   * Largest ratio of a square's side to its distance for which its points are treated as one, from 0 (exact) to 1.
   * Default 0.5.
   */
  readonly theta?: number;
  /** Default `pca`. */
  readonly initialisation?: 'pca' | 'random';
  /**
   * Seed of a `random` initialisation and of an approximate search; with `pca` only components without variance depend on
   * it. Default 42.
   */
  readonly seed?: number;
  /** Called after every 50th iteration and the last one. */
  readonly onProgress?: (progress: TsneProgress) => void;
  /** Stops early; the result then has the layout so far. */
  readonly signal?: AbortSignal;
  /**
   * The search of the nearest neighbours: `exact`, `approximate`, or a function; default `auto`, which is `approximate` from
   * 20,000 rows on.
   */
  readonly neighbours?: NeighbourSearchName | NeighbourSearch;
}

export interface TsneProgress {
  /** 1-based. */
  readonly iteration: number;
  readonly iterations: number;
  readonly divergence: number;
  readonly secondsElapsed: number;
}

const DEFAULT_PERPLEXITY = 30;
/** Neighbours with a probability, per unit of perplexity: others would have almost none. */
export const NEIGHBOURS_PER_PERPLEXITY = 3;
/** Least number of rows, for a perplexity of 1. */
const LEAST_ROWS = 1 + NEIGHBOURS_PER_PERPLEXITY;

/** The perplexity for a number of rows, with a notice if the default was lowered. */
export function perplexityFor(
  rows: number,
  wanted: number | undefined,
): { readonly perplexity: number; readonly notice: string | undefined } {
  if (rows < LEAST_ROWS) {
    throw new InputError(`X has ${rows} rows: t-SNE needs at least ${LEAST_ROWS}`);
  }
  const largest = (rows - 1) / NEIGHBOURS_PER_PERPLEXITY;
  if (wanted === undefined) {
    if (largest >= DEFAULT_PERPLEXITY) return { perplexity: DEFAULT_PERPLEXITY, notice: undefined };
    const lowered = `perplexity lowered from ${DEFAULT_PERPLEXITY} to ${largest.toPrecision(3)}`;
    return {
      perplexity: largest,
      notice: `${lowered}: ${rows} rows have no more than ${rows - 1} neighbours each`,
    };
  }
  if (!(wanted >= 1 && wanted <= largest)) {
    throw new InputError(
      `perplexity must be from 1 to ${largest.toPrecision(3)} for ${rows} rows, but it is ${wanted}: ` +
        `each row needs ${NEIGHBOURS_PER_PERPLEXITY} x perplexity neighbours`,
    );
  }
  return { perplexity: wanted, notice: undefined };
}

/** @throws InputError for an option out of range. */
export function resolveOptions(rows: number, options: TsneOptions) {
  const {
    iterations = 1000,
    earlyExaggeration = 12,
    exaggerationIterations = 250,
    learningRate = 'auto',
    theta = 0.5,
    initialisation = 'pca',
    seed = 42,
    neighbours = 'auto',
  } = options;
  const check = (name: string, value: unknown, valid: boolean, range: string) => {
    if (!valid) throw new InputError(`${name} must be ${range}, but it is ${String(value)}`);
  };
  const isWhole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  check('iterations', iterations, isWhole(iterations, 1), 'an integer from 1 up');
  check('earlyExaggeration', earlyExaggeration, inRange(earlyExaggeration, 1), 'a number from 1 up');
  check(
    'exaggerationIterations',
    exaggerationIterations,
    isWhole(exaggerationIterations, 0),
    'an integer from 0 up',
  );
  check(
    'learningRate',
    learningRate,
    learningRate === 'auto' || (inRange(learningRate, 0) && learningRate > 0),
    'auto or a number above 0',
  );
  check('theta', theta, inRange(theta, 0, 1), 'a number from 0 to 1');
  check('initialisation', initialisation, ['pca', 'random'].includes(initialisation), 'pca or random');
  check(
    'neighbours',
    neighbours,
    typeof neighbours === 'function' || NEIGHBOUR_SEARCHES.includes(neighbours),
    `${NEIGHBOUR_SEARCHES.join(', ')} or a function`,
  );
  return {
    search: typeof neighbours === 'function' ? neighbours : neighbourSearch(neighbours, seed),
    iterations,
    earlyExaggeration,
    exaggerationIterations,
    learningRate: learningRate === 'auto' ? Math.max(50, rows / earlyExaggeration / 4) : learningRate,
    theta,
    initialisation,
    seed,
  };
}

function inRange(value: number, least: number, most = Number.MAX_VALUE): boolean {
  return value >= least && value <= most;
}
