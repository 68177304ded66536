/** What moved between the training table of a model, or a reference table, and a new one. */
import { InputError } from '../../errors.js';
import { matchColumns } from '../../tables/preparation/columns-by-name.js';
import type { Table } from '../../tables/table.js';
import { countOf, quote } from '../../text/name-list.js';
import { classSharesOf, trainedShares } from '../adapt-prior.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import { DEFAULT_SEED } from '../defaults.js';
import { evaluationOf } from '../evaluate-table.js';
import { rowsOfPrediction } from '../evaluated-rows.js';
import { predictTable, type TablePrediction } from '../predict-table.js';
import { shownScores } from '../shown-scores.js';
import type { TableClassifier } from '../table-classifier.js';
import { presentRows } from '../training-record/feature-profile.js';
import { classifierTest } from './classifier-test.js';
import { columnShifts } from './column-shifts.js';
import type { ClassShareDrift, ColumnDrift, DriftReport, LabelledScores, WatchOptions } from './drift.js';
import { driftReasons } from './drift-reasons.js';
import {
  byLevel,
  FEWEST_ROWS,
  judged,
  sizeOfArea,
  sizeOfRatio,
  sizeOfScoreShift,
  sizeOfShift,
  verdictOf,
} from './judge.js';
import { alertShift, predictedShares, predictionsBefore, scoreShifts } from './score-shifts.js';

const DEFAULT_ALPHA = 0.05;

/**
 * Compares each column of the table, the model's probabilities and its alerts with those of training (or of
 * `reference`), and all columns together by a classifier that tells old rows from new ones. A comparison has drifted if
 * it is significant, after Holm's correction over all that count, and large:
 *
 * | | some | strong |
 * | --- | --- | --- |
 * | population stability index of a column | 0.1 | 0.25 |
 * | of a probability, beside out-of-fold predictions | 0.2 | 0.5 |
 * | of a probability, beside predictions for `reference` | 0.1 | 0.25 |
 * | share of alerts, times or divided by | 1.5 | 2 |
 * | area under the curve of the classifier | 0.6 | 0.7 |
 *
 * Beside out-of-fold predictions the limits are higher for small tables, and the probabilities must also have moved by a quarter,
 * or half, of their mean absolute deviation (`sizeOfScoreShift`).
 * The verdict is the largest of these levels; `unknown` for fewer than 20 rows on either side. Without `reference` columns
 * are compared with the profiles that the model keeps: of numbers with many values the counts between 50 quantiles, which
 * make the Kolmogorov-Smirnov test conservative. Row weights do not count.
 *
 * @throws InputError as `predictTable`, for a table without rows, for a model saved before 0.2.0 without `reference`, and for
 *   invalid options.
 */
export async function watchTable(
  model: TableClassifier,
  table: Table,
  options: WatchOptions = {},
): Promise<DriftReport> {
  checkModel('watchTable', model);
  checkTable('watchTable', table);
  checkOptions('watchTable', options, {
    ...EXECUTOR_OPTION_TYPE,
    reference: OPTION_TYPES.table,
    dates: OPTION_TYPES.boolean,
    alpha: OPTION_TYPES.number,
    seed: OPTION_TYPES.number,
  });
  const { reference, dates = false, alpha = DEFAULT_ALPHA, seed = DEFAULT_SEED, executor } = options;
  if (!(alpha > 0 && alpha < 1)) throw new InputError(`alpha is ${alpha}: give a number between 0 and 1`);
  checkRows(model, table, reference);
  const now = await predictTable(model, table, { executor });
  const shifts = columnShifts(model, table, { reference, dates });
  const before = await predictionsBefore(model, reference, { executor });
  const told = await classifierTest(model, table, { reference, dates, seed });
  const scores = before ? scoreShifts(model, before, now) : [];
  const alerts = before && alertShift(model, before, now);
  const test = 'reason' in told ? undefined : told;
  const comparisons = [
    ...shifts.map(({ p, psi, counts }) => ({ p, counts, size: sizeOfShift(psi) })),
    ...scores.map(({ p, psi, distance, bins }) => ({
      p,
      counts: true,
      size: sizeOfScoreShift(psi, distance, {
        bins: bins.length,
        isOutOfFold: before?.from === 'out-of-fold predictions',
        rows: [before?.labels.length ?? 0, table.rows],
      }),
    })),
    ...(alerts ? [{ ...alerts, size: sizeOfRatio(alerts.before, alerts.now) }] : []),
    ...(test ? [{ p: test.p, counts: true, size: sizeOfArea(test.area) }] : []),
  ];
  const levels = judged(comparisons, alpha);
  const rows = { before: rowsBefore(model, reference), now: table.rows };
  const columns = shifts
    .map((shift, i): ColumnDrift => ({ ...shift, ...levels[i] }))
    .sort((one, other) => byLevel(one, other) || other.psi - one.psi);
  const afterScores = shifts.length + scores.length;
  const found = {
    columns,
    scores: scores.map((shift, i) => ({ ...shift, ...levels[shifts.length + i] })),
    ...(alerts && { alerts: { ...alerts, ...levels[afterScores] } }),
    ...(test && { classifierTest: { ...test, ...levels[afterScores + (alerts ? 1 : 0)] } }),
  };
  const { labelled, labelledShares, notices: labelNotices } = labelledScores(model, table, now);
  const verdict = verdictOf(levels, Object.values(rows));
  return {
    verdict,
    reasons: verdict === 'unknown' ? [] : driftReasons(found),
    reference: reference ? 'table' : 'training',
    rows,
    alpha,
    newColumns: newColumns(model, table),
    ...found,
    ...(before && { scoresBefore: before.from }),
    predicted: before ? predictedShares(model, before, now) : [],
    classShares: classShares(model, now, labelledShares),
    ...(labelled && { labelled }),
    notices: [
      ...(verdict === 'unknown'
        ? [`there are fewer than ${FEWEST_ROWS} rows on one side, too few to tell whether anything moved`]
        : []),
      ...(before ? [] : [NO_SCORES]),
      ...('reason' in told ? [`no classifier test: ${told.reason}`] : []),
      ...dateNotices(columns),
      ...labelNotices,
      ...now.notices,
    ],
  };
}

