/** Records to run again, and whether the result is the same. */
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { CellResult } from './run-cell.js';
import type { DoneRecord, RunRecord } from './run-record.js';

export interface RepeatedCells {
  readonly cells: number;
  /** Of the choice. */
  readonly seed: number;
  /** Cells that took longer are not chosen. */
  readonly longestSeconds: number;
  /** Of this package and machine: records of others have other results. */
  readonly version: string;
  readonly kernelBuild: string;
}

/**
 * A random choice among the finished runs on data sets of the registry, without replacement; all of them if there are fewer.
 *
 * @throws InputError for records of another version or kernel build, and if no run is short enough.
 */
export function recordsToRepeat(
  records: readonly RunRecord[],
  { cells, seed, longestSeconds, version, kernelBuild }: RepeatedCells,
): DoneRecord[] {
  const here = { version, kernelBuild };
  for (const field of ['version', 'kernelBuild'] as const) {
    const others = [...new Set(records.map((record) => record[field]))].filter(
      (each) => each !== here[field],
    );
    if (others.length === 0) continue;
    const what = field === 'version' ? 'version' : 'kernel build';
    throw new InputError(
      `the records are of ${what} ${others.join(', ')}, and this is ${here[field]}: only runs of the same one have the same bits`,
    );
  }
  const short = records.filter(
    (record) => record.outcome === 'done' && record.table === undefined && record.seconds <= longestSeconds,
  ) as DoneRecord[];
  if (short.length === 0) throw new InputError(`no record is of a run of at most ${longestSeconds} s`);
  const order = new RandomStream(seed, 'cells').permutation(short.length);
  return Array.from(order.subarray(0, cells), (place) => short[place]);
}

/** What follows from the description of a cell; times, memory and Node's version do not. */
const RESULTS = [
  'metrics',
  'classes',
  'confusion',
  'rows',
  'columns',
  'sharedRows',
  'bestEpoch',
  'epochs',
] as const;

/** The names of the results that differ in any bit. */
export function differingResults(record: DoneRecord, result: CellResult): string[] {
  return RESULTS.filter((name) => JSON.stringify(record[name]) !== JSON.stringify(result[name]));
}
