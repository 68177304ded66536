/** Every classifier as ONNX, in ONNX Runtime: labels equal, probabilities within 1e-5, rows alone as together. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CLASSIFIER_NAMES, type ClassifierName } from '../../src/classifiers/names.js';
import { classifiers } from '../../src/classifiers/registry.js';
import { loadModel } from '../../src/node/model-file.js';
import { trainOnTable } from '../../src/pipeline/train-on-table.js';
import type { TrainOnTableOptions } from '../../src/pipeline/training-options.js';
import { readTable } from '../../src/platform/node/files/read-table-file.js';
import { knownOptions } from '../support/known-options.js';
import { mixedRows } from '../support/mixed-rows.js';
import { expectSamePredictions } from '../support/onnx-runtime.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const tables = [
  ['no', 'yes'],
  ['a', 'b', 'c'],
].map((classes) => mixedRows(200, classes));

/** Options beside the usual ones that change what a model computes. */
const VARIANTS: readonly (readonly [ClassifierName, Readonly<Record<string, unknown>>])[] = [
  ['qcl-mixnet', { folded: true }],
  ['qcl-mixnet', { without: ['attention'], snapshots: 'both' }],
  ['qcl-mixnet', { without: ['quantum'], columnSelection: 'wide' }],
  ['qcl-mixnet', { quantum: 'circuit' }],
  ['qcl-mixnet', { quantum: 'circuit', qubits: 2, entangler: 'cz', folded: true }],
  ['qcl-mixnet', { quantum: 'circuit', qubits: 6, circuitLayers: 3, snapshots: 'both' }],
  ['gru', { sequence: 'features', hiddenSize: 8 }],
  ['bilstm', { sequence: 'features', hiddenSize: 8 }],
  ['cnn', { filters: [4] }],
  ['knn', { weights: 'distance', k: 7 }],
  ['svm-smote', { kernel: 'linear' }],
  ['boosting', { combinedColumns: 4 }],
  ['boosting', { classWeight: 'balanced', maxLeaves: 6 }],
  ['xgboost', { classWeight: 'balanced' }],
  ['qcl-ensemble', { quantum: 'circuit', qubits: 3 }],
  ['qcl-ensemble', { scaling: 'quantile-normal', columnSelection: 'none' }],
  ['auto', { candidates: ['qcl-ensemble on quantiles', 'boosting', 'logistic-regression', 'svm-smote'] }],
];

async function expectSame(
  name: ClassifierName,
  options: Readonly<Record<string, unknown>>,
  table: (typeof tables)[number],
): Promise<void> {
  const entry = classifiers.find((each) => each.name === name)!;
  const { shape } = entry.options;
  const known = Object.fromEntries(
    Object.entries(knownOptions(entry, { epochs: 3, nEstimators: 10, ...options })).filter(
      ([key]) => key in shape,
    ),
  );
  const settings = { target: 'y', classifier: name, classifierOptions: known, calibration: 'none' };
  const { model } = await trainOnTable(table, settings as TrainOnTableOptions<ClassifierName>);
  await expectSamePredictions(model, table);
}

describe.each(CLASSIFIER_NAMES)('%s', (name) => {
  it.each(['two', 'three'])('predicts alike, of %s classes', (count) =>
    expectSame(name, {}, tables[count === 'two' ? 0 : 1]),
  );
});

it.each(VARIANTS)('%s with %j predicts alike', async (name, options) => {
  await expectSame(name, options, tables[0]);
  if (name !== 'auto') await expectSame(name, options, tables[1]);
});

it.each(['auto', 'decision-tree', 'logistic-regression', 'qcl-ensemble', 'qcl-mixnet', 'xgboost'])(
  '%s of version 0.1.0 predicts alike',
  async (name) => {
    const folder = path('../../src/pipeline/fixtures/version-0.1.0');
    const model = await loadModel(`${folder}/${name}.safetensors`);
    await expectSamePredictions(model, await readTable(`${folder}/train.csv`));
  },
);

describe('tables with columns of several kinds', () => {
  const folder = path('../../../shared/mixed');
  const isThere = existsSync(`${folder}/datasets.json`);
  if (!isThere) console.warn(`no tables in ${folder}: nothing to compare there`);
  const targets = new Map<string, string>(
    isThere
      ? JSON.parse(readFileSync(`${folder}/datasets.json`, 'utf8')).map(
          ({ name, target }: { name: string; target: string }) => [name, target],
        )
      : [],
  );
  const fits = {
    'qcl-mixnet': { epochs: 4 },
    boosting: { nEstimators: 40 },
    'random-forest': { nEstimators: 10 },
  };

  it.skipIf(!isThere).each(['credit', 'attrition', 'hmda'])('%s is predicted alike', async (name) => {
    const table = await readTable(`${folder}/${name}.csv.gz`);
    for (const [classifier, classifierOptions] of Object.entries(fits)) {
      const settings = { target: targets.get(name), classifier, classifierOptions };
      const { model } = await trainOnTable(table, settings as TrainOnTableOptions<ClassifierName>);
      await expectSamePredictions(model, table);
    }
    expect(table.rows).toBeGreaterThan(1000);
  });
});
