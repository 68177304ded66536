/** Whether the cells of a new table hold what the training cells held: the members of lists, the words of texts. */
import * as z from 'zod';
import type { TextColumn } from '../../table.js';

/** A new table is unlike training if this share of its cells, or more, holds nothing that is known. */
const LEAST_UNKNOWN = 0.5;
/** Standard deviations above the share in training from which a share is not by chance. */
const DEVIATIONS = 3;
const LEAST_SHARE = 0.01;

export const unknownShareField = {
  /** The share of present training cells without any known member or word; absent if there were none known. */
  unknown: z.number().min(0).max(1).optional(),
};

export interface UnknownCells {
  readonly present: number;
  readonly unknown: number;
  /** Distinct unknown texts in the order of the rows. */
  readonly texts: readonly string[];
}

/** The present cells of `rows` whose text is not `isKnown`, which is called once per distinct text. */
export function unknownCells(
  column: TextColumn,
  rows: Int32Array,
  isKnown: (text: string, code: number) => boolean,
): UnknownCells {
  const known = new Map<number, boolean>();
  const texts: string[] = [];
  let present = 0;
  let unknown = 0;
  for (const row of rows) {
    const code = column.codes[row];
    if (code < 0) continue;
    present++;
    let found = known.get(code);
    if (found === undefined) {
      found = isKnown(column.dictionary[code], code);
      known.set(code, found);
      if (!found) texts.push(column.dictionary[code]);
    }
    if (!found) unknown++;
  }
  return { present, unknown, texts };
}

/**
 * Whether at least half of the cells are unknown, and more than chance makes of the share in training: by three
 * standard deviations of the binomial distribution.
 */
export function areUnlikeTraining(
  { present, unknown }: Pick<UnknownCells, 'present' | 'unknown'>,
  inTraining: number,
): boolean {
  const share = Math.max(inTraining, LEAST_SHARE);
  const expected = share * present + DEVIATIONS * Math.sqrt(present * share * (1 - share));
  return unknown > 0 && unknown >= LEAST_UNKNOWN * present && unknown > expected;
}
