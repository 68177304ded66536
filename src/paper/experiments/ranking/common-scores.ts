/** The scores that classifiers have in common: the same data sets, and on each the same seeds. */
import type { Protocol } from '../../../pipeline/provenance.js';
import { countOf, inWords } from '../../../text/name-list.js';
import { PAPER_METRICS, type PaperMetric } from '../../claims/paper-tables.js';
import { shareLearned } from '../learning-rows.js';
import { datasetsOf, type ResultRow } from '../result-rows.js';
import type { DoneRecord } from '../run-record.js';

export interface CommonScores {
  /** Configurations by name (`configurationName`), in the order of the rows: the columns. */
  readonly classifiers: readonly string[];
  /** The share of the training rows that each of them learns on, if it is known. */
  readonly sharesLearned: readonly (number | undefined)[];
  /** The data sets on which all of `classifiers` finished, in the order of the rows. */
  readonly datasets: readonly string[];
  /** For each of `datasets` the seeds with which all of `classifiers` finished, ascending; at least one. */
  readonly seeds: readonly (readonly number[])[];
  /** `scores[metric][d][c][s]`: for data set d, classifier c and seed `seeds[d][s]`. */
  readonly scores: Readonly<Record<PaperMetric, readonly (readonly (readonly number[])[])[]>>;
  readonly excluded: readonly Excluded[];
}

export interface Excluded {
  readonly kind: 'classifier' | 'data set';
  readonly name: string;
  /** A whole sentence that names it. */
  readonly reason: string;
}

/** A configuration with its rows by data set. */
interface Column {
  readonly name: string;
  readonly rows: ReadonlyMap<string, ResultRow>;
}

/**
 * The complete blocks of one protocol. A classifier is excluded if it finished on less than half of the data sets on
 * which at least two did; then a data set is excluded if the remaining classifiers have no seed in common on it.
 */
export function commonScores(rows: readonly ResultRow[], protocol: Protocol): CommonScores {
  const ofProtocol = rows.filter((row) => row.protocol === protocol);
  const present = datasetsOf(ofProtocol);
  const all = columnsOf(ofProtocol);
  const contested = present.filter((dataset) => {
    const finished = all.filter((column) => doneBySeed(column, dataset).size > 0).length;
    return finished >= Math.min(2, all.length);
  });
  const [columns, incomplete] = partition(
    all,
    (column) => finishedOn(column, present) > 0 && 2 * finishedOn(column, contested) >= contested.length,
  );
  const blocks = present.map((dataset) => ({ dataset, seeds: commonSeeds(columns, dataset) }));
  const [complete, dropped] = partition(blocks, ({ seeds }) => seeds.length > 0);
  const scoresOf = (metric: PaperMetric) =>
    complete.map(({ dataset, seeds }) =>
      columns.map((column) => {
        const bySeed = doneBySeed(column, dataset);
        return seeds.map((seed) => (bySeed.get(seed) as DoneRecord).metrics[metric]);
      }),
    );
  return {
    classifiers: columns.map(({ name }) => name),
    sharesLearned: columns.map(({ rows }) => shareLearned([...rows.values()][0])),
    datasets: complete.map(({ dataset }) => dataset),
    seeds: complete.map(({ seeds }) => seeds),
    scores: Object.fromEntries(PAPER_METRICS.map((metric) => [metric, scoresOf(metric)])) as Record<
      PaperMetric,
      number[][][]
    >,
    excluded: [
      ...incomplete.map((column) => excludedClassifier(column, contested)),
      // Without classifiers there are no blocks, and the sentences about the classifiers are enough.
      ...(columns.length === 0 ? [] : dropped.map(({ dataset }) => excludedDataset(dataset, columns))),
    ],
  };
}

function columnsOf(rows: readonly ResultRow[]): Column[] {
  const columns = new Map<string, { name: string; rows: Map<string, ResultRow> }>();
  for (const row of rows) {
    const key = JSON.stringify([row.classifier, row.options, row.tuned]);
    const column = columns.get(key) ?? { name: row.configuration, rows: new Map() };
    column.rows.set(row.dataset, row);
    columns.set(key, column);
  }
  return [...columns.values()];
}

function finishedOn(column: Column, datasets: readonly string[]): number {
  return datasets.filter((dataset) => doneBySeed(column, dataset).size > 0).length;
}

function doneBySeed({ rows }: Column, dataset: string): Map<number, DoneRecord> {
  return new Map(rows.get(dataset)?.done.map((record) => [record.seed, record]));
}

function commonSeeds(columns: readonly Column[], dataset: string): number[] {
  if (columns.length === 0) return [];
  const [first, ...others] = columns.map((column) => doneBySeed(column, dataset));
  return [...first.keys()]
    .filter((seed) => others.every((done) => done.has(seed)))
    .sort((one, other) => one - other);
}

function excludedClassifier(column: Column, contested: readonly string[]): Excluded {
  const why = failureOf([...column.rows.values()]);
  const finished = finishedOn(column, contested);
  const where =
    contested.length === 0
      ? 'none of the data sets'
      : `${finished === 0 ? 'none' : finished} of ${countOf(contested.length, 'data set')}`;
  return {
    kind: 'classifier',
    name: column.name,
    reason: `${column.name} is excluded: it finished on ${where}${why === '' ? '' : ` (${why})`}.`,
  };
}

function excludedDataset(dataset: string, columns: readonly Column[]): Excluded {
  const [finished, without] = partition(columns, (column) => doneBySeed(column, dataset).size > 0);
  const named = without.map(({ name, rows }) => {
    const row = rows.get(dataset);
    const why = row === undefined ? '' : failureOf([row]);
    return why === '' ? name : `${name} (${why})`;
  });
  const what =
    without.length === 0
      ? 'the classifiers have no seed in common'
      : finished.length < without.length
        ? `only ${inWords(finished.map(({ name }) => name)) || 'no classifier'} finished there`
        : `no finished run of ${named.join(', ')}`;
  return { kind: 'data set', name: dataset, reason: `${dataset} is excluded: ${what}.` };
}

/** The reason of the first failure; empty if there is none. */
function failureOf(rows: readonly ResultRow[]): string {
  const [first] = rows.flatMap(({ failed }) => failed);
  return first === undefined ? '' : `failed: ${first.reason}`;
}

function partition<T>(items: readonly T[], keep: (item: T) => boolean): [T[], T[]] {
  return [items.filter(keep), items.filter((item) => !keep(item))];
}
