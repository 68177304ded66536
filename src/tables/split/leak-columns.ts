/** Columns that alone tell the class almost perfectly, as a copy of the target does. */
import { columnsByName } from '../preparation/columns-by-name.js';
import type { Column, Table } from '../table.js';

export interface LeakColumn {
  readonly name: string;
  /** Mean recall of the classes when they are read off the column. */
  readonly balancedAccuracy: number;
}

const LEAST_ACCURACY = 0.99;
/** In a sample of few rows a real leak may look a little worse. */
const LEAST_ACCURACY_OF_SAMPLE = 0.96;
const SAMPLE_OF_CLASS = 200;
const MOST_OF_CLASS = 10_000;
/** Of few rows, any column may tell the class by chance. */
const FEWEST_OF_CLASS = 5;
/** A value with fewer rows says nothing. */
const FEWEST_OF_LEVEL = 5;
const MOST_CLASSES = 50;

/**
 * The columns `names` of `table` that tell the class of `rows` with a balanced accuracy above 0.99: numbers cut into as many
 * intervals as there are classes (three for two classes), each taken for a class; or, as texts are, each value with at least
 * five rows taken for the class of which it has the largest share. Nothing for more than 50 classes, or with fewer than
 * five rows of a class.
 *
 * @param y class index of each of `rows`
 */
export function leakColumns(
  table: Table,
  rows: Int32Array,
  y: Int32Array,
  classes: number,
  names: readonly string[],
): LeakColumn[] {
  const support = new Int32Array(classes);
  for (const c of y) support[c]++;
  if (classes < 2 || classes > MOST_CLASSES || support.some((count) => count < FEWEST_OF_CLASS)) return [];
  const columns = columnsByName(table);
  const [few, many] = [SAMPLE_OF_CLASS, MOST_OF_CLASS].map((most) => sampleOfClasses(y, support, most));
  return names.flatMap((name) => {
    const values = numbersOf(columns.get(name) as Column);
    const told = (sample: readonly number[], fewest: number) => {
      const cells = Float64Array.from(sample, (place) => values.at(rows[place]));
      const labels = Int32Array.from(sample, (place) => y[place]);
      const byLevel = levelAccuracy(cells, labels, classes, fewest);
      return values.areOrdered ? Math.max(byLevel, intervalAccuracy(cells, labels, classes)) : byLevel;
    };
    if (told(few, 2) < LEAST_ACCURACY_OF_SAMPLE) return [];
    const balancedAccuracy = told(many, FEWEST_OF_LEVEL);
    return balancedAccuracy > LEAST_ACCURACY ? [{ name, balancedAccuracy }] : [];
  });
}

/** Up to `most` rows of each class, spread evenly over them, ascending. */
function sampleOfClasses(y: Int32Array, support: Int32Array, most: number): number[] {
  const seen = new Int32Array(support.length);
  return [...y.keys()].filter((place) => {
    const c = y[place];
    const before = seen[c]++;
    const share = Math.min(1, most / support[c]);
    return Math.floor((before + 1) * share) > Math.floor(before * share);
  });
}

/** The cells of a column as numbers: the codes of texts, -1 or infinity for missing ones. */
function numbersOf(column: Column): { at(row: number): number; readonly areOrdered: boolean } {
  if (column.kind === 'text') return { at: (row) => column.codes[row], areOrdered: false };
  const { values } = column;
  return {
    at: (row) => (Number.isNaN(values[row]) ? Number.POSITIVE_INFINITY : values[row] + 0),
    areOrdered: true,
  };
}

function levelAccuracy(cells: Float64Array, y: Int32Array, classes: number, fewest: number): number {
  const support = new Int32Array(classes);
  const levels = new Map<number, Int32Array>();
  cells.forEach((cell, i) => {
    const counts = levels.get(cell) ?? new Int32Array(classes);
    counts[y[i]]++;
    support[y[i]]++;
    levels.set(cell, counts);
  });
  let sum = 0;
  for (const counts of levels.values()) {
    if (counts.reduce((rows, count) => rows + count, 0) < fewest) continue;
    sum += counts.reduce((most, count, c) => Math.max(most, count / support[c]), 0);
  }
  return sum / classes;
}

/** The best balanced accuracy of intervals, by dynamic programming over the cells in their order. */
function intervalAccuracy(cells: Float64Array, y: Int32Array, classes: number): number {
  const support = new Int32Array(classes);
  for (const c of y) support[c]++;
  const order = Uint32Array.from(cells.keys()).sort((one, other) => cells[one] - cells[other]);
  const intervals = Math.max(3, classes);
  // Sum of recalls so far with this many intervals, the last one taken for class c.
  const sums = new Float64Array(intervals * classes);
  const best = new Float64Array(intervals);
  const found = new Float64Array(classes);
  for (let i = 0; i < order.length; ) {
    found.fill(0);
    const cell = cells[order[i]];
    for (; i < order.length && cells[order[i]] === cell; i++) found[y[order[i]]] += 1 / support[y[order[i]]];
    for (let k = intervals - 1; k >= 0; k--) {
      const before = k === 0 ? 0 : best[k - 1];
      let most = 0;
      for (let c = 0; c < classes; c++) {
        const at = k * classes + c;
        sums[at] = Math.max(sums[at], before) + found[c];
        most = Math.max(most, sums[at]);
      }
      best[k] = most;
    }
  }
  return best[intervals - 1] / classes;
}
