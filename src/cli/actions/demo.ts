/** The work of `qcl-mixnet demo`. */
import { loadModel, saveModel } from '../../node/model-file.js';
import { balanceScale } from '../../paper/datasets/balance-scale.js';
import { predictTable } from '../../pipeline/predict-table.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { selectRows } from '../../tables/preparation/table-parts.js';
import type { Table } from '../../tables/table.js';
import { alignedLines } from '../../text/aligned-table.js';
import type { DemoOptions } from '../commands/demo.js';
import { interruptedExit, uninterrupted, wasInterrupted } from '../interrupt.js';
import { checkPaths } from '../options/check-paths.js';
import { writeError, writeResult } from '../output/output.js';
import { plainTable } from '../output/report-output.js';
import { modelScoresText } from '../output/scores-text.js';
import { writeTrainingReport } from '../output/write-training-report.js';
import { interruptionMessage, trainVisibly } from '../train-visibly.js';

/** Rows that the saved model predicts at the end, some of every class. */
const SHOWN_ROWS = Int32Array.of(130, 138, 312, 500, 599);
const TARGET = 'target';

export async function demo(options: DemoOptions): Promise<void> {
  await checkPaths(
    [],
    [
      ['--out', options.out],
      ['--report', options.report],
    ],
  );
  const table = balanceScale();
  await writeResult(
    `Balance scale: ${table.rows} rows, does it tip to the left (L), to the right (R), or is it balanced (B, 7.8 % of the rows)?\n\n`,
  );
  await writeResult('First auto, an ensemble of several classifiers: the default of train.\n');
  const { outcome, interrupted } = await trainVisibly(table, { target: TARGET }, options);
  await uninterrupted(async () => {
    await saveModel(outcome.model, options.out);
    if (!interrupted) await showModel(outcome, table, options);
  });
  if (interrupted) {
    writeError(interruptionMessage(outcome, options.out));
    throw interruptedExit();
  }
  const saved = `the model of auto is saved to ${options.out}`;
  // A signal while it was saved ends the demo as one during the network's training does.
  if (wasInterrupted()) endInterrupted(saved);
  await showNetwork(outcome, table, options, saved);
}

function endInterrupted(saved: string): never {
  writeError(`interrupted: ${saved}`);
  throw interruptedExit();
}

/** The network of the paper on the same rows, beside the ensemble. */
async function showNetwork(
  ensemble: TrainingOutcome,
  table: Table,
  options: DemoOptions,
  saved: string,
): Promise<void> {
  await writeResult(
    'Then qcl-mixnet, the network of the paper (train --classifier qcl-mixnet), on the same rows.\n',
  );
  const { outcome, interrupted } = await trainVisibly(
    table,
    { target: TARGET, classifier: 'qcl-mixnet' },
    options,
    () => saved,
  );
  if (interrupted) endInterrupted(saved);
  await writeResult(`${comparisonTable([ensemble, outcome])}\n\n${nextSteps(options)}`);
}

/** The main scores on the test rows. */
function comparisonTable(outcomes: readonly TrainingOutcome[]): string {
  const grid = plainTable(['on the test rows', 'macro F1', 'recall of B', 'log loss', 'seconds']);
  for (const { model, report, scores, seconds } of outcomes) {
    const rare = report.perClass.find(({ label }) => label === 'B');
    grid.push([
      model.classifier.name,
      report.metrics.macroF1.toFixed(3),
      (rare?.recall ?? 0).toFixed(3),
      scores.probabilities.logLoss.toFixed(3),
      seconds.toFixed(1),
    ]);
  }
  return grid.toString();
}

async function showModel(outcome: TrainingOutcome, table: Table, options: DemoOptions): Promise<void> {
  await writeTrainingReport(options.report, outcome, 'balance scale');
  const { rows, seconds } = outcome;
  await writeResult(
    `Trained on ${rows.train} rows in ${seconds.toFixed(1)} s; on the ${rows.test} test rows:\n\n` +
      `${modelScoresText(outcome.scores, 'honest')}\nSaved to ${options.out}. Loaded again, the model predicts:\n` +
      `${await predictionsText(options.out, table)}\n\n` +
      `The report with its figures is ${options.report}: open it in a browser.\n\n`,
  );
}

function nextSteps({ out }: DemoOptions): string {
  return (
    `Next, with a table of your own:\n` +
    `  qcl-mixnet train your.csv --target COLUMN --out model.safetensors --report report.html\n` +
    `  qcl-mixnet predict model.safetensors new.csv --top 20 --out riskiest.csv\n` +
    `  qcl-mixnet decide ${out} 'recall>=0.8' --out careful.safetensors\n`
  );
}

async function predictionsText(path: string, table: Table): Promise<string> {
  const model = await loadModel(path);
  const shown = selectRows(table, SHOWN_ROWS);
  const { labels, probabilities } = await predictTable(model, shown);
  const lines = [[...table.columns.map((column) => column.name), 'predicted', 'probability']];
  labels.forEach((label, row) => {
    const cells = shown.columns.map((column) =>
      column.kind === 'text' ? column.dictionary[column.codes[row]] : String(column.values[row]),
    );
    const probability = probabilities.data[row * probabilities.columns + model.classes.indexOf(label)];
    lines.push([...cells, String(label), probability.toFixed(3)]);
  });
  return alignedLines(lines).join('\n');
}
