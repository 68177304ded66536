/** What a model is, for a client. */
import { describeModel, type ModelColumn } from '../../pipeline/describe-model.js';
import type { Provenance } from '../../pipeline/provenance.js';
import { positiveClass } from '../../pipeline/risk.js';
import type { ServedModel } from '../models/served-model.js';

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

/** With its columns. */
export function detailedModelAnswer(served: ServedModel) {
  const columns: readonly ModelColumn[] = describeModel(served.model).columns;
  return { ...modelAnswer(served), target: served.model.provenance.target, columns };
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
