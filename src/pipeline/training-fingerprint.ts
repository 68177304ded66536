/** A few hashes of training rows in a model, by which the model knows such rows when it is evaluated on them. */
import * as z from 'zod';
import { isKept } from '../tables/preparation/fitted-columns.js';
import type { Preparation } from '../tables/preparation/preparation.js';
import type { Column, Table } from '../tables/table.js';
import { parseNumber } from '../text/number-text.js';
import { count } from './saved-scores.js';

const MOST_HASHES = 1000;
/** Hexadecimal digits of a hash of 64 bits. */
const DIGITS = 16;

export const fingerprintSchema = z.strictObject({
  /** Training rows that differ from all others in the target or in a column that is used. */
  rows: count,
  /** Hashes of at most 1,000 of these rows, at equal distances, one after the other. */
  hashes: z
    .string()
    .max(MOST_HASHES * DIGITS)
    .regex(/^(?:[0-9a-f]{16})*$/),
});

export type TrainingFingerprint = z.infer<typeof fingerprintSchema>;

type Columns = Pick<Preparation, 'inputColumns'>;

export function trainingFingerprint(
  preparation: Columns,
  target: string,
  { table, rows }: { readonly table: Table; readonly rows: Int32Array },
): TrainingFingerprint {
  const hashes = rowHashes(table, rows, usedColumns(preparation, target));
  const counts = new Map<string, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const single = hashes.filter((hash) => counts.get(hash) === 1);
  const stored = Math.min(MOST_HASHES, single.length);
  const chosen = Array.from({ length: stored }, (_, i) => single[Math.floor((i * single.length) / stored)]);
  return { rows: single.length, hashes: chosen.join('') };
}

/** Fewer hashes say too little. */
const FEWEST_HASHES = 10;

/**
 * The estimated share of the rows of the table that are training rows: the share of the hashes that are found, times the
 * training rows that they stand for. Undefined if there are too few hashes.
 */
export function shareOfTrainingRows(
  { rows, hashes }: TrainingFingerprint,
  preparation: Columns,
  target: string,
  table: Table,
): number | undefined {
  const stored = hashes.length / DIGITS;
  if (stored < FEWEST_HASHES || table.rows === 0) return undefined;
  const found = new Set(
    rowHashes(
      table,
      Int32Array.from({ length: table.rows }, (_, row) => row),
      usedColumns(preparation, target),
    ),
  );
  let hits = 0;
  for (let i = 0; i < stored; i++) if (found.has(hashes.slice(i * DIGITS, (i + 1) * DIGITS))) hits++;
  return Math.min(1, (hits / stored) * (rows / table.rows));
}

function usedColumns({ inputColumns }: Columns, target: string): string[] {
  return [...inputColumns.filter(isKept).map(({ name }) => name), target];
}

/** A hash of 64 bits, in hexadecimal, of the cells that each row has in the columns of these names. */
export function rowHashes(table: Table, rows: Int32Array, names: readonly string[]): string[] {
  const high = new Uint32Array(rows.length).fill(0x9e3779b9);
  const low = new Uint32Array(rows.length).fill(0x7f4a7c15);
  for (const name of names) {
    const column = table.columns.find((each) => each.name === name);
    if (column === undefined) continue;
    const wordsOf = cellWords(column);
    rows.forEach((row, i) => {
      const [first, second] = wordsOf(row);
      high[i] = mixed(mixed(high[i], first), second);
      low[i] = mixed(mixed(low[i], second ^ 0x55555555), first);
    });
  }
  return Array.from(high, (word, i) => hex(word) + hex(low[i]));
}

/** Two words for each cell: of numbers their bits, whatever the type of the column, of text a hash. */
function cellWords(column: Column): (row: number) => readonly [number, number] {
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  const ofNumber = (value: number): readonly [number, number] => {
    if (Number.isNaN(value)) return [1, 1];
    // -0 equals 0.
    float[0] = value + 0;
    return [words[0], words[1]];
  };
  if (column.kind === 'numeric') return (row) => ofNumber(column.values[row]);
  const ofEntry = column.dictionary.map((text) => {
    const value = parseNumber(text);
    if (!Number.isNaN(value)) return ofNumber(value);
    let [first, second] = [0x85ebca6b, 0xc2b2ae35];
    for (let i = 0; i < text.length; i++) {
      first = mixed(first, text.charCodeAt(i));
      second = mixed(second, text.charCodeAt(i) + 0x10000);
    }
    return [first, second] as const;
  });
  return (row) => (column.codes[row] < 0 ? [1, 1] : ofEntry[column.codes[row]]);
}

function mixed(state: number, word: number): number {
  let next = Math.imul(state ^ word, 0x85ebca6b);
  next = Math.imul(next ^ (next >>> 15), 0xc2b2ae35);
  return (((next << 13) | (next >>> 19)) ^ state) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
