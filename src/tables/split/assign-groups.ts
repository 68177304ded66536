/** Assigns whole groups of rows to parts. */

export interface GroupCounts {
  /** Rows of each class in each group: groups x classes. */
  readonly counts: Float64Array;
  readonly groups: number;
  readonly classes: number;
}

/** Spreads that differ by less are equal but for rounding. */
const ROUNDING = 1e-8;

/**
 * The part of each group, as scikit-learn's `StratifiedGroupKFold`: the groups whose classes are most uneven come first, of
 * equal ones the earlier, and each goes to the part that leaves the shares of the classes most alike over the parts (mean
 * over the classes of the standard deviation), of equal ones to the part with the fewest rows. With one class, larger groups
 * come first.
 *
 * @param shares the share of the rows that each part should have; they add up to 1
 */
export function assignGroups(
  { counts, groups, classes }: GroupCounts,
  shares: readonly number[],
): Int32Array {
  const parts = shares.length;
  const totals = new Float64Array(classes);
  for (let i = 0; i < counts.length; i++) totals[i % classes] += counts[i];
  const present = [...totals.keys()].filter((c) => totals[c] > 0);
  const priority = Float64Array.from({ length: groups }, (_, group) => {
    const own = counts.subarray(group * classes, (group + 1) * classes);
    return classes === 1 ? own[0] : exactVariance(own);
  });
  const order = Uint32Array.from(priority.keys()).sort(
    (one, other) => priority[other] - priority[one] || one - other,
  );
  // Share of the class in each part, relative to the share that the part should have.
  const filled = new Float64Array(classes * parts);
  const rows = new Float64Array(parts);
  const partOf = new Int32Array(groups);
  for (const group of order) {
    let best = { part: 0, spread: Number.POSITIVE_INFINITY };
    for (let part = 0; part < parts; part++) {
      let spread = 0;
      for (const c of present) {
        const at = c * parts + part;
        const before = filled[at];
        filled[at] += counts[group * classes + c] / totals[c] / (parts * shares[part]);
        spread += deviation(filled.subarray(c * parts, (c + 1) * parts));
        filled[at] = before;
      }
      spread /= present.length;
      const isCloser = spread < best.spread - ROUNDING;
      const isEqual = Math.abs(spread - best.spread) <= ROUNDING;
      const isSmaller = rows[part] / shares[part] < rows[best.part] / shares[best.part];
      if (isCloser || (isEqual && isSmaller)) best = { part, spread };
    }
    partOf[group] = best.part;
    for (let c = 0; c < classes; c++) {
      const count = counts[group * classes + c];
      if (count === 0) continue;
      rows[best.part] += count;
      filled[c * parts + best.part] += count / totals[c] / (parts * shares[best.part]);
    }
  }
  return partOf;
}

/** The variance of whole numbers, times the square of how many there are: without rounding. */
function exactVariance(values: Float64Array): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.length * values.reduce((total, value) => total + value * value, 0) - sum * sum;
}

/** Population standard deviation. */
function deviation(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
