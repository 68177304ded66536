/** The saved form of a preparation. */
import * as z from 'zod';
import { DateDifferenceSchema } from './dates/date-differences.js';
import { FittedColumnSchema, isKept } from './fitted-columns.js';

const VERSIONS = [1, 2, 3] as const;
export type Version = (typeof VERSIONS)[number];

const WordsSchema = z.strictObject({ missing: z.array(z.string()), keepWords: z.array(z.string()) });
export type SavedWords = z.infer<typeof WordsSchema>;

export const SavedPreparationSchema = z
  .strictObject({
    /** 1: with `LINEAR_TO_VERSION_1` and without quantiles. 1 and 2: one-hot instead of codes. */
    version: z.literal(VERSIONS),
    target: z.string().nullable(),
    columns: z
      .array(FittedColumnSchema)
      .refine(
        (all) => new Set(all.map((column) => column.name)).size === all.length,
        'names must be distinct',
      )
      .refine((all) => all.some(isKept), 'at least one column must be kept'),
    notices: z.array(z.string()),
    /** Features of two dates each, after those of the columns. */
    dateDifferences: z.array(DateDifferenceSchema).optional(),
    /** The options `missing` and `keepWords`, if one was given. */
    words: WordsSchema.optional(),
  })
  .refine(({ columns, dateDifferences = [] }) => {
    const dates = new Set(columns.filter(({ kind }) => kind === 'date').map(({ name }) => name));
    return dateDifferences.every(({ from, to }) => dates.has(from.name) && dates.has(to.name));
  }, 'differences must be between date columns');

/** The saved form of a `Preparation`: plain JSON. */
export type SavedPreparation = z.infer<typeof SavedPreparationSchema>;
