/** The work of `qcl-mixnet decide`. */
import { loadModel, saveModel } from '../../node/model-file.js';
import { decideModel } from '../../pipeline/decide-model.js';
import { outOfFoldReport } from '../../pipeline/out-of-fold-metrics.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { DecideCommandOptions } from '../commands/decide.js';
import { checkPaths } from '../options/check-paths.js';
import { decisionOptions } from '../options/decision-choices.js';
import { writeJson, writeResult } from '../output/output.js';
import { reportText } from '../output/report-output.js';

export async function decide(path: string, rule: string, options: DecideCommandOptions): Promise<void> {
  await checkPaths(
    [
      ['the model', path],
      ['--cost-file', options.costFile],
    ],
    [['--out', options.out]],
  );
  const asked = await decisionOptions(rule, options);
  const model = await loadModel(path);
  const decided = decideModel(model, { ...asked, seed: model.provenance.seed });
  await saveModel(decided, options.out);
  if (options.json) await writeJson(decisionJson(decided));
  else await writeResult(decisionText(decided, options.out));
}

function decisionText(model: TableClassifier, out: string): string {
  const report = outOfFoldReport(model);
  const scores =
    report === undefined
      ? ''
      : `Out-of-fold scores on the training rows, which the decision was fitted on too:\n${reportText(report)}\n`;
  return `Calibration: ${model.calibrator.describe(model.classes)}\nDecision: ${model.decision.describe(model.classes)}\n\n${scores}Saved to ${out}.\n`;
}

function decisionJson(model: TableClassifier) {
  return {
    decision: model.decision.toJSON(),
    description: model.decision.describe(model.classes),
    calibration: model.calibrator.describe(model.classes),
    outOfFold: outOfFoldReport(model) ?? null,
  };
}
