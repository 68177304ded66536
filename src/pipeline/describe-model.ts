/** Description of a model, its training data and the columns it expects, for `inspect` and for reports. */
import type { Classifier } from '../classifiers/contract/classifier.js';
import { QclMixNet } from '../classifiers/qcl-mixnet/qcl-mixnet.js';
import { elementCount } from '../modelfile/tensor.js';
import { type FittedColumn, isKept } from '../tables/preparation/fitted-columns.js';
import { type ColumnRoles, roleOf } from './column-roles/column-roles.js';
import { outOfFoldReport } from './out-of-fold-metrics.js';
import { shownMetrics } from './shown-scores.js';
import type { TableClassifier } from './table-classifier.js';

/**
 * Plain data; `importances` is undefined for a classifier without such a measure, `mixupSchedule` and `lossWeights` unless they
 * were learned, `outOfFoldPerClass` (the classes of
 * `outOfFold`) for one without out-of-fold predictions. The paper's harmonic F1 is left out under the protocol `honest`.
 */
export function describeModel(model: TableClassifier) {
  const { classifier, preparation, provenance } = model;
  const { fingerprint, ...described } = provenance;
  const { protocol, test, outOfFold, crossValidation } = provenance;
  let numbers = 0;
  for (const { shape } of classifier.tensors().values()) numbers += elementCount(shape);
  return {
    classifier: { name: classifier.name, options: classifier.toJSON().options, numbers },
    lossWeights: classifier instanceof QclMixNet ? classifier.learnedLossWeights : undefined,
    ...described,
    ...(test && { test: { ...test, metrics: shownMetrics(test.metrics, protocol) } }),
    ...(outOfFold && { outOfFold: shownMetrics(outOfFold, protocol) }),
    ...(crossValidation && {
      crossValidation: {
        ...crossValidation,
        metrics: shownMetrics(crossValidation.metrics, protocol),
      },
    }),
    features: preparation.featureNames.length,
    outOfFoldPerClass: outOfFold?.perClass ?? outOfFoldReport(model)?.perClass,
    mixupSchedule: classifier instanceof QclMixNet ? classifier.mixupSchedule : undefined,
    importances: importancesOf(classifier, preparation.featureNames),
    columnImportances: importancesOf(classifier, preparation.featureColumns)?.map(
      ({ feature, importance }) => ({
        column: feature,
        importance,
      }),
    ),
    columns: preparation.inputColumns.map((column) => describeColumn(column, provenance.roles)),
    trainingRows: model.record?.rows?.rows.length ?? 0,
    notices: preparation.notices,
  };
}

/** The names by decreasing importance, summed over the features of one name; undefined for a classifier without such a measure. */
function importancesOf(classifier: Classifier, names: readonly string[]) {
  const importances = classifier.importances?.();
  if (importances === undefined) return undefined;
  const sums = new Map<string, number>();
  names.forEach((name, i) => {
    sums.set(name, (sums.get(name) ?? 0) + importances[i]);
  });
  return Array.from(sums, ([feature, importance]) => ({ feature, importance })).sort(
    (one, other) => other.importance - one.importance,
  );
}

/** A column of the training table as the model takes it. */
export type ModelColumn = ReturnType<typeof describeColumn>;

function describeColumn(column: FittedColumn, roles: ColumnRoles | undefined) {
  const { name } = column;
  if (!isKept(column)) {
    const role = roles && roleOf(name, roles);
    return { name, kind: column.kind, used: false as const, reason: role ?? column.reason, role };
  }
  const used = true as const;
  switch (column.kind) {
    case 'categorical':
      return { name, kind: column.kind, used, categories: column.categories };
    case 'ordinal':
      return {
        name,
        kind: column.kind,
        used,
        ...(column.levels && { levels: column.levels }),
        ...(column.words && { words: column.words }),
      };
    case 'numeric':
      return { name, kind: column.kind, used, ...(column.format && { format: column.format }) };
    case 'date':
      return { name, kind: column.kind, used, format: column.format };
    case 'list':
      return { name, kind: column.kind, used, delimiter: column.delimiter };
    default:
      return { name, kind: column.kind, used };
  }
}