const NO_SCORES =
  'the probabilities and the alerts are not compared: the model keeps no out-of-fold predictions, and those of rows that it was ' +
  'trained on are too good to compare with; a reference table of other rows would do';

function checkRows({ record }: TableClassifier, table: Table, reference: Table | undefined): void {
  for (const each of reference ? [table, reference] : [table]) {
    if (each.rows === 0) throw new InputError(`${each.source}: there are no rows to compare`);
  }
  if (reference !== undefined || record !== undefined) return;
  throw new InputError(
    'the model keeps nothing of its training table to compare with: it was saved before version 0.2.0. Give the training ' +
      'table, or one of an earlier time, as reference, or train the model again',
    { optionNames: ['reference'] },
  );
}

/** Rows that the columns are compared with. */
function rowsBefore({ record }: TableClassifier, reference: Table | undefined): number {
  if (reference !== undefined) return reference.rows;
  const [profile] = record?.profiles ?? [];
  return profile === undefined ? 0 : presentRows(profile) + profile.missing;
}

function newColumns({ preparation, provenance }: TableClassifier, table: Table): string[] {
  const { target, roles } = provenance;
  const of = [roles?.group, roles?.time, roles?.weight, ...(roles?.ids ?? [])];
  const names = [...preparation.inputColumns.map(({ name }) => name), target, ...of];
  const known = new Set(
    matchColumns(
      table,
      names.filter((name) => name !== undefined),
    ).values(),
  );
  return table.columns.filter((column) => !known.has(column)).map(({ name }) => name);
}

function dateNotices(columns: readonly ColumnDrift[]): string[] {
  const moving = columns.filter(({ counts }) => !counts).map(({ column }) => quote(column));
  if (moving.length === 0) return [];
  return [
    `${moving.join(', ')}: dates move on by themselves, so ${moving.length === 1 ? 'this column does' : 'these columns do'} ` +
      'not count for the verdict unless the option dates is given',
  ];
}

/** Empty if a class had no training rows, or there is only one. */
function classShares(
  model: TableClassifier,
  { probabilities }: TablePrediction,
  labelled: ReadonlyMap<unknown, number>,
): ClassShareDrift[] {
  const trained = trainedShares(model);
  if (trained.length < 2 || trained.some((share) => !(share > 0))) return [];
  const { shares, intervals } = classSharesOf(model, probabilities);
  return model.classes.map((label, c) => ({
    label,
    trained: trained[c],
    estimated: shares[c],
    ...(intervals[c] && { interval: intervals[c] }),
    ...(labelled.size > 0 && { labelled: labelled.get(label) ?? 0 }),
  }));
}

/** Scores on the table if it has the target column. Labels that cannot be compared are not an error here. */
function labelledScores(model: TableClassifier, table: Table, prediction: TablePrediction) {
  const { target, test, outOfFold } = model.provenance;
  const none = { labelled: undefined, labelledShares: new Map<unknown, number>(), notices: [] as string[] };
  if (!table.columns.some(({ name }) => name === target)) return none;
  try {
    const evaluated = rowsOfPrediction(model, table, prediction);
    const { scores, report, rows } = evaluationOf(model, evaluated);
    const shown = test?.shown ?? outOfFold?.shown;
    const labelled: LabelledScores = {
      now: shownScores(scores),
      ...(shown && { before: shown, measuredOn: test?.shown ? 'test rows' : 'out-of-fold rows' }),
    };
    const labelledShares = new Map<unknown, number>(
      report.perClass.map(({ label, support }) => [label, support / rows]),
    );
    return { labelled, labelledShares, notices: evaluated.trainingRows };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const said = `the ${countOf(table.rows, 'row')} are not scored by their labels: ${error.message}`;
    return { ...none, notices: [said] };
  }
}
