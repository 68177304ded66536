/**
 * What is kept of a cell: one JSON object, one line. It carries everything that identifies the run and
 * everything that was measured; the compact form leaves out what follows from the rest or is long.
 */
import * as z from 'zod';
import { InputError } from '../../errors.js';
import type { ClassReport } from '../../metrics/classification-report.js';
import { PROTOCOLS, type Provenance } from '../../pipeline/provenance.js';
import { count, label, metricFields } from '../../pipeline/saved-scores.js';
import type { EpochCurve } from '../../training/fit-progress.js';
import { cellKey } from './cell.js';

const description = {
  dataset: z.string().min(1),
  checksum: z.string().min(1),
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

/** One number an epoch, rounded to five digits; null where there is none. */
const curve = z.array(z.number().nullable()).readonly();

const DoneSchema = z.object({
  ...description,
  ...environment,
  outcome: z.literal('done'),
  /** Of the test rows; see `ReportMetrics`. */
  metrics: z.object(metricFields),
  /** The labels in the order of the confusion matrix. */
  classes: z.array(label),
  /** The cells of the confusion matrix that are not 0: [true class, predicted class, rows], as indices into `classes`. */
  confusion: z.array(z.tuple([count, count, count])),
  rows: z.object({ train: count, test: count }),
  /** Feature columns of the table. */
  columns: count,
  /** Test rows that equal a training row in every feature. */
  sharedRows: count,
  /** The 1-based epoch whose state was kept, and how many were trained. */
  bestEpoch: count,
  epochs: count,
  /** Left out in the compact form. */
  curve: z.object({ loss: curve, validationMacroF1: curve }).optional(),
  /** The whole cell, and the training alone. */
  seconds: z.number().min(0),
  trainingSeconds: z.number().min(0),
  /** Highest JavaScript heap and engine memory of the cell's own thread, looked at after every epoch. */
  threadPeakBytes: count,
  /** Highest resident memory of the whole process until then (`getrusage`), whatever other cells it ran. */
  processPeakBytes: count,
});

const FailedSchema = z.object({
  ...description,
  ...environment,
  outcome: z.literal('failed'),
  /** Why, in a sentence. */
  reason: z.string(),
  seconds: z.number().min(0),
});

const RecordSchema = z.discriminatedUnion('outcome', [DoneSchema, FailedSchema]);

export type DoneRecord = z.infer<typeof DoneSchema>;
export type FailedRecord = z.infer<typeof FailedSchema>;
/** What the tables and figures need. */
export type RunRecord = DoneRecord | FailedRecord;
/** What is appended for a finished cell; the numbers of its curve are rounded to five digits. */
export type FullRecord =
  | (DoneRecord & { perClass: readonly ClassReport[]; curve: EpochCurve; tuning?: Provenance['tuning'] })
  | FailedRecord;

/** Fields that differ between two runs of the same cell. */
export const MEASURED_FIELDS = ['seconds', 'trainingSeconds', 'threadPeakBytes', 'processPeakBytes'] as const;

/** One line with its line end. */
export function recordLine(record: RunRecord | FullRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * The record of a line.
 *
 * @param place what to call the line in messages: the file and the number of the line
 * @throws InputError for a line that is no record.
 */
export function parseRecord(line: string, place: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new InputError(
      `${place} is no JSON (${(error as Error).message}): delete the line, its cell runs again`,
    );
  }
  const parsed = RecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `${place} is no record of a run (${z.prettifyError(parsed.error).replaceAll('\n', ' ')}): ` +
      'delete the line, its cell runs again',
  );
}

/** Of several records of a cell the one that counts: the last, but no failure after a result. */
export function latestRecords(records: Iterable<RunRecord>): Map<string, RunRecord> {
  const latest = new Map<string, RunRecord>();
  for (const record of records) addRecord(latest, record);
  return latest;
}

/** Takes `record` over into `latest` by the same rule. */
export function addRecord(latest: Map<string, RunRecord>, record: RunRecord): void {
  const key = cellKey(record);
  if (record.outcome === 'failed' && latest.get(key)?.outcome === 'done') return;
  latest.set(key, record);
}

/**
 * The committed form: a line a cell, in an order that does not depend on the run, without the epoch curves
 * and the per-class scores (which follow from the confusion matrix).
 */
export function compactLines(records: Iterable<RunRecord>): string {
  const sorted = [...latestRecords(records)].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, record]) => recordLine(withoutCurve(record))).join('');
}

function withoutCurve(record: RunRecord): RunRecord {
  if (record.outcome === 'failed') return record;
  const { curve: _, ...compact } = record;
  return compact;
}
