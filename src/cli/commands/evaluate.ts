/** `qcl-mixnet evaluate`: the scores of a model on a labelled table. */
import type { Command } from 'commander';
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { evaluateTable } from '../../pipeline/evaluate-table.js';
import { reportJson } from '../../results/report-json.js';
import { checkPaths } from '../options/check-paths.js';
import {
  addMessageOptions,
  addTableOptions,
  type MessageOptions,
  notices,
  readTableArgument,
  type TableOptions,
} from '../options/common-options.js';
import { addThreadOptions, type ThreadOptions } from '../options/thread-options.js';
import { writeJson, writeResult } from '../output/output.js';
import { modelScoresText } from '../output/scores-text.js';

interface EvaluateOptions extends TableOptions, MessageOptions, ThreadOptions {
  readonly json?: boolean;
}

export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .description('score a model on a labelled table')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<table>', 'rows with the columns of the training table and its target; - for standard input')
    .option('--json', 'write the report as one JSON object');
  addMessageOptions(addTableOptions(addThreadOptions(command, 'prediction')))
    .addHelpText(
      'after',
      `
Rows that the model was trained on inflate its scores: use rows it has not seen.

Examples:
  $ qcl-mixnet evaluate model.safetensors labelled.csv
  $ qcl-mixnet evaluate model.safetensors labelled.csv --json > report.json`,
    )
    .action(evaluate);
}

async function evaluate(modelPath: string, tablePath: string, options: EvaluateOptions): Promise<void> {
  await checkPaths([
    ['the model', modelPath],
    ['the table', tablePath],
  ]);
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const table = await readTableArgument(tablePath, options);
  const started = performance.now();
  const {
    scores,
    rows,
    notices: found,
  } = await evaluateTable(model, table, { executor: new ThreadPool({ threads: options.jobs }) });
  const seconds = (performance.now() - started) / 1000;
  found.forEach(notices(options));
  if (!options.json) {
    await writeResult(modelScoresText(scores, model.provenance.protocol));
    return;
  }
  const columns = table.columns.length - 1;
  await writeJson(reportJson(scores, { rows, columns, seconds, provenance: model.provenance }));
}
