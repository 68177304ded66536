/** The slices in which a model is worse than elsewhere, corrected for how many were tried. */
import { fitLogistic } from '../../decision/calibration/logistic-curve.js';
import { hypergeometricTail } from '../../statistics/distributions/hypergeometric.js';
import { type EqualEvents, poissonBinomialTail } from '../../statistics/distributions/poisson-binomial.js';
import { holmAdjusted } from '../../statistics/holm.js';
import { FEWEST_ROWS } from '../../statistics/score-interval.js';
import type { ColumnSlices } from './column-slices.js';
import type { SlicedRows } from './sliced-rows.js';

/** In what a slice is worse. */
export type SliceFault =
  | 'low recall'
  | 'low precision'
  | 'many false alerts'
  | 'risk too low'
  | 'risk too high';

export interface WorstSlice {
  readonly column: string;
  /** The level, range or period. */
  readonly slice: string;
  readonly fault: SliceFault;
  readonly rows: number;
  /** The recall, precision or false-positive rate of the slice; of a wrong risk the share of events. */
  readonly value: number;
  /** The same of all other rows; of a wrong risk the mean probability in the slice, apart from what is wrong with it in all rows. */
  readonly expected: number;
  /** Adjusted after Holm for all tests. */
  readonly p: number;
}

export interface WorstSlices {
  /** The smallest p first. */
  readonly found: readonly WorstSlice[];
  readonly columns: number;
  readonly slices: number;
  readonly tests: number;
}

/** The chance of any slice being reported if none is worse. */
const LEVEL = 0.05;

/**
 * Tests every slice of every column:
 *
 * - recall and precision lower, and false-positive rate higher, than in all other rows: Fisher's exact test, one-sided
 * - more or fewer events than the probabilities add up to, after these are corrected by a logistic curve of all rows, so that
 *   a slice is not blamed for what is wrong everywhere: the tail of the sum of independent events, two-sided
 *
 * and reports those whose p after Holm's correction for all tests is at most 0.05. Tests need 5 rows of those
 * that they are about, in the slice and outside. Rows count once, whatever their weights.
 */
export function worstSlices(rows: SlicedRows, columns: readonly ColumnSlices[]): WorstSlices {
  const total = tally(rows);
  const risks = correctedRisks(rows);
  const tests: WorstSlice[] = [];
  let slices = 0;
  for (const column of columns) {
    const divided = tallies(rows, column, risks);
    divided.forEach((own, s) => {
      if (own.rows === 0) return;
      slices++;
      for (const test of testsOf(own, total)) {
        tests.push({ column: column.column, slice: column.names[s], rows: own.rows, ...test });
      }
    });
  }
  const adjusted = holmAdjusted(tests.map(({ p }) => p));
  const found = tests
    .map((test, i) => ({ ...test, p: adjusted[i] }))
    .filter(({ p }) => p <= LEVEL)
    .sort((one, other) => one.p - other.p || other.rows - one.rows);
  return { found, columns: columns.length, slices, tests: tests.length };
}

/** Bins of the logit of the corrected risk: its sum in a slice is exact, its spread within a bin does not matter. */
const BIN_WIDTH = 0.05;
const LARGEST_LOGIT = 14;
const BINS = (2 * LARGEST_LOGIT) / BIN_WIDTH + 1;

interface Tally {
  rows: number;
  /** Of the rows that were decided for a class. */
  decided: number;
  decidedEvents: number;
  alerts: number;
  caught: number;
  /** Of all rows. */
  events: number;
  /** Corrected risks by bin: rows and sum; empty for a tally without. */
  readonly bins: Map<number, { count: number; sum: number }>;
}

function tally(rows: SlicedRows): Tally {
  const own = emptyTally();
  for (let i = 0; i < rows.y.length; i++) addRow(own, rows, i);
  return own;
}

function tallies(rows: SlicedRows, { names, codes }: ColumnSlices, risks: Risks | undefined): Tally[] {
  const divided = names.map(emptyTally);
  rows.rows.forEach((row, i) => {
    const own = divided[codes[row]];
    addRow(own, rows, i);
    if (risks === undefined) return;
    const bin = own.bins.get(risks.bins[i]);
    if (bin === undefined) own.bins.set(risks.bins[i], { count: 1, sum: risks.values[i] });
    else {
      bin.count++;
      bin.sum += risks.values[i];
    }
  });
  return divided;
}

function emptyTally(): Tally {
  return { rows: 0, decided: 0, decidedEvents: 0, alerts: 0, caught: 0, events: 0, bins: new Map() };
}

