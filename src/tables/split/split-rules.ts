/** What splits and folds have to keep together or in order. */

import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';

/** Plain data, one entry per row of the rows that are split. Not both `groups` and `times`. */
export interface SplitRules {
  /** Rows of one group are never in two parts. */
  readonly groups?: Int32Array;
  /** Rows are in the order of it: later rows are tested by what was fitted on earlier ones. */
  readonly times?: Int32Array;
  /** Whether each class has about its share in every part; default true. Rows in time are never stratified. */
  readonly stratify?: boolean;
  /** The name of the column of groups or times, for messages. */
  readonly column?: string;
}

/** The rules of the rows at these places. */
export function rulesAt(
  { groups, times, stratify, column }: SplitRules,
  places: ArrayLike<number> & Iterable<number>,
): SplitRules {
  return {
    ...(groups && { groups: Int32Array.from(places, (place) => groups[place]) }),
    ...(times && { times: Int32Array.from(places, (place) => times[place]) }),
    ...(stratify !== undefined && { stratify }),
    ...(column !== undefined && { column }),
  };
}

/** How a message names the column of the rules. */
export function inColumn({ column }: Pick<SplitRules, 'column'>): string {
  return column === undefined ? '' : ` in column ${quote(column)}`;
}

/** The rows of each part, by its number from 0; -1 is none. */
export function placesOf(partOfRow: Int32Array, part: number): Int32Array {
  return Int32Array.from(partOfRow.keys()).filter((row) => partOfRow[row] === part);
}

/**
 * The rules of `rows` rows, from any numbers; undefined if there are none.
 *
 * @param groups equal numbers for rows of one group
 * @param times larger numbers for later rows
 * @throws InputError for groups whose rows have different times, for another number of rows, and for a number that is not finite.
 */
export function splitRules(
  rows: number,
  {
    groups,
    times,
    stratify,
  }: Partial<Record<'groups' | 'times', ArrayLike<number>>> & Pick<SplitRules, 'stratify'>,
): SplitRules | undefined {
  if (groups !== undefined && times !== undefined) {
    const row = rowOfDividedGroup(groups, times);
    if (row !== undefined) {
      throw new InputError(`row ${row} has another time than an earlier row of its group: ${ONE_TIME}`);
    }
    return splitRules(rows, { times, stratify });
  }
  for (const [name, values] of Object.entries({ groups, times })) {
    if (values === undefined) continue;
    if (values.length !== rows) {
      throw new InputError(`${name} has ${values.length} values for ${rows} rows`);
    }
    const bad = Array.from(values).findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new InputError(`${name} is ${values[bad]} at row ${bad}: give finite numbers`);
  }
  if (groups === undefined && times === undefined && stratify === undefined) return undefined;
  return {
    ...(groups && { groups: ranks(groups) }),
    ...(times && { times: ranks(times) }),
    ...(stratify !== undefined && { stratify }),
  };
}

/** What to do about a group with rows at different times: a cut in time between them would divide it. */
export const ONE_TIME =
  'a group that lasts from one time to another cannot be split by both; give all its rows one time, such as that of its ' +
  'latest row, or omit the groups or the times';

/**
 * The first row with another time than an earlier row of its group; undefined if each group has one time: then splits in
 * time never divide a group, because rows of equal time stay together.
 */
export function rowOfDividedGroup(groups: ArrayLike<number>, times: ArrayLike<number>): number | undefined {
  const timeOf = new Map<number, number>();
  for (let row = 0; row < groups.length; row++) {
    const time = timeOf.get(groups[row]) ?? times[row];
    if (time !== times[row]) return row;
    timeOf.set(groups[row], time);
  }
  return undefined;
}

/** 0 for the smallest value, 1 for the next larger one, and so on. */
export function ranks(values: ArrayLike<number>): Int32Array {
  const distinct = Float64Array.from(new Set(Array.from(values, (value) => value + 0))).sort();
  const rankOf = new Map(Array.from(distinct, (value, rank) => [value, rank]));
  return Int32Array.from(values, (value) => rankOf.get(value) as number);
}
