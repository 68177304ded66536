/**
 * The contract of src/classifiers/classifier.ts over every classifier of the registry, in the manner of
 * scikit-learn's check_estimator: learning, labels, predictions, bad input, weights, progress. Saving and
 * loading have contract-saving.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { countsEpochs, knownOptions } from '../../../test/support/known-options.js';
import { blobs, pickRows } from '../../../test/support/labelled-rows.js';
import { InputError, NotFittedError } from '../../errors.js';
import type { Label, Matrix } from '../../matrix.js';
import { classificationReport } from '../../metrics/classification-report.js';
import type { FitProgress } from '../../training/fit-progress.js';
import { classifiers } from '../registry.js';
import type { Classifier } from './classifier.js';

const CLASSES = ['a', 'b', 'c'];
const EPOCHS = 15;

/** A rejected promise's error: its class and its message are part of the contract. */
async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error) => error as Error,
  );
}

async function expectInputError(promise: Promise<unknown>, ...parts: RegExp[]): Promise<void> {
  const error = await rejection(promise);
  expect(error).toBeInstanceOf(InputError);
  for (const part of parts) expect(error.message).toMatch(part);
}

function tensorsOf(classifier: Classifier) {
  return [...classifier.tensors()].map(([name, { shape, data }]) => [name, [...shape], Array.from(data)]);
}

