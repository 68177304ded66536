/**
 * The search space of a classifier: what a search by halving or at random draws for each of its options, and which options
 * make a fit shorter. Every option is drawn, is the resource, or is left out for a reason
 * (search-spaces.test.ts).
 */

/** Values of other options under which an option has an effect; the option is drawn only then. */
export type Condition = Readonly<Record<string, readonly unknown[]>>;

/** Numbers from `from` to `to`, both possible, drawn uniformly on their scale. */
export interface NumberRange {
  readonly kind: 'numbers';
  readonly from: number;
  readonly to: number;
  readonly scale: 'linear' | 'log';
  readonly integers: boolean;
  readonly when?: Condition;
}

/** Values that are drawn with equal probability; undefined leaves the option out. */
export interface Choice {
  readonly kind: 'choice';
  readonly values: readonly unknown[];
  readonly when?: Condition;
}

export type Dimension = NumberRange | Choice;

export interface SearchSpace {
  /** By the name of the option, those of a condition before those that it is for. */
  readonly dimensions: Readonly<Record<string, Dimension>>;
  /**
   * Options that a fit with a share of the resource has that share of, the first of which counts its steps; or `rows`: it
   * is fitted on a stratified share of the training rows.
   */
  readonly resource: readonly string[] | 'rows';
  /** Options that are not drawn, with the reason. */
  readonly left: Readonly<Record<string, string>>;
}

type Numbers = Pick<NumberRange, 'scale' | 'integers'>;

const numbers =
  (kind: Numbers) =>
  (from: number, to: number): NumberRange => ({ kind: 'numbers', from, to, ...kind });

/** Real numbers, uniformly. */
export const linear = numbers({ scale: 'linear', integers: false });
/** Real numbers above 0, uniformly by their logarithm. */
export const logarithmic = numbers({ scale: 'log', integers: false });
/** Integers, uniformly. */
export const integers = numbers({ scale: 'linear', integers: true });
/** Integers above 0, uniformly by their logarithm. */
export const logIntegers = numbers({ scale: 'log', integers: true });

export function choice(...values: readonly unknown[]): Choice {
  return { kind: 'choice', values };
}

/** The dimension where the options of the condition have one of their values. */
export function when<D extends Dimension>(condition: Condition, dimension: D): D {
  return { ...dimension, when: condition };
}

/** No weights of the classes, or balanced ones: pairs of label and weight are the user's. */
export const CLASS_WEIGHTS = choice(undefined, 'balanced');

/** The reason of `seed`. */
export const SEED_LEFT = { seed: 'a lucky seed is no better model' } as const;

/** `0.001 to 0.1 by its logarithm`, `2 to 10`, `"a" or "b"`, with the condition. */
export function dimensionText(dimension: Dimension): string {
  const condition = Object.entries(dimension.when ?? {}).map(
    ([name, values]) => `${name} ${valuesText(values)}`,
  );
  const suffix = condition.length === 0 ? '' : `, if ${condition.join(' and ')}`;
  if (dimension.kind === 'choice') return `${valuesText(dimension.values)}${suffix}`;
  const { from, to, scale } = dimension;
  return `${from} to ${to}${scale === 'log' ? ' by its logarithm' : ''}${suffix}`;
}

function valuesText(values: readonly unknown[]): string {
  const texts = values.map((value) => (value === undefined ? 'none' : JSON.stringify(value)));
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}
