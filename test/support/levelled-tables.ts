/** Tables of one source with a column of many categories, for tests of drift. */
import { RandomStream } from '../../src/engine/random/random-stream.js';
import { tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';
import type { Table } from '../../src/tables/table.js';

export interface Levels {
  readonly count: number;
  /** The share of level i is 1 / (i + 1) to this power: 0 for uniform levels, 1 for those of Zipf's law. */
  readonly exponent: number;
}

export interface LevelChange {
  /** Share of the rows in one level that training does not have. */
  readonly newLevel?: number;
  /** Whether half of the levels, drawn by `halfSeed`, have vanished. */
  readonly halfSeed?: number;
  /** Share of the rows in levels that training does not have and that occur once. */
  readonly newLevels?: number;
}

/** The label depends on `amount` alone. */
export function levelledTable(
  rows: number,
  seed: number,
  { count, exponent }: Levels,
  change: LevelChange = {},
): Table {
  const { newLevel = 0, newLevels = 0, halfSeed } = change;
  const random = new RandomStream(seed, 'levelled');
  const half = halfSeed === undefined ? undefined : new RandomStream(halfSeed, 'half');
  const upTo: number[] = [];
  let total = 0;
  for (let level = 0; level < count; level++) {
    const remains = half === undefined || half.uniform() < 0.5;
    total += remains ? (level + 1) ** -exponent : 0;
    upTo.push(total);
  }
  const code: string[] = [];
  const amount: number[] = [];
  const label: string[] = [];
  for (let row = 0; row < rows; row++) {
    const drawn = random.uniform() * total;
    const level = upTo.findIndex((sum) => drawn < sum);
    const kind = random.uniform();
    const padded = String(level).padStart(5, '0');
    if (kind < newLevel) code.push('00100x');
    else if (kind < newLevel + newLevels) code.push(`${padded}y${row}`);
    else code.push(padded);
    const isFraud = random.uniform() < 0.3;
    label.push(isFraud ? 'fraud' : 'fine');
    amount.push(random.normal() + (isFraud ? 1 : 0));
  }
  return tableFromColumns(Object.entries({ code, amount, label }), 'levels.csv');
}
