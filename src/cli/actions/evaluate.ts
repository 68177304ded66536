/** The work of `qcl-mixnet evaluate`. */
import { InputError } from '../../errors.js';
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { evaluationOf } from '../../pipeline/evaluate-table.js';
import { evaluatedRows } from '../../pipeline/evaluated-rows.js';
import { checkSliceColumns, type Slices, slicesOf } from '../../pipeline/slices/slices.js';
import { reportJson } from '../../results/report-json.js';
import { commandLine } from '../command-line.js';
import type { EvaluateOptions } from '../commands/evaluate.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { readTableArgument } from '../options/table-argument.js';
import { writeJson, writeResult } from '../output/output.js';
import { modelScoresText } from '../output/scores-text.js';
import { setScoresText } from '../output/set-scores-text.js';
import { slicesText } from '../output/slices-text.js';
import { writeReport } from '../output/write-report.js';

export async function evaluate(
  modelPath: string,
  tablePath: string,
  options: EvaluateOptions,
): Promise<void> {
  const { by, slices: worst = false, report } = options;
  const isSliced = by !== undefined || worst;
  if (report !== undefined && !isSliced) {
    throw new InputError(`--report ${report} is a page about slices: add --by COLUMN or --slices`);
  }
  await checkPaths(
    [
      ['the model', modelPath],
      ['the table', tablePath],
    ],
    [['--report', report]],
  );
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const notify = notices(options);
  const table = await readTableArgument(tablePath, options, { trained: model.provenance.reading, notify });
  const chosen = { by, worst };
  if (isSliced) checkSliceColumns(model, table, chosen);
  const started = performance.now();
  const evaluated = await evaluatedRows(model, table, {
    executor: new ThreadPool({ threads: options.jobs }),
    coverage: options.coverage,
  });
  const { scores, rows, sets, notices: found } = evaluationOf(model, evaluated);
  const slices = isSliced ? slicesOf(model, table, evaluated, chosen) : undefined;
  const seconds = (performance.now() - started) / 1000;
  found.forEach(notify);
  slices?.notices.forEach(notify);
  if (slices !== undefined && report !== undefined) {
    await writeSliceReport(report, slices, `${model.classifier.name} on ${table.source}`);
  }
  if (!options.json) {
    const parts = [
      modelScoresText(scores, model.provenance.protocol),
      ...(sets === undefined ? [] : [setScoresText(sets)]),
      ...(slices === undefined ? [] : [slicesText(slices)]),
    ];
    await writeResult(parts.join('\n'));
    return;
  }
  const columns = table.columns.length - 1;
  await writeJson({
    ...reportJson(scores, { rows, columns, seconds, provenance: model.provenance }),
    ...(sets && { sets }),
    ...(slices && { slices: { ...slices, notices: undefined } }),
  });
}

async function writeSliceReport(path: string, slices: Slices, title: string): Promise<void> {
  // Loaded only when needed: figures take as long to load as the rest of the program.
  const { sliceReport } = await import('../../report/slices/slice-report.js');
  await writeReport(path, sliceReport(slices, { title, commands: [commandLine()] }));
}
