/** The section of a comparison about the model that was saved. */
import { describeModel } from '../../pipeline/describe-model.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { ReportPart } from '../parts.js';
import { ensembleParts, optionsParts } from '../training/data-and-options.js';

/** The model that was trained on all rows after the comparison. */
export interface FinalModel {
  readonly model: TableClassifier;
  readonly file: string;
  /** The score to expect, in words without a full stop. */
  readonly expected: string;
}

/** What the file holds, the scores to expect of it, the members of an ensemble, and its options. */
export function savedModelParts({ model, file, expected }: FinalModel): ReportPart[] {
  const { classifier, classes, decision, provenance } = model;
  const { features } = describeModel(model);
  const facts: [string, string][] = [
    ['file', file],
    ['classifier', classifier.name],
    ['trained on', `all ${provenance.rows.train} rows, ${features} features`],
    ['predicts', `${provenance.target}: ${classes.length} classes`],
    ['decision', decision.describe(classes)],
    ...scores(model),
    ['seed', String(provenance.seed)],
  ];
  return [
    {
      kind: 'paragraph',
      text:
        `The model in ${file} is ${classifier.name}, trained on all rows. No rows were held out to test it: ` +
        `${expected}.`,
    },
    {
      kind: 'table',
      caption: 'The saved model',
      columns: [{ title: 'property' }, { title: 'value' }],
      rows: facts,
    },
    ...ensembleParts(model),
    ...optionsParts(model),
  ];
}

function scores({ provenance: { outOfFold, crossValidation } }: TableClassifier): [string, string][] {
  const text = ({ macroF1, balancedAccuracy, accuracy }: NonNullable<typeof outOfFold>) =>
    `macro F1 ${macroF1.toFixed(3)}, balanced accuracy ${balancedAccuracy.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`;
  const rows: [string, string][] = [];
  if (crossValidation !== undefined) {
    const { metrics, logLoss, macroF1Interval: interval } = crossValidation;
    const ends =
      interval && `; 95 % interval of macro F1 ${interval.map((end) => end.toFixed(3)).join(' to ')}`;
    rows.push(['cross-validated', `${text(metrics)}, log loss ${logLoss.toFixed(3)}${ends ?? ''}`]);
  }
  if (outOfFold !== undefined) rows.push(['out of fold', text(outOfFold)]);
  return rows;
}
