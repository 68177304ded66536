/** Checks the options of a library call: in JavaScript nothing else catches a misspelled name or a wrong type. */
import { InputError } from '../errors.js';
import { describeValue } from '../text/describe-value.js';
import { didYouMean } from '../text/did-you-mean.js';
import { quote } from '../text/name-list.js';

/** The type of an option; its range is checked where it is used. */
export interface OptionType {
  readonly isValid: (value: unknown) => boolean;
  /** What to give instead. */
  readonly expected: string;
  readonly isRequired?: true;
}

/** One entry per option, so that the compiler reports an option that is missing from the list. */
export type OptionTypes<Options> = Readonly<Record<keyof Options, OptionType>>;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is an object literal, of this realm or another: the options in a Map, a Date or a promise would be lost. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export const isTexts = (value: unknown) =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const type = (expected: string, isValid: OptionType['isValid']): OptionType => ({ expected, isValid });

/** Types of options of more than one folder. */
export const BASIC_TYPES = {
  text: type('a string', (value) => typeof value === 'string'),
  number: type('a number', (value) => typeof value === 'number'),
  numbers: type(
    'an array of numbers',
    (value) =>
      (Array.isArray(value) && value.every((each) => typeof each === 'number')) ||
      (ArrayBuffer.isView(value) && !(value instanceof DataView)),
  ),
  texts: type('an array of strings', isTexts),
  boolean: type('true or false', (value) => typeof value === 'boolean'),
  object: type('an object of options', isObject),
  callback: type('a function', (value) => typeof value === 'function'),
  signal: type(
    'an AbortSignal',
    (value) =>
      isObject(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function',
  ),
  executor: type(
    'an executor, for example a ThreadPool or WebWorkers',
    (value) => isObject(value) && typeof value.run === 'function' && typeof value.release === 'function',
  ),
} satisfies Record<string, OptionType>;

/** @throws InputError, which names the call, unless the options are a plain object. */
export function checkIsObject(call: string, options: unknown): void {
  if (isPlainObject(options)) return;
  const given =
    options instanceof Promise
      ? 'a promise: await it'
      : `${isObject(options) ? `an instance of ${String(options.constructor?.name)}` : describeValue(options)}: give an object`;
  throw new InputError(`the options of ${call} are ${given}`);
}

/**
 * @param call the name of the function, for messages
 * @throws InputError for a name that is not in `types` (with suggestions), a value of another type, and a required option
 *   that is missing.
 */
export function checkOptions<Options extends object>(
  call: string,
  options: Options,
  types: OptionTypes<Options>,
): void {
  const given: Readonly<Record<string, unknown>> = (options ?? {}) as Readonly<Record<string, unknown>>;
  checkIsObject(call, given);
  const known = Object.keys(types);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(types, name)) throw unknownOption(call, name, known);
  }
  for (const [name, { isValid, expected, isRequired }] of Object.entries<OptionType>(types)) {
    const value = given[name];
    if (value === undefined) {
      if (isRequired) throw new InputError(`${call} needs the option ${name}: ${expected}`);
    } else if (!isValid(value)) {
      throw new InputError(`${call}: ${name} is ${describeValue(value)}: give ${expected}`);
    }
  }
}

/** The error of an option that is not among the known ones. */
export function unknownOption(call: string, name: string, known: readonly string[]): InputError {
  return new InputError(
    `${call} has no option ${quote(name)}.${didYouMean(name, known)} Options: ${known.join(', ')}`,
  );
}
