/** The work of `qcl-mixnet importance`. */
import { basename } from 'node:path';
import { loadModel } from '../../node/model-file.js';
import { ThreadPool } from '../../node/thread-pool.js';
import { explainModel } from '../../pipeline/effects/explain-model.js';
import { trainingRowsNotice } from '../../pipeline/evaluated-rows.js';
import { commandLine } from '../command-line.js';
import type { ImportanceArguments } from '../commands/importance.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { readTableArgument } from '../options/table-argument.js';
import { modelExplanationText } from '../output/model-explanation-text.js';
import { writeJson, writeResult } from '../output/output.js';
import { writeReport } from '../output/write-report.js';

export async function importance(
  modelPath: string,
  tablePath: string,
  options: ImportanceArguments,
): Promise<void> {
  const { report, json, metric, rows, repeats, columns, top, class: label, seed, jobs } = options;
  await checkPaths(
    [
      ['the model', modelPath],
      ['the table', tablePath],
    ],
    [['--report', report]],
  );
  const model = await loadModel(modelPath, { memoryLimitBytes: options.memoryLimit });
  const notify = notices(options);
  const trained = model.provenance.reading;
  const table = await readTableArgument(tablePath, options, { trained, notify, spellings: 'all' });
  const found = await explainModel(model, table, {
    ...(metric !== undefined && { metric }),
    ...(label !== undefined && { label }),
    ...(seed !== undefined && { seed }),
    maxRows: rows,
    repeats,
    columns: columns ?? top,
    executor: new ThreadPool({ threads: jobs }),
  });
  const remarks = [...found.notices, ...trainingRowsNotice(model, table)];
  remarks.forEach(notify);
  if (report !== undefined) {
    // Loaded only when needed: figures take as long to load as the rest of the program.
    const { explanationReport } = await import('../../report/explanation/explanation-report.js');
    const page = explanationReport(
      { ...found, notices: remarks },
      { classifier: model.classifier.name, table: basename(tablePath), commands: [commandLine()] },
    );
    await writeReport(report, page);
  }
  if (json) await writeJson({ ...found, notices: remarks });
  else await writeResult(`${modelExplanationText(found)}\n`);
}
