/** What a request asks for beside the predictions: in its body or in its address. */
import * as z from 'zod';
import { NOVELTY_LEVEL } from '../../pipeline/novelty/detect-novelty.js';
import { describeValue } from '../../text/describe-value.js';
import { didYouMean } from '../../text/did-you-mean.js';
import { listNames, quote } from '../../text/name-list.js';
import { parseNumber } from '../../text/number-text.js';
import { type Problem, ServiceError } from '../errors/service-error.js';

const between0And1 = 'give a number between 0 and 1';

const noveltyAdvice = `give true, or a level between 0 and 1 (true: ${NOVELTY_LEVEL})`;

const OPTIONS = {
  coverage: z
    .number(`${between0And1}, such as 0.95`)
    .gt(0, `${between0And1}, such as 0.95`)
    .lt(1, `${between0And1}, such as 0.95`)
    .describe('Adds a prediction set that has the true class with this probability.'),
  review: z.boolean('give true or false').describe('Adds why a row is to be reviewed by hand, if it is.'),
  reasons: z
    .int('give an integer from 1')
    .min(1, 'give an integer from 1')
    .describe(
      'Adds this number of columns: those that raised or lowered the probability of a class most, which reasonsAbout names.',
    ),
  novelty: z
    .union([z.boolean(), z.number(noveltyAdvice).gt(0, noveltyAdvice).lt(1, noveltyAdvice)], noveltyAdvice)
    .describe(`Adds how unlike the training rows each row is; true or a level (true: ${NOVELTY_LEVEL}).`),
};

const EXPLAIN_OPTIONS = {
  label: z
    .union([z.string(), z.number(), z.boolean()], 'give a label')
    .describe('The class that is explained; default: the positive one of two, else the most probable one.'),
  reasons: z
    .int('give an integer from 1')
    .min(1, 'give an integer from 1')
    .describe('Columns of each row, those of the largest contributions first; default all.'),
  similar: z
    .int('give an integer from 1')
    .min(1, 'give an integer from 1')
    .describe('Adds this number of training rows that the model holds: the most similar ones.'),
};

export const PredictOptionsSchema = z.strictObject(OPTIONS).partial();
export const ExplainOptionsSchema = z.strictObject(EXPLAIN_OPTIONS).partial();

export type PredictRequestOptions = z.infer<typeof PredictOptionsSchema>;
export type ExplainRequestOptions = z.infer<typeof ExplainOptionsSchema>;

/**
 * @param given names and values, of a body or an address; later ones must not repeat earlier ones
 * @param others further keys that the request may have
 * @throws ServiceError for unknown names and for values that are not valid
 */
export function checkedOptions<Options>(
  schema: z.ZodObject & z.ZodType<Options>,
  given: Readonly<Record<string, unknown>>,
  others: readonly string[],
): Options {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const known = [...others, ...Object.keys(schema.shape)];
  const problems = parsed.error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        message: `there is no option ${quote(key)}.${didYouMean(key, known)} Options: ${listNames(known, known.length)}`,
      }));
    }
    const name = String(issue.path[0]);
    return [{ message: `${name} is ${describeValue(given[name])}: ${issue.message}` }];
  });
  throw new ServiceError('bad_request', problems[0].message, problems);
}

/** The options of an address as the values that a body would have: `?review&reasons=3`. */
export function queryOptions(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, queryValue(value)]));
}

function queryValue(value: unknown): unknown {
  if (value === '' || value === 'true') return true;
  if (value === 'false') return false;
  const number = typeof value === 'string' ? parseNumber(value) : Number.NaN;
  return Number.isNaN(number) ? value : number;
}
