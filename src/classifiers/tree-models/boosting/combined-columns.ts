/**
 * Columns made of pairs of others: of two numbers a and b the difference a - b and the ratio a / b, and a number less its
 * mean in a group of rows, those with the same category or in the same tenth of another number. A tree can only
 * approximate them by many splits.
 */
import * as z from 'zod';
import { type FeatureMatrix, floatsLike } from '../../../matrix.js';
import { damaged, parseSaved, savedNumbers } from '../../contract/saved-classifier.js';

const column = z.int().min(0);
const schema = z.strictObject({
  pairs: z.array(z.tuple([column, column])),
  groups: z.array(
    z.strictObject({
      column,
      by: column,
      /** Ascending; a value is in the group of as many cuts as it is at least. Absent for a column of categories. */
      cuts: savedNumbers.optional(),
      /** Of each group, the last one of rows without a value of `by`. */
      means: savedNumbers,
    }),
  ),
});

/** The saved form of `CombinedColumns`. */
export type Combinations = z.output<typeof schema>;
type Group = Combinations['groups'][number];

/** Groups of a column of numbers. */
const PARTS = 10;
/** Rows of the mean of all that are added to each group: the mean of a few rows is mostly chance. */
const PRIOR_ROWS = 10;

export class CombinedColumns {
  private constructor(private readonly combinations: Combinations) {}

  /**
   * The combinations of the `most` columns of the largest gain.
   *
   * @param X the training rows
   * @param gains of each column, 0 for one that was never split
   * @param excluded columns that are not combined
   */
  static fit(
    X: FeatureMatrix,
    gains: ArrayLike<number>,
    most: number,
    excluded: (column: number) => boolean,
  ): CombinedColumns {
    const strongest = Array.from({ length: X.columns }, (_, column) => column)
      .filter((column) => gains[column] > 0 && !excluded(column))
      .sort((one, other) => gains[other] - gains[one])
      .slice(0, most);
    const numbers = strongest.filter((column) => levelsOf(X, column) === null);
    return new CombinedColumns({
      pairs: numbers.flatMap((a, i) => numbers.slice(i + 1).map((b): [number, number] => [a, b])),
      groups: strongest.flatMap((by) => {
        const grouping = { by, ...(levelsOf(X, by) === null && { cuts: cutsOf(X, by) }) };
        return numbers
          .filter((column) => column !== by)
          .map((column) => ({ column, ...grouping, means: meansOf(X, column, grouping) }));
      }),
    });
  }

  /**
   * The combinations that make the `most` columns of the largest gain.
   *
   * @param gains of each made column, 0 for one that was never split
   */
  strongest(gains: ArrayLike<number>, most: number): CombinedColumns {
    const { pairs, groups } = this.combinations;
    const kept = new Set(
      Array.from({ length: this.count }, (_, made) => made)
        .filter((made) => gains[made] > 0)
        .sort((one, other) => gains[other] - gains[one])
        .slice(0, most),
    );
    return new CombinedColumns({
      pairs: pairs.filter((_, i) => kept.has(2 * i) || kept.has(2 * i + 1)),
      groups: groups.filter((_, i) => kept.has(2 * pairs.length + i)),
    });
  }

  /** Number of columns that are made. */
  get count(): number {
    return 2 * this.combinations.pairs.length + this.combinations.groups.length;
  }

  /** The two columns of X that each made column comes from. */
  get sources(): (readonly [number, number])[] {
    const { pairs, groups } = this.combinations;
    return [
      ...pairs.flatMap((pair) => [pair, pair]),
      ...groups.map(({ column, by }) => [column, by] as const),
    ];
  }

  /** X with the made columns behind its own; what is not finite is missing (NaN). */
  extend(X: FeatureMatrix): FeatureMatrix {
    const { pairs, groups } = this.combinations;
    const width = X.columns + this.count;
    const data = floatsLike<Float32Array | Float64Array>(X.data, X.rows * width);
    for (let row = 0; row < X.rows; row++) {
      const own = X.data.subarray(row * X.columns, (row + 1) * X.columns);
      let at = row * width;
      data.set(own, at);
      at += X.columns;
      for (const [a, b] of pairs) {
        data[at++] = finite(own[a] - own[b]);
        data[at++] = finite(own[a] / own[b]);
      }
      for (const group of groups)
        data[at++] = finite(own[group.column] - group.means[groupOf(own[group.by], group)]);
    }
    const categories = X.categories && [...X.categories, ...new Array<null>(this.count).fill(null)];
    return { data, rows: X.rows, columns: width, ...(categories && { categories }) };
  }

  toJSON(): Combinations {
    return this.combinations;
  }

  /**
   * The combinations whose `toJSON` gave `json`.
   *
   * @param shape of the rows that they are made of
   * @throws InputError for what is none, or is for other rows
   */
  static revive(
    json: unknown,
    { columns, categories }: { readonly columns: number; readonly categories?: FeatureMatrix['categories'] },
    name: string,
  ): CombinedColumns {
    const combinations = parseSaved(schema, json, name);
    const { pairs, groups } = combinations;
    const used = [...pairs.flat(), ...groups.flatMap(({ column, by }) => [column, by])];
    const beyond = used.find((each) => each >= columns);
    if (beyond !== undefined) throw damaged(name, `it combines column ${beyond} of ${columns}`);
    for (const { by, cuts, means } of groups) {
      const count = cuts === undefined ? (categories?.[by] ?? null) : cuts.length + 1;
      if (count === null || means.length !== count + 1) {
        throw damaged(name, `it has ${means.length} means of the groups of column ${by}`);
      }
    }
    return new CombinedColumns(combinations);
  }
}

function levelsOf({ categories }: FeatureMatrix, column: number): number | null {
  return categories?.[column] ?? null;
}

/** Tenths of the present values. */
function cutsOf({ data, rows, columns }: FeatureMatrix, column: number): number[] {
  const present = Float64Array.from({ length: rows }, (_, row) => data[row * columns + column])
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (present.length === 0) return [];
  return Array.from({ length: PARTS - 1 }, (_, i) => present[Math.floor(((i + 1) * present.length) / PARTS)]);
}

/** The group of a value: of a category its code, of a number the count of cuts that it reaches, of none the last. */
function groupOf(value: number, { cuts, means }: Pick<Group, 'cuts' | 'means'>): number {
  if (Number.isNaN(value)) return means.length - 1;
  if (cuts === undefined) return value;
  let group = 0;
  while (group < cuts.length && value >= cuts[group]) group++;
  return group;
}

function meansOf(X: FeatureMatrix, column: number, { by, cuts }: Omit<Group, 'column' | 'means'>): number[] {
  const groups = (cuts === undefined ? (levelsOf(X, by) as number) : cuts.length + 1) + 1;
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  const grouping = { cuts, means: Array.from(sums) };
  let [sum, count] = [0, 0];
  for (let row = 0; row < X.rows; row++) {
    const value = X.data[row * X.columns + column];
    if (Number.isNaN(value)) continue;
    const group = groupOf(X.data[row * X.columns + by], grouping);
    sums[group] += value;
    counts[group]++;
    sum += value;
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  return Array.from(sums, (own, group) => (own + PRIOR_ROWS * mean) / (counts[group] + PRIOR_ROWS));
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
