/** `qcl-mixnet ablate`: the full classifier compared with itself without one part at a time. */
import type { Command } from 'commander';
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { ABLATIONS } from '../../classifiers/qcl-mixnet/options.js';
import { classifiers } from '../../classifiers/registry.js';
import { InputError } from '../../errors.js';
import type { Configuration } from '../../paper/experiments/plan-cells.js';
import { DEFAULT_CLASSIFIER, findClassifier } from '../../pipeline/find-classifier.js';
import { classifierOptions, type TypedOption } from '../options/classifier-options.js';
import {
  addExperimentOptions,
  chosenClassifiers,
  EXPERIMENT_HELP,
  type ExperimentOptions,
  typedSettings,
} from '../options/experiment-options.js';
import { runVisibly } from '../run-visibly.js';

export function addAblateCommand(program: Command): void {
  const command = program
    .command('ablate')
    .description(
      `train and test without ${ABLATIONS.join(', ')}, one at a time, and report the effect of each`,
    );
  addExperimentOptions(command)
    .addHelpText(
      'after',
      `${EXPERIMENT_HELP} The full classifier's runs are
shared with benchmark in the same folder.

Examples:
  $ qcl-mixnet ablate --datasets vehicle,glass --out runs
  $ qcl-mixnet ablate --protocol honest,paper --seeds 5 --out runs`,
    )
    .action(ablate);
}

async function ablate(options: ExperimentOptions): Promise<void> {
  const settings = typedSettings(options);
  const clash = settings.find(({ name }) => name === 'without');
  if (clash !== undefined) {
    throw new InputError(
      `${clash.argument}: ablate sets it itself; use benchmark to remove parts of your choice`,
    );
  }
  const configurations = chosenClassifiers(options, [findClassifier(DEFAULT_CLASSIFIER)]).flatMap((entry) =>
    variantsOf(entry, settings),
  );
  await runVisibly(configurations, options);
}

function variantsOf(entry: ClassifierEntry, settings: readonly TypedOption[]): Configuration[] {
  if (!hasParts(entry)) {
    const others = classifiers.filter(hasParts).map(({ name }) => name);
    throw new InputError(`${entry.name} has no parts to remove: choose ${others.join(', ')}`);
  }
  const full = classifierOptions(entry, settings);
  return [
    { entry, options: full },
    ...ABLATIONS.map((part) => ({ entry, options: { ...full, without: [part] } })),
  ];
}

function hasParts({ options }: ClassifierEntry): boolean {
  return 'without' in options.shape;
}
