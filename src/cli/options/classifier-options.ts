/** Options of a classifier from the command line, checked against its schema one by one. */
import type * as z from 'zod';
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import type { ClassifierOptions } from '../../classifiers/names.js';
import { classifiers } from '../../classifiers/registry.js';
import { InputError } from '../../errors.js';
import { describeValues } from '../../options/describe-values.js';
import { didYouMean } from '../../text/did-you-mean.js';
import { inWords, quote } from '../../text/name-list.js';
import { isNumber, parseNumber } from '../../text/number-text.js';

/** An option as it was typed, and the argument it was typed in. */
export interface TypedOption {
  readonly name: string;
  readonly text: string;
  readonly argument: string;
}

/** `name=value` of `--set`. Throws `InputError` if there is no `=`. */
export function splitSetting(text: string): TypedOption {
  const at = text.indexOf('=');
  if (at < 1) throw new InputError(`--set ${quote(text)}: write name=value, for example --set focalGamma=2`);
  return { name: text.slice(0, at), text: text.slice(at + 1), argument: `--set ${text}` };
}

/**
 * The options object for the classifier. The seed is left to `--seed`, which serves the split too.
 *
 * @param selection the argument that chooses another classifier, for messages
 * @throws InputError for a name that is not an option (with the classifiers that have it, or near names), a value that is not valid (with the
 *   valid ones), and an option given twice.
 */
export function classifierOptions(
  entry: ClassifierEntry,
  typed: readonly TypedOption[],
  selection: '--classifier' | '--classifiers' = '--classifiers',
): ClassifierOptions {
  const schemas = optionSchemas(entry);
  const values = new Map<string, unknown>();
  for (const { name, text, argument } of typed) {
    const schema = schemas.get(name);
    if (schema === undefined) throw unknownOption(entry, name, argument, [...schemas.keys()], selection);
    if (values.has(name)) throw new InputError(`${argument}: ${name} is given twice: give it once`);
    const value = readings(text).find((reading) => schema.safeParse(reading).success);
    if (value === undefined) {
      throw new InputError(
        `${argument}: ${quote(text)} is not a valid value for ${name}: expected ${describeValues(schema)}`,
      );
    }
    values.set(name, value);
  }
  // Each value was checked against its schema.
  return Object.fromEntries(values) as ClassifierOptions;
}

/** One line per option for help texts: its name, valid values and default. */
export function listOptions(entry: ClassifierEntry): string {
  const defaults = new Map<string, unknown>(Object.entries(entry.options.parse({})));
  const lines = [...optionSchemas(entry)].map(([name, schema]) => {
    const value = defaults.get(name);
    const shown =
      value === undefined ? 'none' : Array.isArray(value) ? value.join(',') || 'none' : String(value);
    return `  ${name.padEnd(22)} ${describeValues(schema)} (default: ${shown})`;
  });
  return lines.join('\n');
}

function optionSchemas(entry: ClassifierEntry): Map<string, z.ZodType> {
  const schemas = new Map<string, z.ZodType>(Object.entries(entry.options.shape));
  schemas.delete('seed');
  return schemas;
}

/** Possible values of a text, the most likely first: the first valid one is used. */
function readings(text: string): unknown[] {
  const meanings: unknown[] = [];
  const number = parseNumber(text);
  if (!Number.isNaN(number)) meanings.push(number);
  if (text === 'true' || text === 'false') meanings.push(text === 'true');
  meanings.push(text);
  const items = text === '' ? [] : text.split(',').map((item) => item.trim());
  meanings.push(items);
  const numbers = items.map(parseNumber);
  if (!numbers.some(Number.isNaN)) meanings.push(numbers);
  const pairs = items.map((item) => /^(.+):([^:]+)$/su.exec(item));
  if (pairs.length > 0 && pairs.every((pair) => pair !== null && isNumber(pair[2]))) {
    meanings.push(pairs.map((pair) => [pair?.[1], parseNumber(pair?.[2] ?? '')]));
  }
  if (text.startsWith('[')) {
    try {
      meanings.push(JSON.parse(text));
    } catch {
      // Not JSON: the other readings remain, perhaps none of them valid.
    }
  }
  return meanings;
}

function unknownOption(
  entry: ClassifierEntry,
  name: string,
  argument: string,
  known: readonly string[],
  selection: string,
): InputError {
  if (name === 'seed') return new InputError(`${argument}: use --seed, which also seeds the split`);
  const having = classifiers.filter(({ options }) => Object.hasOwn(options.shape, name));
  if (!argument.startsWith('--set')) {
    return new InputError(
      `${argument} does not apply to ${entry.name}; it applies to ${having.map((each) => each.name).join(', ')}`,
    );
  }
  if (having.length > 0) {
    const names = having.map((each) => each.name);
    const verb = names.length === 1 ? 'has' : 'have';
    return new InputError(
      `${argument}: ${entry.name} has no option ${quote(name)}; ${inWords(names)} ${verb}: add ${selection} ${names[0]}`,
    );
  }
  return new InputError(
    `${argument}: ${entry.name} has no option ${quote(name)}.${didYouMean(name, known)} Options: ${known.join(', ')}`,
  );
}
