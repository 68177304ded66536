/** The work of `qcl-mixnet benchmark`. */
import { classifierOptions } from '../options/classifier-options.js';
import { chosenClassifiers, settingsFor, typedSettings } from '../options/experiment-choices.js';
import type { ExperimentOptions } from '../options/experiment-options.js';
import { runVisibly } from '../run-visibly.js';

export async function benchmark(options: ExperimentOptions & { readonly tune?: boolean }): Promise<void> {
  const settings = typedSettings(options);
  const entries = chosenClassifiers(options);
  const configurations = entries.map((entry) => ({
    entry,
    options: classifierOptions(entry, settingsFor(entry, settings, entries)),
    tuned: options.tune && entry.grid !== undefined,
  }));
  await runVisibly(configurations, options);
}
