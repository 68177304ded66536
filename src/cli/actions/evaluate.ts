/** The work of `qcl-mixnet evaluate`. */
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { evaluateTable } from '../../pipeline/evaluate-table.js';
import { reportJson } from '../../results/report-json.js';
import type { EvaluateOptions } from '../commands/evaluate.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { readTableArgument } from '../options/table-argument.js';
import { writeJson, writeResult } from '../output/output.js';
import { modelScoresText } from '../output/scores-text.js';
import { setScoresText } from '../output/set-scores-text.js';

export async function evaluate(
  modelPath: string,
  tablePath: string,
  options: EvaluateOptions,
): Promise<void> {
  await checkPaths([
    ['the model', modelPath],
    ['the table', tablePath],
  ]);
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const notify = notices(options);
  const table = await readTableArgument(tablePath, options, { trained: model.provenance.reading, notify });
  const started = performance.now();
  const {
    scores,
    rows,
    sets,
    notices: found,
  } = await evaluateTable(model, table, {
    executor: new ThreadPool({ threads: options.jobs }),
    coverage: options.coverage,
  });
  const seconds = (performance.now() - started) / 1000;
  found.forEach(notify);
  if (!options.json) {
    const text = modelScoresText(scores, model.provenance.protocol);
    await writeResult(sets === undefined ? text : `${text}\n${setScoresText(sets)}`);
    return;
  }
  const columns = table.columns.length - 1;
  const report = reportJson(scores, { rows, columns, seconds, provenance: model.provenance });
  await writeJson({ ...report, ...(sets && { sets }) });
}
