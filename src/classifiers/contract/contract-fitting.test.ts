/** The contract of classifiers, continued: bad input, weights, progress and abort. */
import { describe, expect, it } from 'vitest';
import {
  CLASSES,
  contractSetting,
  EPOCHS,
  expectInputError,
  macroF1Of,
  rejection,
  tensorsOf,
} from '../../../test/support/classifier-contract.js';
import { contractEntries } from '../../../test/support/contract-entries.js';
import { countsEpochs } from '../../../test/support/known-options.js';
import { blobs, pickRows } from '../../../test/support/labelled-rows.js';
import { InputError, NotFittedError } from '../../errors.js';
import type { Label, Matrix } from '../../matrix.js';
import type { FitProgress } from '../../training/fit-progress.js';

describe.each(contractEntries)('%s', (_, entry) => {
  const { name } = entry;
  const { create, table, fitted } = contractSetting(entry);
  const { acceptsMissing, acceptsSampleWeight } = entry;

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

    it.each<[string, unknown, RegExp[]]>([
      [
        'rows as arrays',
        [
          [1, 2, 3],
          [2, 1, 3],
        ],
        [/X\.flat\(\)/, /rows: X\.length/],
      ],
      ['data as an array', { ...table.X, data: [...table.X.data] }, [/Float32Array/]],
      ['no number of columns', { ...table.X, columns: undefined }, [/columns/]],
      ['nothing', undefined, [/\{ data, rows, columns \}/]],
    ])('fit and predict: %s instead of a matrix', async (_, given, parts) => {
      const X = given as Matrix;
      const said = [/^X is not a matrix: give/, ...parts];
      await expectInputError(create().fit(X, table.y), ...said);
      await expectInputError(
        create().fit(table.X, table.y, { validation: { X: {} as Matrix, y: [] } }),
        said[0],
      );
      const classifier = await fitted();
      await expectInputError(classifier.predict(X), ...said);
      await expectInputError(classifier.predictProba(X), ...said);
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
