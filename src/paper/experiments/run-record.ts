/**
 * The record of a cell: one JSON object on one line, with everything that identifies the run and everything that was
 * measured. The compact form omits what follows from the rest or is long.
 */
import * as z from 'zod';
import { InputError } from '../../errors.js';
import type { ClassReport } from '../../metrics/classification-report.js';
import { PROTOCOLS } from '../../pipeline/defaults.js';
import type { Provenance } from '../../pipeline/provenance.js';
import { count, label, metricFields } from '../../pipeline/saved-scores.js';
import { DECIMALS, THOUSANDS } from '../../tables/preparation/numbers/separators.js';
import { ENCODINGS } from '../../tables/reading/encoding.js';
import { TABLE_FORMATS } from '../../tables/reading/table-formats.js';
import type { EpochCurve } from '../../training/fit-progress.js';
import { cellKey } from './cell.js';

const names = z.array(z.string()).readonly().optional();
/** One for all columns, or by the name of the column. */
const signs = <const S extends readonly string[]>(choices: S) =>
  z.union([z.enum(choices), z.record(z.string(), z.enum(choices))]).optional();
const words = { missing: names, keepWords: names };
const table = z.object({
  file: z.string(),
  target: z.string(),
  reading: z
    .object({
      format: z.enum(TABLE_FORMATS).optional(),
      delimiter: z.string().optional(),
      header: z.boolean().optional(),
      encoding: z.enum(ENCODINGS).optional(),
      ...words,
    })
    .optional(),
  overrides: z
    .object({
      ...{ categorical: names, numeric: names, date: names, text: names, list: names, drop: names },
      ordinal: z.record(z.string(), z.array(z.string()).readonly()).optional(),
      decimal: signs(DECIMALS),
      thousands: signs(THOUSANDS),
      dayFirst: z.boolean().optional(),
      ...words,
    })
    .optional(),
  roles: z
    .object({
      group: z.string().optional(),
      time: z.string().optional(),
      weight: z.string().optional(),
      id: names,
      stratify: z.boolean().optional(),
    })
    .optional(),
  mergeLabels: z.literal(true).optional(),
  manyClasses: z.literal(true).optional(),
});

const description = {
  dataset: z.string().min(1),
  checksum: z.string().min(1),
  table: table.optional(),
  classifier: z.string().min(1),
  options: z.record(z.string(), z.unknown()),
  tuned: z.literal(true).optional(),
  seed: count,
  protocol: z.enum(PROTOCOLS),
  version: z.string(),
};

const environment = {
  /** The build of the kernels; with the description it decides the result. */
  kernelBuild: z.string(),
  /** Node's version. */
  node: z.string(),
};

/** One number per epoch, rounded to five digits; null if there is none. */
const curve = z.array(z.number().nullable()).readonly();

const DoneSchema = z.object({
  ...description,
  ...environment,
  outcome: z.literal('done'),
  /** Of the test rows; see `ReportMetrics`. */
  metrics: z.object(metricFields),
  /** The labels in the order of the confusion matrix. */
  classes: z.array(label),
  /** The non-zero cells of the confusion matrix: [true class, predicted class, rows], as indices into `classes`. */
  confusion: z.array(z.tuple([count, count, count])),
  rows: z.object({ train: count, test: count }),
  /** Feature columns of the table. */
  columns: count,
  /** Test rows that equal a training row in every feature. */
  sharedRows: count,
  /** The 1-based epoch of the checkpoint, and the number of epochs trained. */
  bestEpoch: count,
  epochs: count,
  /** Absent in the compact form. */
  curve: z.object({ loss: curve, validationMacroF1: curve }).optional(),
  /** The whole cell, and the training alone. */
  seconds: z.number().min(0),
  trainingSeconds: z.number().min(0),
  /** Peak JavaScript heap and engine memory of the cell's thread, measured after every epoch. */
  threadPeakBytes: count,
  /** Peak resident memory of the process (`getrusage`), including earlier cells in it. */
  processPeakBytes: count,
});

