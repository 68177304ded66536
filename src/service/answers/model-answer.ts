/** What a model is, for a client. */
import { describeModel, type ModelColumn } from '../../pipeline/describe-model.js';
import type { Provenance } from '../../pipeline/provenance.js';
import { positiveClass } from '../../pipeline/risk.js';
import type { ServedModel } from '../models/served-model.js';
import type { ModelForms } from './model-forms.js';

export function modelAnswer({ name, model, generation, loadedAt, checksum }: ServedModel) {
  const { classes, decision, provenance } = model;
  return {
    name,
    classifier: model.classifier.name,
    classes,
    positive: classes[positiveClass(model).index],
    decision: decision.describe(classes),
    expected: expectedScores(provenance),
    version: provenance.version,
    generation,
    loadedAt: loadedAt.toISOString(),
    checksum,
  };
}

/** With its columns and a typical row, which is none of training. */
export function detailedModelAnswer(served: ServedModel, forms: ModelForms) {
  const { model } = served;
  const columns: readonly ModelColumn[] = describeModel(model).columns;
  const example = Object.fromEntries(forms.of(model).rows.typical);
  return { ...modelAnswer(served), target: model.provenance.target, columns, example };
}

/** The scores to expect on further rows: of the test rows, else out of fold; null for a model without any. */
function expectedScores({ test, outOfFold, rows }: Provenance) {
  const from = test ?? outOfFold;
  if (from?.shown === undefined) return null;
  const { positive, scores } = from.shown;
  return {
    on: test ? 'test rows' : 'out-of-fold training rows',
    rows: test ? rows.test : rows.train,
    positive,
    scores: scores.map(({ metric, score, interval }) => ({ metric, score, ...(interval && { interval }) })),
  };
}
