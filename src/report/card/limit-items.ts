/** What a user of a model should not expect of it, from its file. */
import { describeModel } from '../../pipeline/describe-model.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { countOf, listNames } from '../../text/name-list.js';

/** Fewer training rows of a class are pointed out. */
const FEW_ROWS = 50;

export function limitItems(model: TableClassifier): string[] {
  const { provenance, record, outOfFold } = model;
  const { rows, classes, test, protocol, epochs, roles, leftOut = [] } = provenance;
  const few = classes.filter(({ trainingRows }) => trainingRows < FEW_ROWS);
  const dropped = describeModel(model).columns.filter((column) => !column.used);
  const kept = record?.rows?.rows.length ?? 0;
  return [
    ...(few.length > 0
      ? [
          `Few training rows: ${few.map(({ label, trainingRows }) => `${listNames([label])} has ${trainingRows}`).join(', ')}. ` +
            'Scores of such a class are uncertain.',
        ]
      : []),
    ...(rows.test > 0 && rows.test < 2 * FEW_ROWS
      ? [`Its scores are of ${countOf(rows.test, 'test row')} only.`]
      : []),
    ...(test === undefined && outOfFold === undefined
      ? ['It was not tested on rows that it had not seen.']
      : []),
    ...(protocol === 'paper' && epochs.chosen
      ? ['The test rows chose the checkpoint (protocol paper): its scores on them are optimistic.']
      : []),
    ...(dropped.length > 0
      ? [
          `Columns that it does not use: ${listNames(
            dropped.map(({ name }) => name),
            20,
          )}.`,
        ]
      : []),
    ...(roles?.time === undefined
      ? ['Test rows and folds were drawn at random, not later in time: scores on later rows can be lower.']
      : []),
    ...(leftOut.length > 0
      ? [`${countOf(leftOut.length, 'candidate')} of the ensemble left out: see its table.`]
      : []),
    record === undefined
      ? 'Whether the distribution of its training rows has changed cannot be seen by the file, which keeps no profiles of columns (version 0.1.0).'
      : 'It knows values of the training table only: for values far from these the probabilities can be wrong.',
    kept > 0
      ? `Privacy: the file holds ${countOf(kept, 'training row')}, with class and row number. Train with --keep-rows 0 to keep none.`
      : 'Privacy: the file holds no training rows.',
    ...(outOfFold === undefined
      ? [
          'Another decision cannot be fitted without training again: the file keeps no out-of-fold predictions.',
        ]
      : []),
  ];
}
