/**
 * What weights mean, over every classifier of the registry: a row of weight 0 is as good as absent, weights count
 * where a checkpoint is chosen, and a whole weight is as good as so many rows (where that can be).
 */
import { describe, expect, it } from 'vitest';
import { contractEntries } from '../../../test/support/contract-entries.js';
import { knownOptions } from '../../../test/support/known-options.js';
import { blobs, pickRows } from '../../../test/support/labelled-rows.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { Label, Matrix } from '../../matrix.js';
import type { FitProgress } from '../../training/fit-progress.js';
import type { Classifier } from './classifier.js';

const CLASSES = ['a', 'b', 'c'];
/** Early stopping, where a classifier can stop. */
const STOPPING = new Set(['earlyStoppingRounds', 'nIterNoChange']);

/** Forests draw rows, whatever their weights, and grow leaves of one class, in which weights say nothing. */
const DRAWING = new Set(['random-forest', 'balanced-random-forest']);

interface Rows {
  readonly X: Matrix;
  readonly y: readonly Label[];
}

function rowsOf({ X, y }: Rows, rows: readonly number[]): Rows {
  return { X: pickRows(X, rows), y: rows.map((row) => y[row]) };
}

/** Each row as often as its weight says. */
function repeated(rows: Rows, weights: readonly number[]): Rows {
  return rowsOf(
    rows,
    weights.flatMap((weight, row) => new Array<number>(weight).fill(row)),
  );
}

/** Two clouds that overlap, a fifth of the rows in the rarer one. */
function clouds(count: number, seed: number): Rows {
  const random = new RandomStream(seed, 'clouds');
  const y = Array.from({ length: count }, (_, i) => (i % 5 === 0 ? 'rare' : 'common'));
  const data = Float32Array.from({ length: 3 * count }, (_, at) => {
    const shift = at % 3 === 0 && y[at / 3] === 'rare' ? 2 : 0;
    return shift + random.normal();
  });
  return { X: { data, rows: count, columns: 3 }, y };
}

/** `clouds`, and nearly the same points again with the other label, in random order. */
function contradicted(count: number, seed: number): { rows: Rows; isGood: boolean[] } {
  const { X, y } = clouds(count, seed);
  const random = new RandomStream(seed, 'contradicted');
  const data = Float32Array.from([...X.data, ...X.data.map((value) => value + 0.01 * random.normal())]);
  const flipped = y.map((label) => (label === 'rare' ? 'common' : 'rare'));
  const order = Array.from(random.permutation(2 * count));
  return {
    rows: rowsOf({ X: { data, rows: 2 * count, columns: 3 }, y: [...y, ...flipped] }, order),
    isGood: order.map((row) => row < count),
  };
}

function state(classifier: Classifier) {
  return {
    json: JSON.parse(JSON.stringify(classifier.toJSON())) as unknown,
    tensors: [...classifier.tensors()].map(([name, { shape, data }]) => [name, [...shape], Array.from(data)]),
  };
}

