/** The saved form of a `ColumnScale`. */
import * as z from 'zod';

export const scaleFields = {
  /** Mean of the present training values: the centre of the standardisation. */
  mean: z.number(),
  /** Their population standard deviation, or 1 if that is 0: the unit of the standardisation. */
  scale: z.number().positive(),
  /** Ascending; if present, values are scaled by them instead of mean and scale (`scaledValue`). */
  quantiles: z
    .array(z.number())
    .readonly()
    .refine((all) => all.every((value, i) => i === 0 || value >= all[i - 1]), 'quantiles must rise')
    .refine((all) => all.length > 1 && all[0] < all[all.length - 1], 'quantiles must differ')
    .optional(),
};

/** A `ColumnScale`. */
export const ColumnScaleSchema = z.strictObject(scaleFields);
