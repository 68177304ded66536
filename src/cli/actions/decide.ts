/** The work of `qcl-mixnet decide`. */
import { loadModel, saveModel } from '../../node/model-file.js';
import { decideModel } from '../../pipeline/decide-model.js';
import { shownMetrics } from '../../pipeline/shown-scores.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { DecideCommandOptions } from '../commands/decide.js';
import { checkPaths } from '../options/check-paths.js';
import { notices } from '../options/common-options.js';
import { decisionOptions } from '../options/decision-choices.js';
import { writeJson, writeResult } from '../output/output.js';
import { rulesText } from '../output/rules-text.js';
import { outOfFoldText } from '../output/scores-text.js';

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
  const said: string[] = [];
  const say = notices(options);
  const decided = decideModel(model, {
    ...asked,
    seed: model.provenance.seed,
    onNotice: (notice) => {
      said.push(notice);
      say(notice);
    },
  });
  await saveModel(decided, options.out);
  if (options.json) await writeJson({ ...decisionJson(decided), notices: said });
  else await writeResult(decisionText(decided, options.out));
}

function decisionText(model: TableClassifier, out: string): string {
  return `${rulesText(model)}\n\n${outOfFoldText(model) ?? ''}\nSaved to ${out}.\n`;
}

function decisionJson({ provenance, decision, calibrator, classes }: TableClassifier) {
  const { outOfFold, protocol } = provenance;
  const { perClass, shown, capacity, ...metrics } = outOfFold ?? {};
  return {
    decision: decision.toJSON(),
    description: decision.describe(classes),
    calibration: calibrator.describe(classes),
    outOfFold:
      outOfFold === undefined
        ? null
        : { metrics: shownMetrics(metrics, protocol), perClass, scores: shown, capacity },
  };
}
