/** How long cells are expected to take, from the records of earlier ones. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { classifiers } from '../../classifiers/registry.js';
import { mean } from '../../mean.js';
import type { CellDescription } from './cell.js';
import { expectedMilliseconds, fitsOfSearch, type PlannedCell } from './plan-cells.js';
import type { DoneRecord, RunRecord } from './run-record.js';

type Configured = Pick<CellDescription, 'dataset' | 'classifier' | 'options' | 'tuned'>;

export class ExpectedTimes {
  /** Mean seconds by `keyOf`. */
  readonly #measured = new Map<string, number>();
  /** For each classifier, and for all under '', measured seconds over roughly estimated ones. */
  readonly #pace = new Map<string, number>();
  /** For each classifier, measured seconds of tuned cells over those estimated from cells that are not. */
  readonly #searchPace = new Map<string, number>();
  /** The number of records with times. */
  readonly records: number;

  /**
   * @param own records of this machine
   * @param others records of others; used where `own` has none, in proportion to the times of what is in both
   */
  constructor(own: Iterable<RunRecord>, others: Iterable<RunRecord> = []) {
    const here = meansOf(own);
    const there = meansOf(others);
    const common = [...here.means].flatMap(([key, seconds]) => {
      const other = there.means.get(key);
      return other === undefined ? [] : [seconds / other];
    });
    const speed = common.length === 0 ? 1 : median(common);
    for (const [key, seconds] of there.means) this.#measured.set(key, speed * seconds);
    for (const [key, seconds] of here.means) this.#measured.set(key, seconds);
    const done = [...there.done, ...here.done];
    this.records = done.length;
    this.#fillPace(done);
    this.#fillSearchPace(done);
  }

  /** The seconds of a cell, whatever its seed and protocol. */
  secondsOf({ description, cost }: Pick<PlannedCell, 'description' | 'cost'>): number {
    const { classifier, tuned } = description;
    const known = this.#measured.get(keyOf(description)) ?? (tuned && this.#fromUntuned(description));
    if (known !== undefined) return known;
    return (cost / 1000) * (this.#pace.get(classifier) ?? this.#pace.get('') ?? 1);
  }

  #fromUntuned(cell: Configured): number | undefined {
    const once = this.#measured.get(keyOf({ ...cell, tuned: undefined }));
    const entry = entryOf(cell);
    if (once === undefined || entry?.grid === undefined) return undefined;
    return once * fitsOfSearch(entry, cell.options) * (this.#searchPace.get(cell.classifier) ?? 1);
  }

  #fillPace(done: readonly DoneRecord[]): void {
    const ratios = new Map<string, number[]>();
    for (const record of done) {
      const entry = entryOf(record);
      if (entry === undefined || record.tuned || !entry.options.safeParse(record.options).success) continue;
      const shape = { rows: record.rows.train + record.rows.test, features: record.columns };
      const ratio = record.seconds / (expectedMilliseconds(shape, entry, record.options) / 1000);
      for (const name of ['', record.classifier]) ratios.set(name, [...(ratios.get(name) ?? []), ratio]);
    }
    for (const [name, all] of ratios) this.#pace.set(name, median(all));
  }

  #fillSearchPace(done: readonly DoneRecord[]): void {
    const ratios = new Map<string, number[]>();
    for (const record of done.filter(({ tuned }) => tuned)) {
      const estimated = this.#fromUntuned(record);
      if (estimated === undefined) continue;
      ratios.set(record.classifier, [...(ratios.get(record.classifier) ?? []), record.seconds / estimated]);
    }
    for (const [name, all] of ratios) this.#searchPace.set(name, median(all));
  }
}

function meansOf(records: Iterable<RunRecord>): { done: DoneRecord[]; means: Map<string, number> } {
  const done = [...records].filter((record) => record.outcome === 'done');
  const all = new Map<string, number[]>();
  for (const record of done) all.set(keyOf(record), [...(all.get(keyOf(record)) ?? []), record.seconds]);
  return { done, means: new Map([...all].map(([key, seconds]) => [key, mean(seconds)])) };
}

function keyOf({ dataset, classifier, options, tuned }: Configured): string {
  return JSON.stringify([dataset, classifier, options, tuned === true]);
}

function entryOf({ classifier }: Configured): ClassifierEntry | undefined {
  return classifiers.find(({ name }) => name === classifier);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
