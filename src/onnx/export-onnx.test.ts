import { InferenceSession } from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { mixedRows } from '../../test/support/mixed-rows.js';
import { expectSamePredictions, OnnxModel } from '../../test/support/onnx-runtime.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import type { TableClassifier } from '../pipeline/table-classifier.js';
import { trainOnTable } from '../pipeline/train-on-table.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { exportOnnx, onnxInputs } from './export-onnx.js';

const table = mixedRows(200, ['no', 'yes']);

const trained = async (
  classifier: 'logistic-regression' | 'boosting' | 'random-forest',
  options: Record<string, unknown> = {},
): Promise<TableClassifier> => (await trainOnTable(table, { target: 'y', classifier, ...options })).model;

describe('an exported model', () => {
  it('predicts as the model, with rows and values that training did not have', async () => {
    const model = await trained('logistic-regression');
    await expectSamePredictions(model, table);
    const { y, ...others } = Object.fromEntries(
      mixedRows(30, ['no', 'yes'], 2).columns.map((c) => [c.name, c]),
    );
    const strange = {
      kind: 'text',
      codes: new Int32Array(30),
      dictionary: ['nowhere'],
      name: 'city',
    } as const;
    const fresh = { rows: 30, source: 'fresh', columns: [...Object.values({ ...others, city: strange }), y] };
    await expectSamePredictions(model, fresh);
  });

  it('names its inputs and outputs, and says in its metadata what it is', async () => {
    const model = await trained('logistic-regression');
    const session = await InferenceSession.create(exportOnnx(model));
    expect(session.inputNames).toEqual(['amount', 'skewed', 'flag', 'city', 'size', 'shop']);
    expect(session.outputNames).toEqual(['label', 'probabilities']);
    expect(onnxInputs(model).map(({ type }) => type)).toEqual([
      'double',
      'double',
      'string',
      'string',
      'string',
      'string',
    ]);
    const text = new TextDecoder().decode(exportOnnx(model));
    expect(text).toContain('["no","yes"]');
    expect(text).toMatch(/fingerprint.{1,4}[0-9a-f]{8}/s);
    expect(exportOnnx(model)).toEqual(exportOnnx(model));
  });

  it('gives its outputs other names than the columns have', async () => {
    const renamed = {
      ...table,
      columns: table.columns.map((c) => (c.name === 'amount' ? { ...c, name: 'label' } : c)),
    };
    const { model } = await trainOnTable(renamed, { target: 'y', classifier: 'logistic-regression' });
    const session = await InferenceSession.create(exportOnnx(model));
    expect(session.outputNames).toEqual(['label_output', 'probabilities']);
    await expectSamePredictions(model, renamed);
  });

  it('splits categories and missing values as its trees do', async () => {
    const model = await trained('boosting', { classifierOptions: { nEstimators: 20, combinedColumns: 3 } });
    await expectSamePredictions(model, table);
  });

  it('has the probabilities of the model, not of equal classes, where one class is rare', async () => {
    const random = new RandomStream(5, 'rare');
    const y = Array.from({ length: 600 }, (_, row) => (row % 50 === 0 ? 'rare' : 'common'));
    const x = y.map((label) => random.normal() + (label === 'rare' ? 1 : 0));
    const rare = tableFromColumns([
      ['x', x],
      ['y', y],
    ]);
    // Few rounds: most of each margin is the one before the first tree.
    const classifierOptions = { nEstimators: 2 };
    for (const classifier of ['xgboost', 'gradient-boosting'] as const) {
      const { model } = await trainOnTable(rare, {
        target: 'y',
        classifier,
        classifierOptions,
        calibration: 'none',
      });
      await expectSamePredictions(model, rare);
      if (classifier === 'xgboost') continue;
      const { probabilities } = await (await OnnxModel.load(model)).predict(rare);
      const mean = probabilities.filter((_, i) => i % 2 === 1).reduce((sum, p) => sum + p, 0) / rare.rows;
      expect(mean).toBeLessThan(0.1);
    }
  });

  it.each([
    ['no', 'yes'],
    ['no', 'yes', 'never'],
  ])('never gives a class of weight 0, of %s and %s, %s', async (...given) => {
    const classes = given.filter((label) => label !== undefined);
    const rows = mixedRows(120, classes);
    const classWeight: [string, number][] = [['yes', 0]];
    const { model } = await trainOnTable(rows, {
      target: 'y',
      classifier: 'decision-tree',
      classifierOptions: { classWeight },
      calibration: 'none',
      decision: 'argmax',
    });
    await expectSamePredictions(model, rows);
    expect((await (await OnnxModel.load(model)).predict(rows)).labels).not.toContain('yes');
  });

  it('is refused if a column has no name', async () => {
    const unnamed = {
      ...table,
      columns: table.columns.map((c) => (c.name === 'size' ? { ...c, name: '' } : c)),
    };
    const { model } = await trainOnTable(unnamed, { target: 'y', classifier: 'decision-tree' });
    expect(() => exportOnnx(model)).toThrow(/column without a name/);
  });

  it('is made of models only', () => {
    expect(() => exportOnnx({} as TableClassifier)).toThrow(InputError);
  });
});
