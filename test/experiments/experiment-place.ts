/** A folder in which the built program runs experiments on the data that come with the package alone. */
import { readFileSync } from 'node:fs';
import { cellKey } from '../../src/paper/experiments/cell.js';
import { type FullRecord, MEASURED_FIELDS } from '../../src/paper/experiments/run-record.js';
import { type Result, type RunOptions, Workplace } from '../cli/built-program.js';

export class ExperimentPlace extends Workplace {
  /** No table of this machine is found. */
  override run(args: readonly string[], options: RunOptions = {}): Promise<Result> {
    const env = { QCL_MIXNET_DATA: '', XDG_CACHE_HOME: this.path('no-cache'), ...options.env };
    return super.run(args, { ...options, env });
  }

  /** The records in `folder`, in the order of its lines. */
  records(folder: string): FullRecord[] {
    const text = readFileSync(this.path(`${folder}/runs.jsonl`), 'utf8');
    if (!text.endsWith('\n')) throw new Error(`${folder}/runs.jsonl does not end with a line`);
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  /** The records as texts without what differs from run to run, sorted. */
  results(folder: string): string[] {
    return this.records(folder)
      .map((record) => JSON.stringify(record, (key, value) => (isMeasured(key) ? undefined : value)))
      .sort();
  }

  keys(folder: string): string[] {
    return this.records(folder).map(cellKey);
  }
}

function isMeasured(key: string): boolean {
  return MEASURED_FIELDS.some((field) => field === key);
}

/** Runs that take a moment each: four variants, three seeds. */
export const ABLATION = [
  ...['ablate', '--datasets', 'balance_scale', '--epochs', '3', '--seeds', '3', '--jobs', '2'],
];
export const ABLATION_RUNS = 12;
