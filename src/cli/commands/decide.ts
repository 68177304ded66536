/** `qcl-mixnet decide`: another decision for a trained model. */
import type { Command } from 'commander';
import { loadModel, saveModel } from '../../node/model-file.js';
import { decideModel } from '../../pipeline/decide-model.js';
import { shownMetrics } from '../../pipeline/shown-scores.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { checkPaths } from '../options/check-paths.js';
import { addMessageOptions, type MessageOptions } from '../options/common-options.js';
import {
  addDecisionSettings,
  DECISION_HELP,
  type DecisionSettings,
  decisionOptions,
} from '../options/decision-options.js';
import { writeJson, writeResult } from '../output/output.js';
import { outOfFoldText } from '../output/scores-text.js';

interface DecideCommandOptions extends MessageOptions, DecisionSettings {
  readonly out: string;
  readonly json?: boolean;
}

export function addDecideCommand(program: Command): void {
  const command = program
    .command('decide')
    .description('change how a model decides from its probabilities, without training it again')
    .argument('<model>', 'a model that train or compare saved')
    .argument('<rule>', 'for example macro-f1, recall>=0.9, alerts=1%, cost: see below')
    .requiredOption('-o, --out <model>', 'where to save the model with its new decision');
  addDecisionSettings(command).option('--json', 'write the decision and its scores as one JSON object');
  addMessageOptions(command).addHelpText('after', HELP).action(decide);
}

async function decide(path: string, rule: string, options: DecideCommandOptions): Promise<void> {
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
  return (
    `Calibration: ${model.calibrator.describe(model.classes)}\n` +
    `Decision: ${model.decision.describe(model.classes)}\n\n` +
    `${outOfFoldText(model) ?? ''}\nSaved to ${out}.\n`
  );
}

function decisionJson({ provenance, decision, calibrator, classes }: TableClassifier) {
  const { outOfFold, protocol } = provenance;
  const { perClass, shown, ...metrics } = outOfFold ?? {};
  return {
    decision: decision.toJSON(),
    description: decision.describe(classes),
    calibration: calibrator.describe(classes),
    outOfFold:
      outOfFold === undefined ? null : { metrics: shownMetrics(metrics, protocol), perClass, scores: shown },
  };
}

const HELP = `
The rule is fitted on the out-of-fold predictions that the model keeps for its training rows:
${DECISION_HELP}

Examples:
  $ qcl-mixnet decide auto.safetensors macro-f1 --out tuned.safetensors
  $ qcl-mixnet decide auto.safetensors 'recall>=0.8' --confidence 0.9 --out careful.safetensors
  $ qcl-mixnet decide auto.safetensors cost --cost 'yes:no=100,no:yes=5' --out cheap.safetensors`;
