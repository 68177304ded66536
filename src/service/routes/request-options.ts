/** The options of a request, from its body and its address. */
import type * as z from 'zod';
import { quote } from '../../text/name-list.js';
import { ServiceError } from '../errors/service-error.js';
import { checkedOptions, queryOptions } from '../schemas/answer-options.js';

export type Query = Readonly<Record<string, unknown>>;

/**
 * @param own keys of the address that are not options
 * @throws ServiceError for options that are unknown, not valid, or given twice
 */
export function requestOptions<Options>(
  schema: z.ZodObject & z.ZodType<Options>,
  ofBody: Readonly<Record<string, unknown>>,
  query: Query,
  own: readonly string[],
): Options {
  const ofQuery = queryOptions(
    Object.fromEntries(Object.entries(query).filter(([name]) => !own.includes(name))),
  );
  const repeated = Object.keys(ofQuery).find((name) => Object.hasOwn(ofBody, name));
  if (repeated !== undefined) {
    throw new ServiceError(
      'bad_request',
      `${quote(repeated)} is given in the body and in the address: drop one`,
    );
  }
  const misplaced = own.find((name) => Object.hasOwn(ofBody, name));
  if (misplaced !== undefined) {
    throw new ServiceError(
      'bad_request',
      `${quote(misplaced)} belongs into the address, such as ?${misplaced}=csv, not into the body`,
    );
  }
  return checkedOptions(schema, { ...ofBody, ...ofQuery }, ['rows', 'columns', ...own]);
}