const FailedSchema = z.object({
  ...description,
  ...environment,
  outcome: z.literal('failed'),
  reason: z.string(),
  seconds: z.number().min(0),
});

const RecordSchema = z.discriminatedUnion('outcome', [DoneSchema, FailedSchema]);

export type DoneRecord = z.infer<typeof DoneSchema>;
export type FailedRecord = z.infer<typeof FailedSchema>;
/** The fields that tables and figures need. */
export type RunRecord = DoneRecord | FailedRecord;
/** The record that is appended for a finished cell. */
export type FullRecord =
  | (DoneRecord & { perClass: readonly ClassReport[]; curve: EpochCurve; tuning?: Provenance['tuning'] })
  | FailedRecord;

const MOST_ISSUES = 3;

/** Fields that differ between two runs of the same cell. */
export const MEASURED_FIELDS = ['seconds', 'trainingSeconds', 'threadPeakBytes', 'processPeakBytes'] as const;

/** One line with its line end. */
export function recordLine(record: RunRecord | FullRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * The record of a line.
 *
 * @param place the file and line number, for messages
 * @throws InputError for a line that is not a record.
 */
export function parseRecord(line: string, place: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new InputError(
      `${place} is not JSON (${(error as Error).message}): delete the line to run its cell again`,
    );
  }
  const parsed = RecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `${place} is not a record of a run (${issuesText(parsed.error)}): ` +
      'delete the line to run its cell again',
  );
}

/** The first issues with the names of their fields, such as `metrics.macroF1: expected number, received string`. */
function issuesText({ issues }: z.ZodError): string {
  const shown = issues.slice(0, MOST_ISSUES).map(({ path, message }) => {
    const what = message.replace(/^Invalid input: /, '');
    return path.length === 0 ? what : `${path.join('.')}: ${what}`;
  });
  const left = issues.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join('; ');
}

/** The record to use of each cell: the last one, unless it is a failure after a result. */
export function latestRecords(records: Iterable<RunRecord>): Map<string, RunRecord> {
  const latest = new Map<string, RunRecord>();
  for (const record of records) addRecord(latest, record);
  return latest;
}

/** Adds `record` to `latest` by the same rule. */
export function addRecord(latest: Map<string, RunRecord>, record: RunRecord): void {
  const key = cellKey(record);
  if (record.outcome === 'failed' && latest.get(key)?.outcome === 'done') return;
  latest.set(key, record);
}

/**
 * Of each table of the user's own, only the records with the checksum of its last one: an earlier content, target or
 * override makes another data set of the same name. `earlier` has the number of the others, by data set.
 */
export function withoutEarlierTables(records: readonly RunRecord[]): {
  readonly records: readonly RunRecord[];
  readonly earlier: ReadonlyMap<string, number>;
} {
  const own = records.filter(({ table }) => table !== undefined);
  const latest = new Map(own.map(({ dataset, checksum }) => [dataset, checksum]));
  const isEarlier = ({ dataset, checksum, table }: RunRecord) =>
    table !== undefined && latest.get(dataset) !== checksum;
  const earlier = new Map<string, number>();
  for (const { dataset } of records.filter(isEarlier)) earlier.set(dataset, (earlier.get(dataset) ?? 0) + 1);
  return { records: records.filter((record) => !isEarlier(record)), earlier };
}

/**
 * The compact form: one line per cell, sorted, times in whole milliseconds, without the epoch curves and the per-class scores
 * (which follow from the confusion matrix).
 */
export function compactLines(records: Iterable<RunRecord>): string {
  const sorted = [...latestRecords(records)].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, record]) => recordLine(compact(record))).join('');
}

function compact(record: RunRecord): RunRecord {
  if (record.outcome === 'failed') return record;
  const { curve: _, seconds, trainingSeconds, ...others } = record;
  return { ...others, seconds: inMilliseconds(seconds), trainingSeconds: inMilliseconds(trainingSeconds) };
}

function inMilliseconds(seconds: number): number {
  return Math.round(1000 * seconds) / 1000;
}
