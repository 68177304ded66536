/** The valid values of a classifier's option in words, from its zod schema. */
import * as z from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** For example `a number from 0 to 1`, `one of mean, sum`, `a list of quantum, mixup, attention`. */
export function describeValues(schema: z.ZodType): string {
  return describe(z.toJSONSchema(schema, { io: 'input' }));
}

function describe(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (schema.anyOf !== undefined)
    return schema.anyOf.map((each) => describe(each as JsonSchema)).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => describe({ type })).join(' or ');
  switch (schema.type) {
    case 'number':
      return `a number${describeRange(schema)}`;
    case 'integer':
      return `an integer${describeRange(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return describeList(schema);
    default:
      return schema.title ?? 'a string';
  }
}

function describeList({ items, prefixItems, title }: JsonSchema): string {
  if (title !== undefined) return title;
  if (prefixItems !== undefined) {
    return `[${prefixItems.map((item) => describe(item as JsonSchema)).join(', ')}]`;
  }
  const item = items as JsonSchema;
  return `a list of ${item.enum ? item.enum.join(', ') : describe(item)}`;
}

function describeRange(schema: JsonSchema): string {
  const { minimum, exclusiveMinimum, exclusiveMaximum } = schema;
  // zod writes the bounds of safe integers where there is no other.
  const maximum = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  const parts = [
    exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : undefined,
    minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER ? `from ${minimum}` : undefined,
    maximum !== undefined ? `to ${maximum}` : undefined,
    exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : undefined,
  ].filter((part) => part !== undefined);
  return parts.map((part) => ` ${part}`).join('');
}
