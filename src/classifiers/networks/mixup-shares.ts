/** How often each class had each setting of mixup in a training that learned the schedule. */
import * as z from 'zod';
import type { MixupSchedule } from '../../training/mixup-plan.js';

/** Parts of a training, of about equally many epochs. */
export const PERIODS = 4;

const counts = z.array(z.int().min(0));

export const savedShares = z
  .object({
    arms: z.array(z.object({ alpha: z.number().positive(), neighbours: z.int().min(0) })),
    classes: z.array(z.array(counts).length(PERIODS).nullable()),
  })
  .refine(
    ({ arms, classes }) =>
      classes.every((periods) => periods?.every((period) => period.length === arms.length) ?? true),
    { error: 'must have a number of epochs for each setting' },
  );

export interface MixupShares {
  /** The settings: alpha of the Beta distribution, and neighbours to choose from, 0 for no mixup. The first is the fixed one. */
  readonly arms: readonly { readonly alpha: number; readonly neighbours: number }[];
  /**
   * For each learned class the number of epochs with each setting, in each quarter of the training; null for a class with too
   * few rows, which always had the first setting.
   */
  readonly classes: readonly (readonly (readonly number[])[] | null)[];
}

/** Counts the epochs of a schedule. */
export function epochShares({ arms, chosen }: MixupSchedule): MixupShares {
  return {
    arms: arms.map(({ alpha, neighbours }) => ({ alpha, neighbours })),
    classes: chosen.map((epochs) => (epochs === undefined ? null : inPeriods(epochs, arms.length))),
  };
}

function inPeriods(epochs: readonly number[], arms: number): number[][] {
  const periods = Array.from({ length: PERIODS }, () => new Array<number>(arms).fill(0));
  epochs.forEach((arm, epoch) => {
    periods[Math.floor((epoch * PERIODS) / epochs.length)][arm] += 1;
  });
  return periods;
}
