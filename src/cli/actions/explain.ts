/** The work of `qcl-mixnet explain`. */

import { alertsOf, riskiestFirst } from '../../decision/alerts.js';
import { columnOf } from '../../decision/class-threshold.js';
import { classIndex } from '../../decision/decision-options.js';
import { InputError } from '../../errors.js';
import type { Executor } from '../../jobs/executor.js';
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { type SmallestChange, smallestChange } from '../../pipeline/counterfactual/smallest-change.js';
import { explainRows } from '../../pipeline/explanation/explain-rows.js';
import { similarRows } from '../../pipeline/explanation/similar-rows.js';
import { detectNovelty } from '../../pipeline/novelty/detect-novelty.js';
import { predictTable } from '../../pipeline/predict-table.js';
import { positiveClass } from '../../pipeline/risk.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { Table } from '../../tables/table.js';
import { countOf } from '../../text/name-list.js';
import type { ExplainArguments } from '../commands/explain.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { readTableArgument } from '../options/table-argument.js';
import { changesJson, changesText } from '../output/changes-text.js';
import { explanationJson, explanationText } from '../output/explanation-text.js';
import { writeJson, writeResult } from '../output/output.js';

/** Rows that are explained if none are named. */
const DEFAULT_ROWS = 10;
/** Columns that are named of a row that is unlike those of training. */
const FURTHEST_COLUMNS = 3;

export async function explain(
  modelPath: string,
  tablePath: string,
  options: ExplainArguments,
): Promise<void> {
  await checkPaths([
    ['the model', modelPath],
    ['the table', tablePath],
  ]);
  if (options.row !== undefined && options.top !== undefined) {
    throw new InputError('--row names rows and --top chooses them: give one of them');
  }
  if (options.to !== undefined && options.vary === undefined) {
    throw new InputError('--to needs --vary: name the columns that may change');
  }
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const notify = notices(options);
  const trained = model.provenance.reading;
  const table = await readTableArgument(tablePath, options, { trained, notify, spellings: 'all' });
  const executor = new ThreadPool({ threads: options.jobs });
  const rows = options.row ? namedRows(table, options.row) : await riskiest(model, table, options, executor);
  if (options.vary !== undefined) {
    const changes: SmallestChange[] = [];
    for (const row of rows) {
      const { vary, to } = options;
      changes.push(
        await smallestChange(model, table, { row, vary, ...(to !== undefined && { to }), executor }),
      );
    }
    if (options.json) await writeJson(changesJson(changes));
    else await writeResult(`${changesText(changes, options.vary)}\n`);
    return;
  }
  const { class: label, method, permutations, seed } = options;
  const found = await explainRows(
    model,
    { ...table, notices: [] },
    { rows, label, method, permutations, seed, executor },
  );
  found.notices.forEach(notify);
  const similar = await similarTo(model, table, rows, options.similar);
  const novelty = await noveltyOf(model, table, rows);
  if (options.json) await writeJson(explanationJson(found, similar, novelty));
  else await writeResult(`${explanationText(found, options.columns, similar, novelty)}\n`);
}

/** Undefined if none are asked for, or the model holds no training rows. */
async function similarTo(model: TableClassifier, table: Table, rows: Int32Array, count: number) {
  return count === 0 || model.record?.rows === undefined
    ? undefined
    : await similarRows(model, table, { rows, count });
}

/** Undefined if the model holds too few training rows. */
async function noveltyOf(model: TableClassifier, table: Table, rows: Int32Array) {
  const held = model.record?.rows?.rows.length ?? 0;
  return held < 2 ? undefined : await detectNovelty(model, table, { rows, columns: FURTHEST_COLUMNS });
}

function namedRows(table: Table, given: readonly number[]): Int32Array {
  for (const row of given) {
    if (row <= table.rows) continue;
    throw new InputError(
      `${table.source}: --row ${row} does not exist: it has ${countOf(table.rows, 'data row')}`,
    );
  }
  return Int32Array.from(given, (row) => row - 1);
}

/** The rows with the highest probability of the class that is explained. */
async function riskiest(
  model: TableClassifier,
  table: Table,
  { top = { rows: DEFAULT_ROWS }, class: label }: ExplainArguments,
  executor: Executor,
): Promise<Int32Array> {
  const index = label === undefined ? positiveClass(model).index : classIndex(label, model.classes, 'label');
  const { probabilities } = await predictTable(model, table, { executor });
  return Int32Array.from(
    riskiestFirst(columnOf(probabilities, index)).subarray(0, alertsOf(top, table.rows)),
  );
}
