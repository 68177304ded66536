/** A table of three classes to compare classifiers on, and a comparison on it. */
import type { ClassifierName } from '../../src/classifiers/names.js';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import type { Label } from '../../src/matrix.js';
import type { CompareOptions } from '../../src/pipeline/comparison/compare-classifiers.js';
import type { Comparison } from '../../src/pipeline/comparison/comparison.js';
import { tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';

/** Three classes by two columns, with noise; z tells nothing. */
const random = new RandomStream(5, 'rows');
export const labels: Label[] = Array.from(
  { length: 90 },
  (_, i) => ['left', 'right', 'rare'][i % 9 === 8 ? 2 : i % 2],
);
const centre = (label: Label) => ({ left: -1, right: 1, rare: 3 })[label as string] as number;
export const table = tableFromColumns([
  ['x', labels.map((label) => centre(label) + random.normal())],
  ['y', labels.map((label) => -centre(label) + random.normal())],
  ['z', labels.map(() => random.normal())],
  ['label', labels],
]);
export const names: readonly ClassifierName[] = ['decision-tree', 'logistic-regression', 'knn'];
export const options: CompareOptions = { target: 'label', classifiers: names, folds: 3, repeats: 2 };

/** Durations are all that may differ from run to run. */
export function withoutSeconds(comparison: Comparison): unknown {
  return JSON.parse(JSON.stringify(comparison, (key, value) => (key === 'seconds' ? undefined : value)));
}