describe.each(contractEntries)('weights of %s', (_, entry) => {
  const { name } = entry;
  const { shape } = entry.options;
  const stopping = Object.fromEntries(
    Object.keys(shape).flatMap((name) => (STOPPING.has(name) ? [[name, 3]] : [])),
  );
  const create = (options: Record<string, unknown> = {}) =>
    entry.create(knownOptions(entry, { epochs: 12, nEstimators: 12, ...stopping, ...options }));
  const { acceptsSampleWeight } = entry;
  const hasClassWeight = 'classWeight' in shape;
  const table = blobs([30, 25, 20], CLASSES);
  const fresh = blobs([20, 20, 20], CLASSES, 9);

  it('says in words what they enter', () => expect(entry.weights).toMatch(/\.$/));

  describe.runIf(acceptsSampleWeight)('of rows', () => {
    it.each([
      ['none', undefined],
      ['1 to 3', 3],
    ])('a row of weight 0 is as good as absent, beside weights of %s', async (_, most) => {
      const { rows, isGood } = contradicted(60, 3);
      const good = Array.from(isGood.keys()).filter((row) => isGood[row]);
      const weightOf = (row: number) => 0.25 * (1 + (row % (most ?? 1)));
      const all = await create().fit(rows.X, rows.y, {
        sampleWeight: isGood.map((is, row) => (is ? weightOf(row) : 0)),
      });
      const alone = rowsOf(rows, good);
      const few = await create().fit(alone.X, alone.y, {
        sampleWeight: most === undefined ? undefined : good.map(weightOf),
      });
      expect(state(all)).toEqual(state(few));
      expect(await all.predictProba(fresh.X)).toEqual(await few.predictProba(fresh.X));
    });

    it('300 rows of weight 0 with the wrong label change nothing that 300 good ones say', async () => {
      const { rows, isGood } = contradicted(300, 4);
      const alone = rowsOf(
        rows,
        Array.from(isGood.keys()).filter((row) => isGood[row]),
      );
      const test = contradicted(400, 5);
      const good = Array.from(test.isGood.keys()).filter((row) => test.isGood[row]);
      const { X, y } = rowsOf(test.rows, good);
      const all = await create().fit(rows.X, rows.y, { sampleWeight: isGood.map(Number) });
      const predicted = await all.predict(X);
      expect(predicted).toEqual(await (await create().fit(alone.X, alone.y)).predict(X));
      expect(predicted.filter((label, row) => label === y[row]).length / y.length).toBeGreaterThan(0.75);
    });

    it.skipIf(DRAWING.has(name))('a whole weight is as good as so many rows, within noise', async () => {
      const seeds = [1, 2];
      const shares = { weighted: 0, repeated: 0 };
      for (const seed of seeds) {
        const rows = clouds(160, seed);
        const weights = rows.y.map((label) => (label === 'rare' ? 3 : 1));
        const many = repeated(rows, weights);
        const { X } = clouds(300, seed + 10);
        // As many steps for both: more rows would make more of an epoch.
        const options = { epochs: 1, minimumSteps: 150, nEstimators: 25, validationFraction: 0 };
        for (const option of STOPPING) if (option in shape) Object.assign(options, { [option]: undefined });
        const share = async (classifier: Classifier) => {
          const { data } = await classifier.predictProba(X);
          return data.reduce((sum, p, at) => (at % 2 === 1 ? sum + p : sum), 0) / X.rows / seeds.length;
        };
        shares.weighted += await share(await create(options).fit(rows.X, rows.y, { sampleWeight: weights }));
        shares.repeated += await share(await create(options).fit(many.X, many.y));
      }
      expect(Math.abs(shares.weighted - shares.repeated)).toBeLessThan(0.05);
    });

    it('a class whose rows have weight 0 stays known, and is never predicted', async () => {
      const warnings: string[] = [];
      const sampleWeight = table.y.map((label) => (label === 'b' ? 0 : 1));
      const onWarning = (message: string) => warnings.push(message);
      const classifier = await create().fit(table.X, table.y, { sampleWeight, onWarning });
      expect(warnings.join()).toMatch(/never predicted.*"b"/);
      await expectWithoutB(classifier);
    });

    it('of rows given to choose the checkpoint: 0 is as good as absent', async () => {
      const validation = { ...fresh, sampleWeight: fresh.y.map((_, row) => row % 3) };
      const kept = Array.from(fresh.y.keys()).filter((row) => row % 3 > 0);
      const fewer = { ...rowsOf(fresh, kept), sampleWeight: kept.map((row) => row % 3) };
      const all = await create().fit(table.X, table.y, { validation });
      expect(state(all)).toEqual(state(await create().fit(table.X, table.y, { validation: fewer })));
    });

    it('of rows given to choose the checkpoint: 3 is as good as three rows', async () => {
      const { rows } = contradicted(60, 6);
      const weights = rows.y.map((label) => (label === 'rare' ? 3 : 1));
      const scores = async (judging: Rows & { sampleWeight?: number[] }) => {
        const events: FitProgress[] = [];
        const onProgress = (event: FitProgress) => events.push(event);
        await create().fit(rows.X, rows.y, { validation: judging, onProgress });
        return events.map(({ validationMacroF1 }) => validationMacroF1);
      };
      const weighted = await scores({ ...rows, sampleWeight: weights });
      const expected = await scores(repeated(rows, weights));
      weighted.forEach((score, i) => {
        if (score !== undefined) expect(score).toBeCloseTo(expected[i] as number, 12);
      });
      if (weighted.some((score) => score !== undefined)) expect(weighted).not.toEqual(await scores(rows));
    });

    it.each<[string, number[], RegExp]>([
      ['too few', [1], /validation.sampleWeight has 1 values for 60 rows/],
      ['negative', fresh.y.map((_, row) => (row === 4 ? -1 : 1)), /validation.sampleWeight is -1 at row 4/],
      ['all 0', fresh.y.map(() => 0), /validation.sampleWeight is 0 for every row/],
    ])(
      'of rows given to choose the checkpoint: refused where they are %s',
      async (_, sampleWeight, message) => {
        const fit = create().fit(table.X, table.y, { validation: { ...fresh, sampleWeight } });
        await expect(fit).rejects.toThrow(message);
      },
    );
  });

  describe.runIf(hasClassWeight)('of classes', () => {
    it('a class of weight 0 stays known, and is never predicted', async () => {
      const classifier = await create({ classWeight: [['b', 0]] }).fit(table.X, table.y);
      await expectWithoutB(classifier);
    });

    it('the single class of positive weight is predicted throughout', async () => {
      const classWeight = [
        ['a', 0],
        ['b', 0],
      ];
      const classifier = await create({ classWeight }).fit(table.X, table.y);
      expect(new Set(await classifier.predict(fresh.X))).toEqual(new Set(['c']));
      const loaded = await entry.load(classifier.toJSON(), classifier.tensors());
      expect(loaded.classes).toEqual(CLASSES);
      const { data } = await loaded.predictProba(pickRows(fresh.X, [0, 1]));
      expect([...data]).toEqual([0, 0, 1, 0, 0, 1]);
    });

    it.runIf(acceptsSampleWeight)('count wherever sample weights do, also on the rows given', async () => {
      const weights = ({ y }: Rows) => y.map((label) => (label === 'b' ? 3 : 1));
      const byClass = await create({ classWeight: [['b', 3]] }).fit(table.X, table.y, { validation: fresh });
      const byRow = await create().fit(table.X, table.y, {
        sampleWeight: weights(table),
        validation: { ...fresh, sampleWeight: weights(fresh) },
      });
      expect(state(byClass).tensors).toEqual(state(byRow).tensors);
    });

    it.runIf(acceptsSampleWeight)('balanced: by the weight of a class, not its rows', async () => {
      // Two rows of weight 1 for one of weight 2.
      const sampleWeight = table.y.map((label) => (label === 'a' ? 2 : 1));
      const counts = { a: 60, b: 25, c: 20 };
      const balanced = await create({ classWeight: 'balanced' }).fit(table.X, table.y, { sampleWeight });
      const named = await create({
        classWeight: CLASSES.map((label) => [label, 105 / (3 * counts[label as 'a'])]),
      }).fit(table.X, table.y, { sampleWeight });
      expect(state(balanced).tensors).toEqual(state(named).tensors);
    });
  });

  async function expectWithoutB(classifier: Classifier): Promise<void> {
    const rest = Array.from(table.y.keys()).filter((row) => table.y[row] !== 'b');
    const without = rowsOf(table, rest);
    const few = await create().fit(without.X, without.y);
    expect(state(classifier).tensors).toEqual(state(few).tensors);
    const loaded = await entry.load(JSON.parse(JSON.stringify(classifier.toJSON())), classifier.tensors());
    for (const each of [classifier, loaded]) {
      expect(each.classes).toEqual(CLASSES);
      const { data, columns } = await each.predictProba(fresh.X);
      const expected = await few.predictProba(fresh.X);
      expect(columns).toBe(3);
      expect(data.filter((_, at) => at % 3 !== 1)).toEqual(expected.data);
      expect(data.filter((p, at) => at % 3 === 1 && p !== 0)).toHaveLength(0);
      expect(await each.predict(fresh.X)).toEqual(await few.predict(fresh.X));
      if (each.outOfFold === undefined) continue;
      expect(Array.from(each.outOfFold.y, (c) => CLASSES[c])).toEqual(without.y);
      expect(each.outOfFold.probabilities.columns).toBe(3);
    }
  }
});
