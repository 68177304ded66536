/** What `predict` was asked to do, checked before the table is read. */
import { stat } from 'node:fs/promises';
import { InputError } from '../errors.js';
import { loadModel } from '../node/model-file.js';
import { type SetRule, setRule } from '../pipeline/prediction-sets/set-rule.js';
import type { TableClassifier } from '../pipeline/table-classifier.js';
import type { PredictionColumnOptions } from '../results/prediction-columns.js';
import type { Table } from '../tables/table.js';
import { listNames } from '../text/name-list.js';
import type { PredictOptions } from './commands/predict.js';
import { notices } from './options/common-options.js';
import { isTerminal } from './output/output.js';
import { type PredictionFormat, predictionFormat } from './output/prediction-format.js';
import { isRanked, type PredictionRule, predictionRule } from './output/prediction-rule.js';
import { type PredictionWriter, predictionWriter } from './output/prediction-writer.js';

export interface PredictionJob {
  readonly modelPath: string;
  readonly tablePath: string;
  readonly options: PredictOptions;
  readonly model: TableClassifier;
  readonly rule: PredictionRule;
  readonly sets: SetRule;
  readonly format: PredictionFormat;
  readonly writer: PredictionWriter;
  /** The columns of --keep. */
  readonly named: 'all' | readonly string[];
  /** The id columns of the training. */
  readonly ids: readonly string[];
  /** Each notice once. */
  readonly notify: (notice: string) => void;
}

/** Loads the model. Throws `InputError` for options that do not fit it or each other. */
export async function predictionJob(
  modelPath: string,
  tablePath: string,
  options: PredictOptions,
): Promise<PredictionJob> {
  const format = checkedFormat(options);
  const isShown = options.out === undefined && options.parts === undefined;
  const writer = await predictionWriter(format, { escapeFormulas: options.escapeFormulas, isShown });
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const { keep } = options;
  return {
    modelPath,
    tablePath,
    options,
    model,
    ...rulesOf(model, options),
    format,
    writer,
    named: keep?.length === 1 && keep[0] === 'all' ? 'all' : (keep ?? []),
    ids: model.provenance.roles?.ids ?? [],
    notify: notices(options),
  };
}

export function rulesOf(
  model: TableClassifier,
  options: PredictOptions,
): Pick<PredictionJob, 'rule' | 'sets'> {
  return { rule: predictionRule(model, options), sets: setRule(model, options) };
}

/** The columns to write, for a table with the columns of `table`, and a notice of id columns that it does not have. */
export function writtenColumns(
  { options, rule, sets, named, ids }: Pick<PredictionJob, 'options' | 'rule' | 'sets' | 'named' | 'ids'>,
  table: Table,
): { readonly written: PredictionColumnOptions; readonly notices: readonly string[] } {
  const present = new Set(table.columns.map(({ name }) => name));
  const absent = ids.filter((id) => !present.has(id));
  return {
    written: {
      keep: named === 'all' ? named : [...ids.filter((id) => present.has(id)), ...named],
      rowNumbers: options.rowNumbers || isRanked(options),
      risk: isRanked(options) ? rule.positive : undefined,
      proba: options.proba,
      sets: sets.coverage !== undefined,
      review: sets.review !== undefined,
      reasons: options.reasons !== undefined,
      novelty: options.novelty !== undefined,
    },
    notices:
      absent.length === 0
        ? []
        : [`id columns of the training that are not in the table: ${listNames(absent)}`],
  };
}

/** Whether the table can be read a second time. */
export async function canReadAgain(tablePath: string): Promise<boolean> {
  return tablePath !== '-' && ((await stat(tablePath).catch(() => undefined))?.isFile() ?? false);
}

/** The format of the output. Throws `InputError` for options that do not fit it. */
function checkedFormat({ out, outFormat, json, escapeFormulas, parts }: PredictOptions): PredictionFormat {
  const format = predictionFormat(out, outFormat, out === undefined && parts === undefined && isTerminal());
  if (json && out === undefined) {
    throw new InputError(
      '--json writes a summary to standard output: name a file for the predictions with --out ' +
        '(for predictions as JSON lines give --out-format jsonl)',
    );
  }
  if (escapeFormulas && (format.name === 'jsonl' || format.name === 'parquet')) {
    throw new InputError(`--escape-formulas is for CSV and TSV, but the format is ${format.name}: drop it`);
  }
  return format;
}
