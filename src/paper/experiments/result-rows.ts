/** Groups records into rows of results: each configuration on each data set, over its repeats, with the paper's scores. */
import { InputError } from '../../errors.js';
import type { ReportMetrics } from '../../metrics/classification-report.js';
import { PROTOCOLS } from '../../pipeline/defaults.js';
import type { Protocol } from '../../pipeline/provenance.js';
import { type PaperRow, paperAblationRow, paperRow } from '../claims/paper-results.js';
import { PAPER_DATASETS } from '../claims/paper-tables.js';
import { configurationName } from './cell.js';
import { type Repeats, summarize } from './repeats.js';
import type { DoneRecord, FailedRecord, RunRecord } from './run-record.js';

/** In the order in which they are shown. */
export const SHOWN_METRICS = ['macroF1', 'accuracy', 'macroPrecision', 'macroRecall', 'harmonicF1'] as const;
export type ShownMetric = (typeof SHOWN_METRICS)[number] & keyof ReportMetrics;

export interface ResultRow {
  readonly dataset: string;
  readonly classifier: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly tuned: true | undefined;
  /** `configurationName` of classifier and options. */
  readonly configuration: string;
  readonly protocol: Protocol;
  readonly scores: Readonly<Record<ShownMetric, Repeats>>;
  readonly seconds: Repeats;
  readonly done: readonly DoneRecord[];
  readonly failed: readonly FailedRecord[];
  /** Undefined if the paper has no such row. */
  readonly paper: PaperRow | undefined;
}

/**
 * One row for each data set, configuration and protocol: data sets in the order of Table 1 of the paper, then
 * others by name.
 *
 * @throws InputError for records of different versions of the package, or of different tables of one name.
 */
export function resultRows(records: readonly RunRecord[]): ResultRow[] {
  checkComparable(records);
  const groups = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = JSON.stringify([
      record.dataset,
      record.classifier,
      record.options,
      record.tuned,
      record.protocol,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()].map(rowOf).sort(compareRows);
}

/** The distinct data sets of `rows`, in their order. */
export function datasetsOf(rows: readonly ResultRow[]): string[] {
  return [...new Set(rows.map(({ dataset }) => dataset))];
}

/** Whether this is a data set of the paper; the user's own table cannot have its name. */
export function isOfPaper(dataset: string): boolean {
  return PAPER_DATASETS.some(({ name }) => name === dataset);
}

/** The data sets of the paper that have no row; empty if none has, because the rows are of own tables. */
export function datasetsWithoutRows(rows: readonly ResultRow[]): string[] {
  const present = new Set(datasetsOf(rows));
  if (![...present].some(isOfPaper)) return [];
  return PAPER_DATASETS.map(({ name }) => name as string).filter((name) => !present.has(name));
}

/** The options without `without`. */
export function optionsBesidesAblation(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { without, ...others } = options;
  return others;
}

/** The part that is left out, `full` if none is, undefined if several are. */
export function ablationOf({ without }: Readonly<Record<string, unknown>>): string | undefined {
  if (!Array.isArray(without) || without.length === 0) return 'full';
  return without.length === 1 ? String(without[0]) : undefined;
}

function rowOf(records: readonly RunRecord[]): ResultRow {
  const { dataset, classifier, options, tuned, protocol } = records[0];
  const bySeed = [...records].sort((one, other) => one.seed - other.seed);
  const done = bySeed.filter((record) => record.outcome === 'done');
  const failed = bySeed.filter((record) => record.outcome === 'failed');
  const over = (score: (record: DoneRecord) => number) => summarize(done.map(score));
  return {
    dataset,
    classifier,
    options,
    tuned,
    configuration: configurationName({ classifier, options, tuned }),
    protocol,
    scores: {
      macroF1: over(({ metrics }) => metrics.macroF1),
      accuracy: over(({ metrics }) => metrics.accuracy),
      macroPrecision: over(({ metrics }) => metrics.macroPrecision),
      macroRecall: over(({ metrics }) => metrics.macroRecall),
      harmonicF1: over(({ metrics }) => metrics.harmonicF1),
    },
    seconds: over(({ seconds }) => seconds),
    done,
    failed,
    paper: paperOf(dataset, classifier, options),
  };
}

function paperOf(
  dataset: string,
  classifier: string,
  options: Readonly<Record<string, unknown>>,
): PaperRow | undefined {
  const ablation = ablationOf(options);
  if (ablation === undefined) return undefined;
  const row = ablation === 'full' ? paperRow(classifier, dataset) : paperAblationRow(ablation, dataset);
  const others = Object.keys(optionsBesidesAblation(options));
  if (row === undefined || others.length === 0) return row;
  const [subject, verb] = others.length === 1 ? ['option', 'differs'] : ['options', 'differ'];
  const mark = `The ${subject} ${others.join(', ')} ${verb} from the paper's setting.`;
  return { scores: row.scores, marks: [...row.marks, mark] };
}

function checkComparable(records: readonly RunRecord[]): void {
  const checksums = new Map<string, string>();
  for (const { version, dataset, checksum } of records) {
    if (version !== records[0].version) {
      throw new InputError(
        `there are records of the versions ${records[0].version} and ${version}, ` +
          'whose results cannot be combined: give the records of one version',
      );
    }
    const known = checksums.get(dataset) ?? checksum;
    if (known !== checksum) {
      throw new InputError(
        `there are records of two tables ${dataset}, with the checksums ${known} and ${checksum}: ` +
          'give the records of one of them',
      );
    }
    checksums.set(dataset, checksum);
  }
}

function compareRows(one: ResultRow, other: ResultRow): number {
  return (
    PROTOCOLS.indexOf(one.protocol) - PROTOCOLS.indexOf(other.protocol) ||
    placeOf(one.dataset) - placeOf(other.dataset) ||
    compareTexts(one.dataset, other.dataset) ||
    compareTexts(one.classifier, other.classifier) ||
    placeInAblation(one.options) - placeInAblation(other.options) ||
    compareTexts(one.configuration, other.configuration)
  );
}

function placeOf(dataset: string): number {
  const place = PAPER_DATASETS.findIndex(({ name }) => name === dataset);
  return place < 0 ? PAPER_DATASETS.length : place;
}

/** As in the columns of Table 4. */
function placeInAblation(options: Readonly<Record<string, unknown>>): number {
  return ['full', 'quantum', 'mixup', 'attention', undefined].indexOf(ablationOf(options));
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
