/** What the contract of all classifiers does not say of SVM+SMOTE. */
import { describe, expect, it } from 'vitest';
import { blobs, pickRows } from '../../../test/support/labelled-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError, NotFittedError } from '../../errors.js';
import type { Label, Matrix } from '../../matrix.js';
import { smote } from '../../resampling/smote.js';
import { trainMachinesOn } from '../../svm/libsvm.js';
import { loadLibsvm } from '../../svm/load-libsvm.js';
import type { SvmTraining } from '../../svm/svm-training.js';
import type { FitProgress } from '../../training/fit-progress.js';
import type { SvmSmoteOptions } from './options.js';
import { SvmSmote } from './svm-smote.js';

/** libsvm-js, loaded with the first training, adds one. */
const listenersBefore = process.listeners('unhandledRejection');

const CLASSES = ['a', 'b', 'c'];
const table = blobs([40, 20, 12], CLASSES);

async function shareRight(classifier: SvmSmote, X: Matrix, y: readonly Label[]): Promise<number> {
  const predicted = await classifier.predict(X);
  return predicted.filter((label, i) => label === y[i]).length / y.length;
}

const kernelOf = (classifier: SvmSmote) => (classifier.toJSON().model as { kernel: unknown }).kernel;

describe('svm-smote', () => {
  it('trains on what SMOTE makes of the rows', async () => {
    const y = Int32Array.from(table.y, (label) => CLASSES.indexOf(label as string));
    const filled = await smote(table.X, y, 3, { random: new RandomStream(5, 'smote') });
    const labels = Array.from(filled.y, (c) => CLASSES[c]);
    const own = await new SvmSmote({ seed: 5 }).fit(table.X, table.y);
    const given = await new SvmSmote({ seed: 5 }).fit(filled.X, labels);
    expect(own.tensors()).toEqual(given.tensors());
  });

  it('depends on its seed', async () => {
    const [one, two] = await Promise.all([1, 2].map((seed) => new SvmSmote({ seed }).fit(table.X, table.y)));
    expect(one.tensors().get('slopes')).not.toEqual(two.tensors().get('slopes'));
  });

  it('has the gamma of the option', async () => {
    const X = { data: Float32Array.of(1, 5, 2, 4, 3, 6, 8, 7), rows: 4, columns: 2 };
    const gammaOf = async (options: SvmSmoteOptions, rows = X) =>
      kernelOf(await new SvmSmote(options).fit(rows, [0, 1, 0, 1]));
    expect(await gammaOf({})).toEqual({ kind: 'rbf', gamma: 1 / (2 * 5.25) });
    expect(await gammaOf({ gamma: 'auto' })).toEqual({ kind: 'rbf', gamma: 0.5 });
    expect(await gammaOf({ gamma: 0.3 })).toEqual({ kind: 'rbf', gamma: 0.3 });
    expect(await gammaOf({}, { ...X, data: new Float32Array(8).fill(3) })).toEqual({ kind: 'rbf', gamma: 1 });
    expect(await gammaOf({ kernel: 'linear' })).toEqual({ kind: 'linear' });
  });

  it.each<SvmSmoteOptions>([{}, { kernel: 'linear' }])('tells classes apart: %o', async (options) => {
    const classifier = await new SvmSmote(options).fit(table.X, table.y);
    const { X, y } = blobs([60, 60, 60], CLASSES, 4);
    expect(await shareRight(classifier, X, y)).toBeGreaterThan(0.95);
  });

  it('calibrates on groups that the machine was not trained on', async () => {
    // Each group is a tight cluster with a class of its own: the rows say nothing about another group.
    const random = new RandomStream(7, 'groups');
    const groups = Int32Array.from({ length: 120 }, (_, i) => i >> 2);
    const data = new Float32Array(240);
    for (let g = 0; g < 30; g++) {
      const [x, z] = [random.normal(), random.normal()];
      for (let i = 0; i < 4; i++) {
        data.set([x + 0.01 * random.normal(), z + 0.01 * random.normal()], (g * 4 + i) * 2);
      }
    }
    const X = { data, rows: 120, columns: 2 };
    const y = Array.from(groups, (g) => (g % 3 === 0 ? 'yes' : 'no'));
    const certainty = async (given: { groups?: Int32Array; times?: Int32Array }) => {
      const model = await new SvmSmote({ seed: 5, gamma: 50, C: 100 }).fit(X, y, given);
      const { data: p } = await model.predictProba(X);
      return p.reduce((sum, each) => sum + Math.abs(each - 0.5), 0) / p.length;
    };
    expect(await certainty({})).toBeGreaterThan(0.45);
    expect(await certainty({ groups })).toBeLessThan(0.3);
    expect(await certainty({ times: groups })).toBeLessThan(0.4);
  });

  it('calibrates on its training rows if no group can be held out', async () => {
    const groups = Int32Array.from(table.y, (label) => CLASSES.indexOf(label as string));
    const model = await new SvmSmote({ seed: 5 }).fit(table.X, table.y, { groups });
    expect(await shareRight(model, table.X, table.y)).toBeGreaterThan(0.95);
  });

  it('leans towards a class of more weight', async () => {
    const cloud = blobs([60], ['?'], 3).X;
    const labels = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 'even' : 'odd'));
    const favoured = async (classWeight?: SvmSmoteOptions['classWeight']) => {
      const classifier = await new SvmSmote({ classWeight }).fit(cloud, labels);
      const { data } = await classifier.decisionValues(cloud);
      return data.filter((value) => value > 0).length;
    };
    const plain = await favoured();
    expect(await favoured([['even', 5]])).toBeGreaterThan(plain);
    expect(await favoured([['odd', 5]])).toBeLessThan(plain);
    // Only proportions count.
    expect(
      await favoured([
        ['even', 3],
        ['odd', 3],
      ]),
    ).toBe(plain);
  });

  it('takes many classes, and refuses weights of more than libsvm can read', async () => {
    const labels = Array.from({ length: 45 }, (_, c) => c);
    const { X, y } = blobs(new Array(45).fill(2), labels);
    const classifier = await new SvmSmote().fit(X, y);
    expect(classifier.classes).toEqual(labels);
    const classWeight = labels.map((label): [number, number] => [label, 1 + label / 7]);
    const weighted = new SvmSmote({ classWeight }).fit(X, y);
    await expect(weighted).rejects.toThrow(
      /classWeight differs for 44 classes.*accepts weights for at most 8/,
    );
  });

  it('refuses more classes than it can train a machine for each two of', async () => {
    const labels = Array.from({ length: 301 }, (_, c) => c);
    const { X, y } = blobs(new Array(301).fill(2), labels);
    await expect(new SvmSmote().fit(X, y)).rejects.toThrow(/45150 for 301 classes: at most 300/);
  });

  it('warns of rare classes with fewer rows than neighbours', async () => {
    const { X, y } = blobs([20, 3], CLASSES);
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    await new SvmSmote().fit(X, y, { onWarning });
    expect(warnings.join()).toMatch(/SMOTE: 1 \(the smallest has 3 rows\)/);
    await new SvmSmote({ smoteNeighbours: 2 }).fit(X, y, { onWarning });
    expect(warnings).toHaveLength(1);
  });

  it('counts its machines: five for each pair of classes and one for all', async () => {
    const events: FitProgress[] = [];
    await new SvmSmote().fit(table.X, table.y, { onProgress: (event) => events.push(event) });
    expect(events.map(({ epoch, epochs, unit }) => [epoch, epochs, unit])).toEqual(
      Array.from({ length: 16 }, (_, i) => [i + 1, 16, 'machine']),
    );
  });

  it('keeps no model of a training that was stopped', async () => {
    const controller = new AbortController();
    const classifier = new SvmSmote();
    const { signal } = controller;
    const onProgress = () => controller.abort('enough');
    await expect(classifier.fit(table.X, table.y, { onProgress, signal })).rejects.toBe('enough');
    expect(classifier.isFitted).toBe(false);
  });
});

