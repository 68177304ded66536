/** The prepared columns that are made of each column of a table. */
import type { FeatureMatrix } from '../matrix.js';

/** For each column of the table the indices of its features, in the order of the features. */
export function featuresByColumn(featureColumns: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  featureColumns.forEach((name, feature) => {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [feature]);
    else group.push(feature);
  });
  return groups;
}

/** Whether two rows have the same values of these features; NaN equals NaN. */
export function sameFeatures(
  one: FeatureMatrix,
  row: number,
  other: FeatureMatrix,
  otherRow: number,
  features: readonly number[],
): boolean {
  return features.every((feature) =>
    Object.is(one.data[row * one.columns + feature], other.data[otherRow * other.columns + feature]),
  );
}
