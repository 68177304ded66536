/** The options of a classifier that differ from its defaults. */
import type * as z from 'zod';

/**
 * Names and values, in the order of `resolved`.
 *
 * @param schema option names, types and defaults
 * @param resolved options with defaults
 */
export function changedOptions(
  schema: z.ZodObject,
  resolved: Readonly<Record<string, unknown>>,
): (readonly [string, unknown])[] {
  const defaults = new Map<string, unknown>(Object.entries(schema.parse({})));
  return Object.entries(resolved).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults.get(name)),
  );
}
