/** The settings of the trials of a search: the n-th depend on the seed, the space and n alone. */
import type {
  Condition,
  Dimension,
  NumberRange,
  SearchSpace,
} from '../../classifiers/contract/search-space.js';
import { exp, log } from '../../engine/random/portable-math.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { ParameterSettings } from './candidates.js';

/** A draw that repeats an earlier trial is drawn again; after so many repetitions little is left to draw. */
const MOST_DRAWS = 200;
/** Digits of a drawn number: more do not change a score, and are long to read. */
const DIGITS = 3;

/** The first trial is the defaults; the others are drawn, each different from all before it. */
export class TrialSettings {
  readonly #settings: ParameterSettings[] = [{}];
  readonly #known = new Set(['{}']);
  #exhausted = false;

  /**
   * @param dimensions of the options that are not fixed
   * @param base the values of all options where none is drawn, for the conditions
   */
  constructor(
    readonly dimensions: SearchSpace['dimensions'],
    readonly base: Readonly<Record<string, unknown>>,
    readonly seed: number,
  ) {}

  /** The settings of the trial, counted from 0; undefined if the space has not so many. */
  at(trial: number): ParameterSettings | undefined {
    while (this.#settings.length <= trial && !this.#exhausted) {
      const next = this.#drawNew(this.#settings.length);
      if (next === undefined) this.#exhausted = true;
      else this.#settings.push(next);
    }
    return this.#settings[trial];
  }

  #drawNew(trial: number): ParameterSettings | undefined {
    const random = new RandomStream(this.seed, `search trial ${trial}`);
    for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
      const settings = drawSettings(this.dimensions, this.base, random);
      const key = JSON.stringify(settings);
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      return settings;
    }
    return undefined;
  }
}

/** A value for each dimension whose condition holds. */
export function drawSettings(
  dimensions: SearchSpace['dimensions'],
  base: Readonly<Record<string, unknown>>,
  random: RandomStream,
): ParameterSettings {
  const drawn = new Map<string, unknown>();
  const current = (name: string) => (drawn.has(name) ? drawn.get(name) : base[name]);
  for (const [name, dimension] of Object.entries(dimensions)) {
    if (dimension.when === undefined || holds(dimension.when, current)) {
      drawn.set(name, drawValue(dimension, random));
    }
  }
  return Object.fromEntries([...drawn].filter(([, value]) => value !== undefined));
}

function holds(condition: Condition, current: (name: string) => unknown): boolean {
  return Object.entries(condition).every(([name, values]) => {
    const value = JSON.stringify(current(name));
    return values.some((each) => JSON.stringify(each) === value);
  });
}

function drawValue(dimension: Dimension, random: RandomStream): unknown {
  if (dimension.kind === 'choice') return dimension.values[random.integer(dimension.values.length)];
  return drawNumber(dimension, random.uniform());
}

/** The number at the share `u` of the range, from 0 to below 1, on its scale. */
function drawNumber({ from, to, scale, integers }: NumberRange, u: number): number {
  // Each integer has an interval of length 1 around it.
  const [low, high] = integers ? [from - 0.5, to + 0.5] : [from, to];
  const value = scale === 'linear' ? low + u * (high - low) : exp(log(low) + u * (log(high) - log(low)));
  const rounded = integers ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(to, Math.max(from, rounded));
}
