/** The classifiers of a benchmark without a choice: the paper's network, its baselines, and the ensembles. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { classifiers } from '../../classifiers/registry.js';

/** Neither the paper's nor in its published results. */
const OTHERS: ReadonlySet<string> = new Set(['boosting']);

export const benchmarkClassifiers: readonly ClassifierEntry[] = classifiers.filter(
  ({ name }) => !OTHERS.has(name),
);
