/** The grid of runs that the options of `benchmark` and `ablate` define. */
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { datasets, findDataset } from '../../paper/datasets/registry.js';
import { benchmarkClassifiers } from '../../paper/experiments/benchmark-classifiers.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import { splitSetting, type TypedOption } from './classifier-options.js';
import { ALL, type ExperimentOptions } from './experiment-options.js';

/** The names of the chosen data sets. Throws `InputError` for one that does not exist. */
export function chosenDatasets(wanted: readonly string[]): string[] {
  if (wanted.includes(ALL)) return datasets.map(({ name }) => name);
  return wanted.map((name) => findDataset(name).name);
}

/** The chosen classifiers; `all` stands for `every`. Throws `InputError` for one that does not exist. */
export function chosenClassifiers(
  { classifiers: wanted }: ExperimentOptions,
  every: readonly ClassifierEntry[] = benchmarkClassifiers,
): readonly ClassifierEntry[] {
  return wanted.includes(ALL) ? every : wanted.map(findClassifier);
}

/** The options for the classifiers as they were typed. */
export function typedSettings({
  epochs,
  refit,
  set = [],
}: Partial<Pick<ExperimentOptions, 'epochs' | 'refit' | 'set'>>): TypedOption[] {
  return [
    ...(epochs === undefined ? [] : [{ name: 'epochs', text: epochs, argument: '--epochs' }]),
    ...(refit === undefined ? [] : [{ name: 'refit', text: String(refit), argument: '--refit' }]),
    ...set.map(splitSetting),
  ];
}

/**
 * The settings that apply to `entry`, without those that apply only to others of `entries`. One that applies to none
 * of them is kept, for the error that names it.
 */
export function settingsFor(
  entry: ClassifierEntry,
  settings: readonly TypedOption[],
  entries: readonly ClassifierEntry[],
): TypedOption[] {
  const has = ({ options }: ClassifierEntry, name: string) => Object.hasOwn(options.shape, name);
  return settings.filter(({ name }) => has(entry, name) || !entries.some((other) => has(other, name)));
}