function addRow(own: Tally, { y, predicted, positive }: SlicedRows, i: number): void {
  const isEvent = y[i] === positive;
  own.rows++;
  if (isEvent) own.events++;
  if (predicted[i] < 0) return;
  own.decided++;
  if (isEvent) own.decidedEvents++;
  if (predicted[i] !== positive) return;
  own.alerts++;
  if (isEvent) own.caught++;
}

interface Risks {
  readonly values: Float64Array;
  readonly bins: Int32Array;
}

/** The risks on the logistic curve that fits all rows; undefined if there are too few events or other rows to fit one. */
function correctedRisks({ risk, y, positive }: SlicedRows): Risks | undefined {
  const targets = Float64Array.from(y, (c) => (c === positive ? 1 : 0));
  const events = targets.reduce((sum, one) => sum + one, 0);
  if (Math.min(events, y.length - events) < FEWEST_ROWS) return undefined;
  const bounded = (z: number) => Math.max(-LARGEST_LOGIT, Math.min(LARGEST_LOGIT, z));
  const logits = risk.map((p) => bounded(Math.log(p / (1 - p))));
  // A weak pull to no correction keeps the curve finite where the risk separates the classes.
  const { coefficients, intercept } = fitLogistic([logits], targets, 0, 0.5);
  const corrected = logits.map((z) => bounded(coefficients[0] * z + intercept));
  return {
    values: corrected.map((z) => 1 / (1 + Math.exp(-z))),
    bins: Int32Array.from(corrected, (z) => Math.min(BINS - 1, Math.floor((z + LARGEST_LOGIT) / BIN_WIDTH))),
  };
}

type Test = Pick<WorstSlice, 'fault' | 'value' | 'expected' | 'p'>;

function testsOf(own: Tally, all: Tally): Test[] {
  const others = (of: (tally: Tally) => number) => of(all) - of(own);
  const falseAlerts = ({ alerts, caught }: Tally) => alerts - caught;
  const nonEvents = ({ decided, decidedEvents }: Tally) => decided - decidedEvents;
  const tests: (Test | undefined)[] = [
    fewerHits(
      'low recall',
      own,
      others,
      ({ caught }) => caught,
      ({ decidedEvents }) => decidedEvents,
    ),
    fewerHits(
      'low precision',
      own,
      others,
      ({ caught }) => caught,
      ({ alerts }) => alerts,
    ),
    moreHits('many false alerts', own, others, falseAlerts, nonEvents),
    wrongRisk(own),
  ];
  return tests.filter((test) => test !== undefined);
}

type Count = (tally: Tally) => number;

/** Whether the share of hits is smaller in the slice than in the other rows; undefined for too few rows. */
function fewerHits(
  fault: SliceFault,
  own: Tally,
  others: (of: Count) => number,
  hits: Count,
  rows: Count,
): Test | undefined {
  const [drawn, rest] = [rows(own), others(rows)];
  if (Math.min(drawn, rest) < FEWEST_ROWS) return undefined;
  const [found, elsewhere] = [hits(own), others(hits)];
  const p = hypergeometricTail(found, drawn, found + elsewhere, drawn + rest);
  return { fault, value: found / drawn, expected: elsewhere / rest, p };
}

function moreHits(
  fault: SliceFault,
  own: Tally,
  others: (of: Count) => number,
  hits: Count,
  rows: Count,
): Test | undefined {
  const misses: Count = (tally) => rows(tally) - hits(tally);
  const test = fewerHits(fault, own, others, misses, rows);
  return test && { ...test, value: 1 - test.value, expected: 1 - test.expected };
}

function wrongRisk({ rows, events, bins }: Tally): Test | undefined {
  if (rows < FEWEST_ROWS || bins.size === 0) return undefined;
  const equal: EqualEvents[] = Array.from(bins.values(), ({ count, sum }) => ({
    count,
    probability: sum / count,
  }));
  const expected = equal.reduce((sum, { count, probability }) => sum + count * probability, 0);
  const isTooLow = events > expected;
  const others = equal.map(({ count, probability }) => ({ count, probability: 1 - probability }));
  const tail = isTooLow ? poissonBinomialTail(events, equal) : poissonBinomialTail(rows - events, others);
  return {
    fault: isTooLow ? 'risk too low' : 'risk too high',
    value: events / rows,
    expected: expected / rows,
    p: Math.min(1, 2 * tail),
  };
}
