/** Checks the options of a class against their schema, with the messages of `checkOptions`. */
import type * as z from 'zod';
import { InputError } from '../errors.js';
import { describeValue } from '../text/describe-value.js';
import { firstIssues } from '../text/first-issues.js';
import { checkIsObject, unknownOption } from './check-options.js';
import { describeValues } from './describe-values.js';

/** Longer values are cut in messages. */
const LONGEST_SHOWN = 60;

/**
 * The options with defaults.
 *
 * @param name of the class, for messages
 * @throws InputError naming the option, its value and what is allowed.
 */
export function parseOptions<Schema extends z.ZodObject>(
  name: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  checkIsObject(name, options);
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const known = new Map<string, z.ZodType>(Object.entries(schema.shape));
  const wrong: string[] = [];
  for (const [option, value] of Object.entries(options as object)) {
    const own = known.get(option);
    if (own === undefined) throw unknownOption(name, option, [...known.keys()]);
    const found = own.safeParse(value);
    if (found.success) continue;
    // A rule of the option's own says what is wrong.
    const rule = found.error.issues.find(({ code }) => code === 'custom')?.message;
    wrong.push(`${option} is ${shown(value)}: ${rule ?? `give ${describeValues(own)}`}`);
  }
  throw new InputError(`${name}: ${wrong.length > 0 ? wrong.join('; ') : firstIssues(parsed.error)}`);
}

function shown(value: unknown): string {
  const text = Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : describeValue(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