describe('odd tables', () => {
  const expectDistributions = async (classifier: SvmSmote, X: Matrix) => {
    const { data, rows, columns } = await classifier.predictProba(X);
    for (let row = 0; row < rows; row++) {
      const sum = data.subarray(row * columns, (row + 1) * columns).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  };

  it.each<SvmSmoteOptions>([{}, { kernel: 'linear' }])(
    'predicts two rows, one of each class: %o',
    async (options) => {
      const { X, y } = blobs([1, 1], CLASSES);
      const classifier = await new SvmSmote(options).fit(X, y);
      expect(await classifier.predict(X)).toEqual(y);
    },
  );

  it('predicts rows that are alone in their class', async () => {
    const { X, y } = blobs([1, 1, 1], CLASSES);
    expect(await shareRight(await new SvmSmote().fit(X, y), X, y)).toBe(1);
  });

  it.each<[string, (X: Matrix) => Matrix]>([
    ['equal rows', (X) => pickRows(X, new Array(X.rows).fill(0))],
    [
      'each row twice',
      (X) =>
        pickRows(
          X,
          Array.from({ length: X.rows }, (_, i) => i >> 1),
        ),
    ],
    ['a constant column', (X) => ({ ...X, data: X.data.map((value, i) => (i % 3 === 1 ? 7 : value)) })],
    ['constant columns alone', (X) => ({ ...X, data: X.data.map(() => 7) })],
    ['tiny values', (X) => ({ ...X, data: X.data.map((value) => value * 1e-30) })],
    ['huge values', (X) => ({ ...X, data: X.data.map((value) => value * 1e30) })],
  ])('takes %s', async (_, change) => {
    const X = change(table.X);
    await expectDistributions(await new SvmSmote().fit(X, table.y), X);
  });

  it('predicts rows far from all that it has seen', async () => {
    const classifier = await new SvmSmote().fit(table.X, table.y);
    await expectDistributions(classifier, { data: Float32Array.of(1e30, -1e30, 3e38), rows: 1, columns: 3 });
  });

  it('refuses values whose distance from the mean no float holds', async () => {
    const data = table.X.data.slice();
    data[0] = 3.4e38;
    for (let i = 3; i < data.length; i += 3) data[i] = -3.4e38;
    await expect(new SvmSmote().fit({ ...table.X, data }, table.y)).rejects.toThrow(/row 0, column 0.*scale/);
  });

  it('refuses more rows than the memory of libsvm holds', async () => {
    const kernel = { kind: 'linear' } as const;
    const limits = { columns: 1_400_000, C: 1, classWeights: [1, 1], tolerance: 1e-3, cacheSize: 1, seed: 1 };
    const job: SvmTraining = { ...limits, kernel, sizes: [50, 50], rows: new Float32Array(0) };
    const groups = [new Int32Array(50), new Int32Array(50)];
    const Svm = await loadLibsvm();
    expect(() => trainMachinesOn(Svm, job, groups, [1, 1])).toThrow(InputError);
    expect(() => trainMachinesOn(Svm, job, groups, [1, 1])).toThrow(/100 rows x 1400000 columns.*cacheSize/);
  });
});

describe('decisionValues', () => {
  it('has a column for each pair, above 0 for its first class', async () => {
    const classifier = await new SvmSmote().fit(table.X, table.y);
    const { data, rows, columns } = await classifier.decisionValues(table.X);
    expect([rows, columns]).toEqual([table.X.rows, 3]);
    const pairs = [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ];
    table.y.forEach((label, row) => {
      pairs.forEach(([first, second], pair) => {
        const value = data[row * 3 + pair];
        if (label === first) expect(value).toBeGreaterThan(0);
        if (label === second) expect(value).toBeLessThan(0);
      });
    });
  });

  it('refuses what predict refuses, and one class', async () => {
    await expect(new SvmSmote().decisionValues(table.X)).rejects.toThrow(NotFittedError);
    const classifier = await new SvmSmote().fit(table.X, table.y);
    await expect(classifier.decisionValues(blobs([2], ['a'], 1, 2).X)).rejects.toThrow(/2 columns/);
    const single = await new SvmSmote().fit(
      table.X,
      table.y.map(() => 'only'),
    );
    await expect(single.decisionValues(table.X)).rejects.toThrow(/single class/);
  });
});

it('leaves rejections that nobody handles to Node', () => {
  expect(process.listeners('unhandledRejection')).toEqual(listenersBefore);
});
