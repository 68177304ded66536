/** Description of a model, its training data and the columns it expects, for `inspect` and for reports. */
import type { Classifier } from '../classifiers/contract/classifier.js';
import { elementCount } from '../modelfile/tensor.js';
import { type FittedColumn, isKept } from '../tables/preparation/fitted-columns.js';
import { outOfFoldReport } from './out-of-fold-metrics.js';
import type { TableClassifier } from './table-classifier.js';

/**
 * Plain data; `importances` is undefined for a classifier without such a measure, `outOfFoldPerClass` (the classes of
 * `outOfFold`) for one that is not an ensemble.
 */
export function describeModel(model: TableClassifier) {
  const { classifier, preparation, provenance } = model;
  let numbers = 0;
  for (const { shape } of classifier.tensors().values()) numbers += elementCount(shape);
  return {
    classifier: { name: classifier.name, options: classifier.toJSON().options, numbers },
    ...provenance,
    features: preparation.featureNames.length,
    outOfFoldPerClass: outOfFoldReport(model)?.perClass,
    importances: importancesOf(classifier, preparation.featureNames),
    columns: preparation.inputColumns.map(describeColumn),
    notices: preparation.notices,
  };
}

/** The features by decreasing importance; undefined for a classifier without such a measure. */
function importancesOf(classifier: Classifier, names: readonly string[]) {
  const importances = classifier.importances?.();
  if (importances === undefined) return undefined;
  return names
    .map((feature, i) => ({ feature, importance: importances[i] }))
    .sort((one, other) => other.importance - one.importance);
}

function describeColumn(column: FittedColumn) {
  const { name, kind } = column;
  if (!isKept(column)) return { name, kind, used: false, reason: column.reason };
  if (column.kind === 'categorical') return { name, kind, used: true, categories: column.categories };
  return { name, kind, used: true };
}
