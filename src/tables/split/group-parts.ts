/** Parts of rows that leave no group in two of them. */
import { InputError } from '../../errors.js';
import type { Label } from '../../matrix.js';
import { countOf } from '../../text/name-list.js';
import { assignGroups } from './assign-groups.js';
import type { RandomSource } from './random-source.js';
import { sampleFront } from './sample-front.js';
import { inColumn } from './split-rules.js';

export interface GroupPartOptions {
  /** Whether each class has about its share in every part. */
  readonly stratify: boolean;
  readonly random: RandomSource;
  /** See `SplitRules`. */
  readonly column?: string;
}

/**
 * The part of each row: groups in random order, assigned by `assignGroups`. Every part has at least one group.
 *
 * @param shares as of `assignGroups`
 * @throws InputError for fewer groups than parts.
 */
export function groupParts(
  labels: Int32Array | readonly Label[],
  groups: Int32Array,
  shares: readonly number[],
  { stratify, random, column }: GroupPartOptions,
): Int32Array {
  const groupOfRow = inOrderOfAppearance(groups);
  const count = largest(groupOfRow) + 1;
  if (count < shares.length) {
    throw new InputError(
      `there ${count === 1 ? 'is' : 'are'} ${countOf(count, 'group')}${inColumn({ column })}, but ${shares.length} parts need one each: ` +
        `${count > 1 && shares.length > 2 ? 'choose fewer folds, or ' : ''}split without groups`,
    );
  }
  const classOfRow = stratify ? inOrderOfAppearance(labels) : new Int32Array(labels.length);
  const classes = largest(classOfRow) + 1;
  // The place of each group in a random order, in which equal ones are assigned.
  const placeOf = new Int32Array(count);
  sampleFront(Int32Array.from(placeOf.keys()), count, random).forEach((group, place) => {
    placeOf[group] = place;
  });
  const counts = new Float64Array(count * classes);
  groupOfRow.forEach((group, row) => {
    counts[placeOf[group] * classes + classOfRow[row]]++;
  });
  const partOf = assignGroups({ counts, groups: count, classes }, shares);
  fillEmptyParts(partOf, counts, classes, shares.length);
  return groupOfRow.map((group) => partOf[placeOf[group]]);
}

/** The number of different groups. */
export function groupCount(groups: Int32Array): number {
  return new Set(groups).size;
}

/** Moves the smallest group of the part with the most groups to each part without any. */
function fillEmptyParts(partOf: Int32Array, counts: Float64Array, classes: number, parts: number): void {
  const rowsOf = (group: number) =>
    counts.subarray(group * classes, (group + 1) * classes).reduce((sum, count) => sum + count, 0);
  for (let part = 0; part < parts; part++) {
    if (partOf.includes(part)) continue;
    const groupsOf = Array.from({ length: parts }, (_, of) =>
      [...partOf.keys()].filter((group) => partOf[group] === of),
    );
    const most = groupsOf.reduce((one, other) => (other.length > one.length ? other : one));
    const smallest = most.reduce((one, other) => (rowsOf(other) < rowsOf(one) ? other : one));
    partOf[smallest] = part;
  }
}

/** 0 for the first value and all that equal it, 1 for the next other one, and so on. */
function inOrderOfAppearance(values: Int32Array | readonly Label[]): Int32Array {
  const indices = new Map<Label, number>();
  return Int32Array.from(values as ArrayLike<Label>, (value) => {
    const known = indices.get(value);
    if (known !== undefined) return known;
    indices.set(value, indices.size);
    return indices.size - 1;
  });
}

function largest(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
