/** The work of `qcl-mixnet ablate`. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { ABLATIONS } from '../../classifiers/qcl-mixnet/ablations.js';
import { classifiers } from '../../classifiers/registry.js';
import { InputError } from '../../errors.js';
import { configurationNotices } from '../../paper/experiments/configuration-notices.js';
import type { Configuration } from '../../paper/experiments/plan-cells.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import { classifierOptions, type TypedOption } from '../options/classifier-options.js';
import { notices } from '../options/common-options.js';
import { chosenClassifiers, typedSettings } from '../options/experiment-choices.js';
import type { ExperimentOptions } from '../options/experiment-options.js';
import { runVisibly } from '../run-visibly.js';

export async function ablate(options: ExperimentOptions): Promise<void> {
  const settings = typedSettings(options);
  const clash = settings.find(({ name }) => name === 'without');
  if (clash !== undefined) {
    throw new InputError(
      `${clash.argument}: ablate sets it itself; use benchmark to remove parts of your choice`,
    );
  }
  const configurations = chosenClassifiers(options, [findClassifier('qcl-mixnet')]).flatMap((entry) =>
    variantsOf(entry, settings, notices(options)),
  );
  // What a variant removes takes the effect of its options: that is its purpose.
  const full = configurations.filter(({ options: { without } }) => without === undefined);
  configurationNotices(full, options.protocol).forEach(notices(options));
  await runVisibly(configurations, options);
}

function variantsOf(
  entry: ClassifierEntry,
  settings: readonly TypedOption[],
  onNotice: (notice: string) => void,
): Configuration[] {
  if (!hasParts(entry)) {
    const others = classifiers.filter(hasParts).map(({ name }) => name);
    throw new InputError(`${entry.name} has no parts to remove: choose ${others.join(', ')}`);
  }
  const full = classifierOptions(entry, settings);
  const hasQuantumPart = entry.options.parse(full).quantum !== 'none';
  if (!hasQuantumPart) {
    onNotice(
      `${entry.name}: quantum=none has no quantum part to remove: the runs without quantum are left out; leave ` +
        'quantum out of --set to compare with them',
    );
  }
  const parts = ABLATIONS.filter((part) => part !== 'quantum' || hasQuantumPart);
  return [
    { entry, options: full },
    ...parts.map((part) => ({ entry, options: { ...full, without: [part] } })),
  ];
}

function hasParts({ options }: ClassifierEntry): boolean {
  return 'without' in options.shape;
}
