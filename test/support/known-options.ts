/** Options for tests that go over the registry: not every classifier has epochs or a validation part. */
import type { ClassifierEntry } from '../../src/classifiers/contract/classifier-entry.js';

/** Options that shorten or vary a fit where they exist and mean nothing where they do not. */
const OPTIONAL = new Set([
  'epochs',
  'nEstimators',
  'batchSize',
  'validationFraction',
  'minimumSteps',
  'folds',
  'partitions',
  'candidates',
]);

/** Of an ensemble, unless a test says otherwise: few fits. */
const FEW_FITS = { folds: 3, partitions: 2, minimumSteps: 0, candidates: ['xgboost', 'knn'] };

/** `options` without those that only other classifiers have. */
export function knownOptions(
  { options: { shape } }: ClassifierEntry,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...FEW_FITS, ...options }).filter(([name]) => name in shape || !OPTIONAL.has(name)),
  );
}

/** Whether a fit reports each epoch or tree, rather than what is made of many of them. */
export function countsEpochs({ options: { shape } }: ClassifierEntry): boolean {
  return ('epochs' in shape || 'nEstimators' in shape) && !('folds' in shape);
}
