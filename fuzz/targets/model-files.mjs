/**
 * Model files of every classifier, damaged in their values, shapes, layout and description, mostly with a matching
 * checksum. One that loads must be describable and predict probabilities, or refuse a row with a named error.
 */

import { formatReport, predictTable, TableClassifier } from '../../dist/index.js';
import { checkpointText } from '../../dist/pipeline/checkpoint-text.js';
import { describeModel } from '../../dist/pipeline/describe-model.js';
import { baseModels, tablesToPredict } from '../base-models.mjs';
import { damageParts } from '../model-damages.mjs';
import { encodeParts, partsOf } from '../model-parts.mjs';
import { mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

/**
 * @typedef {{ models: readonly import('../base-models.mjs').BaseModel[],
 *   tables: readonly import('../../dist/index.js').Table[] }} State
 * @type {import('./index.mjs').Target<State>}
 */
export const modelFiles = {
  name: 'model-files',

  prepare: async () => ({ models: await baseModels(), tables: tablesToPredict() }),

  generate(random, { models }) {
    const parts = partsOf(random.pick(models));
    if (random.chance(0.02)) return encodeParts(parts);
    if (random.chance(0.05)) return mutate(random, encodeParts(parts), ['"', '{', '[[[[', ',', '0', '\0']);
    damageParts(random, parts);
    return encodeParts(parts);
  },

  async run(bytes, { tables }) {
    let model;
    const loaded = await outcome(async () => {
      model = await TableClassifier.fromBytes(bytes, { name: 'fuzz', memoryLimitBytes: 2 ** 26 });
    });
    if (model === undefined) return loaded;
    describe(model);
    for (const table of tables) await outcome(() => checkPredictions(model, table));
    return loaded;
  },
};

/** Makes the output of `inspect`. */
function describe(model) {
  JSON.stringify(describeModel(model));
  checkpointText(model.provenance);
  const { test } = model.provenance;
  if (test) formatReport({ ...test, confusion: [], labels: [] });
}

async function checkPredictions(model, table) {
  const { probabilities, labels } = await predictTable(model, table);
  const { data, rows, columns } = probabilities;
  if (rows !== table.rows || labels.length !== rows || columns !== model.classes.length) {
    throw new Error(`${rows} x ${columns} probabilities and ${labels.length} labels for ${table.rows} rows`);
  }
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    const sum = own.reduce((total, p) => total + p, 0);
    if (own.some((p) => !(p >= 0 && p <= 1)) || Math.abs(sum - 1) > 1e-5) {
      throw new Error(`row ${row} has the probabilities ${own.join(', ')}`);
    }
  }
  checkDecisions(model, probabilities, labels);
  const { matrix } = model.prepare(table);
  const uncalibrated = await model.classifier.predictProba(matrix);
  const predicted = await model.classifier.predict(matrix);
  predicted.forEach((label, row) => {
    const own = uncalibrated.data.subarray(row * columns, (row + 1) * columns);
    const p = own[model.classes.indexOf(label)];
    const largest = own.reduce((a, b) => Math.max(a, b));
    if (!(p >= largest - 1e-6))
      throw new Error(`row ${row} is predicted as ${label} with ${p}, below ${largest}`);
  });
  const H = await model.classifier.representations?.(matrix);
  if (H?.data.some((value) => !Number.isFinite(value))) throw new Error('a representation is not finite');
}

/** Every label is an action of the decision, and that of the row's probabilities alone unless it needs all rows. */
function checkDecisions({ decision, classes }, { data, rows, columns }, labels) {
  const actions = decision.actionsOf?.(classes) ?? classes;
  for (let row = 0; row < rows; row++) {
    if (!actions.includes(labels[row])) throw new Error(`row ${row} has the label ${labels[row]}`);
    if (decision.needsAllRows) continue;
    const own = { data: data.slice(row * columns, (row + 1) * columns), rows: 1, columns };
    const [alone] = decision.decide(own);
    if (actions[alone] !== labels[row])
      throw new Error(`row ${row} is decided as ${labels[row]}, alone as ${actions[alone]}`);
  }
}