describe.each(classifiers.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const create = (options: Record<string, unknown> = {}) =>
    entry.create(knownOptions(entry, { epochs: EPOCHS, nEstimators: EPOCHS, ...options }));
  const { acceptsMissing, acceptsSampleWeight } = entry;
  const table = blobs([30, 25, 20], CLASSES);
  const fitted = (options?: Record<string, unknown>) => create(options).fit(table.X, table.y);

  describe('learning', () => {
    it('has the name of its entry', () => expect(create().name).toBe(name));

    it('gives the same model when fitted twice, by one classifier or by two', async () => {
      const first = await fitted();
      const second = await fitted();
      expect(tensorsOf(second)).toEqual(tensorsOf(first));
      expect(second.toJSON()).toEqual(first.toJSON());
      const before = tensorsOf(first);
      expect(before.length).toBeGreaterThan(0);
      await first.fit(table.X, table.y);
      expect(tensorsOf(first)).toEqual(before);
    });

    it('forgets what it learned before', async () => {
      const other = blobs([20, 20], [7, 9], 5, 2);
      const reused = await (await fitted()).fit(other.X, other.y);
      expect(reused.classes).toEqual([7, 9]);
      expect(tensorsOf(reused)).toEqual(tensorsOf(await create().fit(other.X, other.y)));
    });

    it('does not change its input', async () => {
      const y = [...table.y];
      const X = { ...table.X, data: table.X.data.slice() };
      const sampleWeight = acceptsSampleWeight ? Float64Array.from(y, (_, i) => 1 + (i % 3)) : undefined;
      const weights = sampleWeight?.slice();
      const classifier = await create().fit(X, y, { sampleWeight, validation: { X, y } });
      await classifier.predictProba(X);
      expect(X).toEqual(table.X);
      expect(y).toEqual(table.y);
      expect(sampleWeight).toEqual(weights);
    });

    it('tells three clouds apart', async () => {
      const validation = blobs([30, 30, 30], CLASSES, 5);
      const classifier = await create({ epochs: 40, nEstimators: 40 }).fit(table.X, table.y, { validation });
      const { X, y } = blobs([50, 50, 50], CLASSES, 2);
      expect(macroF1Of(y, await classifier.predict(X))).toBeGreaterThan(0.9);
    });

    it('trains on all rows, to the last epoch, without validation rows', async () => {
      const whole = await create().fit(table.X, table.y, { validation: 'none' });
      const fraction = 'validationFraction' in entry.options.shape ? { validationFraction: 0 } : {};
      const same = await create(fraction).fit(table.X, table.y);
      expect(tensorsOf(whole)).toEqual(tensorsOf(same));
      expect((whole.toJSON() as { model: unknown }).model).toEqual(
        (same.toJSON() as { model: unknown }).model,
      );
      const { X, y } = blobs([50, 50, 50], CLASSES, 2);
      expect(macroF1Of(y, await whole.predict(X))).toBeGreaterThan(0.8);
    });

    it('detects a class of 5 % of the rows', async () => {
      const rare = blobs([190, 10], ['common', 'rare'], 3);
      const validation = blobs([190, 10], ['common', 'rare'], 5);
      const classifier = await create({ epochs: 40, nEstimators: 40 }).fit(rare.X, rare.y, { validation });
      const { X, y } = blobs([190, 10], ['common', 'rare'], 4);
      const predicted = await classifier.predict(X);
      const found = y.filter((label, i) => label === 'rare' && predicted[i] === 'rare').length;
      expect(found).toBeGreaterThanOrEqual(8);
      expect(macroF1Of(y, predicted)).toBeGreaterThan(0.9);
    });
  });

  describe('small and lopsided tables', () => {
    it.each([
      ['two rows of two classes', [1, 1]],
      ['three rows', [2, 1]],
      ['four rows', [2, 2]],
      ['classes with one row', [20, 1, 1]],
      ['every class with one row', [1, 1, 1]],
      ['as many rows as leave a last batch of one', [33, 32]],
      ['as many rows as leave a last batch of two', [33, 33]],
    ])('%s', async (_, counts) => {
      const { X, y } = blobs(counts, CLASSES);
      for (const options of [{}, { batchSize: 64, validationFraction: 0 }, { batchSize: 2 }]) {
        const classifier = await create(options).fit(X, y);
        expect(classifier.classes).toEqual(CLASSES.slice(0, counts.length));
        expectDistributions(await classifier.predictProba(X));
      }
    });

    it('constant features, which tell nothing: every row gets the same distribution', async () => {
      const X = { ...table.X, data: new Float32Array(table.X.data.length).fill(2) };
      const { data, rows, columns } = await (await create().fit(X, table.y)).predictProba(X);
      expectDistributions({ data, rows, columns });
      for (let row = 1; row < rows; row++) {
        expect(data.slice(row * columns, (row + 1) * columns)).toEqual(data.slice(0, columns));
      }
    });

    it('predicts the only class of one-class targets', async () => {
      const y = table.y.map(() => 'only');
      const classifier = await create().fit(table.X, y);
      expect(classifier.classes).toEqual(['only']);
      expect(await classifier.predict(table.X)).toEqual(y);
      const { data, columns } = await classifier.predictProba(table.X);
      expect(columns).toBe(1);
      expect(data).toEqual(new Float32Array(table.X.rows).fill(1));
      await expectInputError(classifier.predict(blobs([2], ['x'], 1, 2).X), /2 columns/);
    });
  });

  describe('labels', () => {
    it.each<[string, Label[]]>([
      ['strings', ['pear', 'apple', 'fig']],
      ['numbers that are not contiguous', [40, -3, 7.5]],
      ['numbers that sort otherwise as strings', [10, 9, 100]],
      ['booleans', [true, false]],
      ['names of object properties', ['__proto__', 'constructor', 'toString']],
      ['an empty string', ['', ' ']],
      ['zero and one', [0, 1]],
    ])('%s come back as they went in', async (_, labels) => {
      const counts = [20, 25, 30].slice(0, labels.length);
      const { X, y } = blobs(counts, labels);
      const classifier = await create({ epochs: 30 }).fit(X, y, { validation: { X, y } });
      expect(classifier.classes).toEqual(sorted(labels));
      const predicted = await classifier.predict(X);
      const right = predicted.filter((label, i) => label === y[i]).length;
      expect(right / y.length).toBeGreaterThan(0.9);
    });

    it('does not depend on what the labels are called', async () => {
      const renamed = table.y.map((label) => ({ a: 10, b: 20, c: 30 })[label as string] as number);
      const other = await create().fit(table.X, renamed);
      expect(tensorsOf(other)).toEqual(tensorsOf(await fitted()));
    });
  });

  describe('predictions', () => {
    it('are distributions, and the predicted class has the largest probability', async () => {
      const classifier = await fitted();
      const { X } = blobs([40, 40, 40], CLASSES, 6);
      const probabilities = await classifier.predictProba(X);
      expect([probabilities.rows, probabilities.columns]).toEqual([120, 3]);
      expectDistributions(probabilities);
      (await classifier.predict(X)).forEach((label, i) => {
        const row = probabilities.data.subarray(i * 3, i * 3 + 3);
        expect(row[classifier.classes.indexOf(label)]).toBe(Math.max(...row));
      });
    });

    it('do not depend on the order of the rows or on their grouping', async () => {
      const classifier = await fitted();
      const { X } = blobs([250, 250, 250], CLASSES, 6);
      const whole = await classifier.predictProba(X);
      const labels = await classifier.predict(X);
      const row = (m: Matrix, i: number) => Array.from(m.data.subarray(i * m.columns, (i + 1) * m.columns));
      const backwards = Array.from({ length: X.rows }, (_, i) => X.rows - 1 - i);
      const reversed = await classifier.predictProba(pickRows(X, backwards));
      backwards.forEach((original, i) => {
        expect(row(reversed, i)).toEqual(row(whole, original));
      });
      for (const size of [1, 2, 7]) {
        for (let start = 0; start < 42; start += size) {
          const rows = Array.from({ length: size }, (_, i) => start + i);
          const part = await classifier.predictProba(pickRows(X, rows));
          rows.forEach((original, i) => {
            expect(row(part, i)).toEqual(row(whole, original));
          });
          expect(await classifier.predict(pickRows(X, rows))).toEqual(labels.slice(start, start + size));
        }
      }
    });

    it('can be asked for by many callers at once', async () => {
      const classifier = await fitted();
      const parts = [table.X, pickRows(table.X, [3]), pickRows(table.X, [5, 1])];
      const apart = [];
      for (const part of parts) apart.push(await classifier.predictProba(part));
      expect(await Promise.all(parts.map((part) => classifier.predictProba(part)))).toEqual(apart);
    });
  });

  it.runIf(entry.create().importances)(
    'has importances that sum to 1, most of it where the classes differ',
    async () => {
      // Two columns of noise behind the three that tell the clouds apart.
      const { X, y } = blobs([40, 40, 40], CLASSES, 2, 5);
      const classifier = await create().fit(X, y);
      const importances = Array.from(classifier.importances?.() ?? []);
      expect(importances).toHaveLength(5);
      expect(Math.min(...importances)).toBeGreaterThanOrEqual(0);
      expect(importances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
      expect(importances[0] + importances[1] + importances[2]).toBeGreaterThan(0.75);
      const single = await create().fit(
        X,
        y.map(() => 'only'),
      );
      expect(Array.from(single.importances?.() ?? [])).toEqual([0, 0, 0, 0, 0]);
      expect(() => create().importances?.()).toThrow(NotFittedError);
    },
  );

  describe('bad input', () => {
    it('says that it is not fitted', async () => {
      const classifier = create();
      expect(classifier.isFitted).toBe(false);
      for (const use of [
        () => classifier.classes,
        () => classifier.toJSON(),
        () => classifier.tensors(),
        () => classifier.predict(table.X),
        () => classifier.predictProba(table.X),
      ]) {
        const error = await rejection((async () => use())());
        expect(error).toBeInstanceOf(NotFittedError);
        expect(error.message).toContain(name);
      }
    });

    const empty = { data: new Float32Array(0), rows: 0, columns: 3 };
    const withValue = (value: number): Matrix => {
      const data = table.X.data.slice();
      data[3 * 4 + 2] = value;
      return { ...table.X, data };
    };
    const matrices: [string, Matrix, RegExp[]][] = [
      ['no rows', empty, [/no rows/]],
      ['no columns', { data: new Float32Array(0), rows: 75, columns: 0 }, [/no columns/]],
      ...(acceptsMissing
        ? []
        : [['NaN', withValue(Number.NaN), [/NaN/, /row 4/, /column 2/]] as [string, Matrix, RegExp[]]]),
      ['infinity', withValue(Number.POSITIVE_INFINITY), [/Infinity/, /row 4/, /column 2/]],
      ['minus infinity', withValue(Number.NEGATIVE_INFINITY), [/-Infinity/, /row 4/, /column 2/]],
      ['fewer values than rows x columns', { ...table.X, data: table.X.data.slice(1) }, [/224/, /225/]],
    ];

    it.each(matrices)('fit: X with %s', (_, X, parts) =>
      expectInputError(create().fit(X, table.y.slice(0, X.rows)), ...parts),
    );

    it.each(matrices)('predict: X with %s', async (_, X, parts) => {
      const classifier = await fitted();
      const fitting = X.columns === 0 ? [/0 columns/, /3/] : parts;
      await expectInputError(classifier.predict(X), ...fitting);
      await expectInputError(classifier.predictProba(X), ...fitting);
    });

    it('predict: X of another width', async () => {
      const classifier = await fitted();
      const { X } = blobs([2, 2], CLASSES, 1, 4);
      await expectInputError(classifier.predict(X), /4 columns/, /3/);
      await expectInputError(classifier.predictProba(X), /4 columns/, /3/);
    });

    it.each<[string, Label[], RegExp]>([
      ['too few labels', table.y.slice(1), /74 labels for 75 rows/],
      ['too many labels', [...table.y, 'a'], /76 labels for 75 rows/],
      ['a missing label', table.y.map((l, i) => (i === 3 ? (undefined as unknown as Label) : l)), /row 3/],
      ['a label that is null', table.y.map((l, i) => (i === 3 ? (null as unknown as Label) : l)), /row 3/],
      ['a label that is NaN', table.y.map((_, i) => (i === 3 ? Number.NaN : 1)), /NaN at row 3/],
      ['labels of two kinds', table.y.map((l, i) => (i === 3 ? 1 : l)), /string and number/],
    ])('fit: %s', (_, y, part) => expectInputError(create().fit(table.X, y), part));

    it('fit: one row', () => expectInputError(create().fit(pickRows(table.X, [0]), ['a']), /one row/));

    it('fit: validation rows that do not match', async () => {
      const { X, y } = blobs([2, 2], CLASSES, 1, 4);
      await expectInputError(create().fit(table.X, table.y, { validation: { X, y } }), /4 columns/);
      const stranger = { X: table.X, y: table.y.map(() => 'z') };
      await expectInputError(create().fit(table.X, table.y, { validation: stranger }), /"z"/, /"a"/);
    });

    it('fit: validation that is neither rows nor none', () =>
      expectInputError(
        create().fit(table.X, table.y, { validation: 'all' as never }),
        /validation is "all"/,
      ));

    it('leaves a fitted classifier as it was when a later fit is refused', async () => {
      const classifier = await fitted();
      const before = tensorsOf(classifier);
      await expectInputError(classifier.fit(empty, []));
      expect(tensorsOf(classifier)).toEqual(before);
    });

    it('refuses options it does not know or cannot use', () => {
      expect(() => create({ learningRat: 1 })).toThrow(InputError);
      expect(() => create({ learningRat: 1 })).toThrow(/learningRat/);
      for (const option of ['epochs', 'nEstimators', 'k'].filter((each) => each in entry.options.shape)) {
        expect(() => create({ [option]: 0 })).toThrow(new RegExp(option));
        expect(() => create({ [option]: 'many' })).toThrow(new RegExp(option));
      }
      if ('seed' in entry.options.shape) expect(() => create({ seed: -1 })).toThrow(InputError);
    });
  });

  describe.runIf(acceptsMissing)('missing values', () => {
    it('learns from them, and from their being missing', async () => {
      // The first feature is missing exactly in the rows of class a; the others tell nothing.
      const noise = blobs([90], ['?'], 8).X;
      const y = Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 'a' : 'b'));
      const data = noise.data.slice();
      y.forEach((label, i) => {
        if (label === 'a') data[i * noise.columns] = Number.NaN;
      });
      const X = { ...noise, data };
      const classifier = await create().fit(X, y);
      expect(await classifier.predict(X)).toEqual(y);
      expectDistributions(await classifier.predictProba(X));
    });

    it('predicts where all is missing', async () => {
      const classifier = await fitted();
      expectDistributions(
        await classifier.predictProba({ ...table.X, data: table.X.data.map(() => Number.NaN) }),
      );
    });
  });

  it.skipIf(acceptsSampleWeight)('refuses sample weights, which it cannot use', () =>
    expectInputError(create().fit(table.X, table.y, { sampleWeight: table.y.map(() => 1) }), /sampleWeight/),
  );

  describe.runIf(acceptsSampleWeight)('weights', () => {
    const weigh = (sampleWeight: ArrayLike<number>, options?: Record<string, unknown>) =>
      create(options).fit(table.X, table.y, { sampleWeight });

    it.each<[string, number[], RegExp[]]>([
      ['too few', [1, 2], [/2 values for 75 rows/]],
      ['negative', table.y.map((_, i) => (i === 5 ? -1 : 1)), [/-1/, /row 5/]],
      ['NaN', table.y.map((_, i) => (i === 5 ? Number.NaN : 1)), [/NaN/, /row 5/]],
      ['infinite', table.y.map((_, i) => (i === 5 ? Infinity : 1)), [/Infinity/, /row 5/]],
      ['all zero', table.y.map(() => 0), [/0 for every row/]],
    ])('refuses sample weights that are %s', (_, weights, parts) =>
      expectInputError(weigh(weights), ...parts),
    );

    it('takes weights in proportion: doubling all changes nothing', async () => {
      const weights = table.y.map((_, i) => 1 + (i % 4));
      const doubled = weights.map((w) => 2 * w);
      expect(tensorsOf(await weigh(doubled))).toEqual(tensorsOf(await weigh(weights)));
    });

    // Far beyond the range of 32-bit floats: only the proportions count.
    it.each([1e-46, 1e300])('takes weights of any size, such as %d', async (weight) => {
      expect(tensorsOf(await weigh(table.y.map(() => weight)))).toEqual(tensorsOf(await fitted()));
    });

    it('equal weights are no weights', async () => {
      expect(tensorsOf(await weigh(table.y.map(() => 4)))).toEqual(tensorsOf(await fitted()));
    });

    // One cloud with both labels: only the weights can tell which to believe.
    const mixed = blobs([80], ['?'], 8);
    const contradicting = mixed.y.map((_, i) => (i % 2 === 0 ? 'even' : 'odd'));
    const shareOfEven = async (options: Record<string, unknown>, sampleWeight?: number[]) => {
      // All rows train: a checkpoint would be chosen by how well both labels are told apart.
      const classifier = await create({ ...options, validationFraction: 0 }).fit(mixed.X, contradicting, {
        sampleWeight,
      });
      const { data } = await classifier.predictProba(mixed.X);
      return data.reduce((sum, p, i) => (i % 2 === 0 ? sum + p : sum), 0) / mixed.X.rows;
    };
    const favour = (label: string) => contradicting.map((l) => (l === label ? 1 : 0));

    it('rows of weight 0 have less influence', async () => {
      const plain = await shareOfEven({});
      expect(await shareOfEven({}, favour('even'))).toBeGreaterThan(plain + 0.05);
      expect(await shareOfEven({}, favour('odd'))).toBeLessThan(plain - 0.05);
    });

    if ('classWeight' in entry.options.shape) {
      it('class weights work like sample weights', async () => {
        const byClass = await shareOfEven({ classWeight: [['odd', 0]] });
        expect(byClass).toBe(await shareOfEven({}, favour('even')));
      });

      it('balanced class weights are rows / (classes * rows of the class)', async () => {
        const count = new Map(CLASSES.map((label) => [label, table.y.filter((l) => l === label).length]));
        const weights = table.y.map((label) => table.X.rows / (3 * (count.get(label as string) as number)));
        const balanced = await create({ classWeight: 'balanced' }).fit(table.X, table.y);
        expect(tensorsOf(balanced)).toEqual(tensorsOf(await weigh(weights)));
      });

      it('refuses class weights that cannot be used', async () => {
        await expectInputError(
          create({ classWeight: [['z', 2]] }).fit(table.X, table.y),
          /classWeight/,
          /"z"/,
        );
        expect(() => create({ classWeight: [['a', -1]] })).toThrow(/classWeight/);
        expect(() => create({ classWeight: 'equal' })).toThrow(/classWeight/);
        const nothing = create({ classWeight: CLASSES.map((label) => [label, 0]) });
        await expectInputError(nothing.fit(table.X, table.y), /classWeight/);
      });
    }
  });

  describe('progress and abort', () => {
    it('reports every epoch in order, the best so far never falling', async () => {
      const events: FitProgress[] = [];
      await create().fit(table.X, table.y, { onProgress: (event) => events.push(event) });
      if (countsEpochs(entry)) {
        expect(events.length).toBe(EPOCHS);
      }
      expect(events.map((e) => e.epoch)).toEqual(events.map((_, i) => i + 1));
      let best = -1;
      let seconds = 0;
      for (const event of events) {
        // Iterations end when nothing is left to gain: their number is known as a limit only.
        if (event.unit === 'iteration') expect(event.epochs).toBeGreaterThanOrEqual(events.length);
        else expect(event.epochs).toBe(events.length);
        if (event.learningRate !== undefined) expect(event.learningRate).toBeGreaterThan(0);
        if (event.bestMacroF1 !== undefined) {
          expect(event.bestMacroF1).toBeGreaterThanOrEqual(best);
          best = event.bestMacroF1;
          expect(events[event.bestEpoch - 1].validationMacroF1).toBe(best);
        }
        expect(event.secondsElapsed).toBeGreaterThanOrEqual(seconds);
        seconds = event.secondsElapsed;
      }
      const losses = events.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
      expect([0, events.length]).toContain(losses.length);
      if (losses.length > 1) expect(losses[losses.length - 1]).toBeLessThan(losses[0]);
      expect(losses.every((loss) => loss > 0)).toBe(true);
    });

    it('does nothing when the signal is aborted beforehand', async () => {
      const reason = new Error('not now');
      const classifier = create();
      const fit = classifier.fit(table.X, table.y, { signal: AbortSignal.abort(reason) });
      expect(await rejection(fit)).toBe(reason);
      expect(classifier.isFitted).toBe(false);
    });

    it('rejects with the reason of the signal and keeps the best checkpoint', async () => {
      const controller = new AbortController();
      const reason = { because: 'the user left' };
      const events: FitProgress[] = [];
      const classifier = create();
      const fit = classifier.fit(table.X, table.y, {
        signal: controller.signal,
        validation: table,
        onProgress: (event) => {
          events.push(event);
          if (event.epoch === 5) controller.abort(reason);
        },
      });
      // One that is done at once, or in fewer steps, has nothing to interrupt.
      const outcome = await fit.catch((error) => error as unknown);
      if (events.length < 5) return;
      expect(outcome).toBe(reason);
      expect(events.length).toBe(5);
      // One without epochs or trees may have nothing to keep before its end.
      if (countsEpochs(entry)) {
        expect(classifier.isFitted).toBe(true);
      }
      if (!classifier.isFitted) return;
      const predicted = await classifier.predict(table.X);
      const score = events[4].bestMacroF1 ?? events[4].validationMacroF1;
      if (score !== undefined) expect(macroF1Of(table.y, predicted)).toBeCloseTo(score, 12);
    });

    it('passes on what a progress callback throws', async () => {
      const defect = new Error('in the callback');
      const onProgress = () => {
        throw defect;
      };
      const outcome = await create()
        .fit(table.X, table.y, { onProgress })
        .catch((error) => error as unknown);
      if (countsEpochs(entry) || outcome instanceof Error) expect(outcome).toBe(defect);
    });
  });
});

function expectDistributions({ data, rows, columns }: Matrix): void {
  expect(data.length).toBe(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  }
}

function sorted(labels: readonly Label[]): Label[] {
  return [...labels].sort((a, b) => (a < b ? -1 : 1));
}

function macroF1Of(yTrue: readonly Label[], yPred: readonly Label[]): number {
  return classificationReport(yTrue, yPred).metrics.macroF1;
}
