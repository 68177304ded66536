/** What `boosting` does beyond the other boosting classifiers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import type { FeatureMatrix } from '../../../matrix.js';
import { Boosting } from './boosting.js';

const COLUMNS = 4;

interface History {
  readonly loss: number[];
  readonly validationLoss: number[];
}

const historyOf = (classifier: Boosting) => (classifier.toJSON().model as { history: History }).history;

/** The second class is more likely where column 0 is large and column 1 is small, and by the product of the others. */
function table(rows: number, seed: number, missing = 0) {
  const random = new RandomStream(seed, 'table');
  const data = Float64Array.from({ length: rows * COLUMNS }, () => random.normal());
  const y = Array.from({ length: rows }, (_, row) => {
    const [a, b, c, d] = data.subarray(row * COLUMNS);
    return a - b + 2 * c * d + 1.5 * random.normal() > 0.8 ? 1 : 0;
  });
  for (let i = 0; i < data.length; i++) if (random.uniform() < missing) data[i] = Number.NaN;
  return { X: { data, rows, columns: COLUMNS } as FeatureMatrix, y };
}

/** The probability of the second class along a column, from one row's other values. */
async function alongColumn(model: Boosting, row: ArrayLike<number>, column: number): Promise<number[]> {
  const steps = 60;
  const data = new Float64Array(steps * COLUMNS);
  for (let i = 0; i < steps; i++) {
    data.set(row, i * COLUMNS);
    data[i * COLUMNS + column] = -4 + (8 * i) / (steps - 1);
  }
  const P = await model.predictProba({ data, rows: steps, columns: COLUMNS });
  return Array.from({ length: steps }, (_, i) => P.data[2 * i + 1]);
}

const isRising = (values: number[]) => values.every((value, i) => i === 0 || value >= values[i - 1]);

describe('monotone', () => {
  // The signs contradict the data in half of the columns, so that a constraint that is not kept shows.
  it('predictions rise and fall with the columns as asked, whatever the other values are', async () => {
    const options = fc.record({
      seed: fc.integer({ min: 1, max: 1000 }),
      maxLeaves: fc.option(fc.integer({ min: 4, max: 20 }), { nil: undefined }),
      subsample: fc.constantFrom(0.5, 1),
      signs: fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1), fc.constantFrom(1, -1)),
      missing: fc.constantFrom(0, 0.1),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ seed, maxLeaves, subsample, signs, missing }) => {
        const { X, y } = table(250, seed, missing);
        const text = (sign: number) => (sign > 0 ? '+1' : '-1');
        const model = new Boosting({
          seed,
          nEstimators: 25,
          learningRate: 0.3,
          minChildWeight: 0.1,
          maxLeaves,
          subsample,
          monotone: signs.map((sign, column) => `${column}:${text(sign)}`),
        });
        await model.fit(X, y);
        const random = new RandomStream(seed, 'rows');
        for (let i = 0; i < 5; i++) {
          const row = Array.from({ length: COLUMNS }, () => random.normal());
          for (const [column, sign] of signs.entries()) {
            const along = await alongColumn(model, row, column);
            expect(isRising(sign > 0 ? along : along.reverse())).toBe(true);
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it('are not monotone without it, and learn as much of the other columns with it', async () => {
    const { X, y } = table(600, 3);
    const row = [0, 0, 0, 0];
    const options = { nEstimators: 60, learningRate: 0.2 };
    const free = await new Boosting(options).fit(X, y);
    const bound = await new Boosting({ ...options, monotone: ['0:+1'] }).fit(X, y);
    expect(isRising(await alongColumn(free, row, 0))).toBe(false);
    const along = await alongColumn(bound, row, 0);
    expect(isRising(along)).toBe(true);
    expect(along.at(-1)! - along[0]).toBeGreaterThan(0.3);
  });

  const names = { columnNames: ['amount', 'age', 'kind', 'hour'] };

  it('names columns, and says which class it is about', async () => {
    const { X, y } = table(100, 1);
    const warnings: string[] = [];
    const byName = await new Boosting({ nEstimators: 5, monotone: ['age:-1', 'gone:+1'] }).fit(X, y, {
      ...names,
      unusedColumns: ['gone'],
      onWarning: (message) => warnings.push(message),
    });
    const byIndex = await new Boosting({ nEstimators: 5, monotone: ['1:-1'] }).fit(X, y);
    expect(byName.tensors()).toEqual(byIndex.tensors());
    expect(warnings).toEqual([
      'monotone has no effect on "gone": the model does not use this column',
      'monotone: the probability of "1" falls with "age"',
    ]);
  });

  it.each([
    [['amuont:+1'], /"amuont".*Did you mean "amount"/],
    [['age:+1', 'age:-1'], /"age" twice/],
    [['kind:+1'], /"kind".*categories/],
  ])('refuses %s', async (monotone, message) => {
    const { X, y } = table(60, 1);
    const data = X.data.map((value, i) => (i % COLUMNS === 2 ? Math.abs(Math.round(value)) : value));
    const coded = { ...X, data, categories: [null, null, 9, null] } as FeatureMatrix;
    const fit = new Boosting({ monotone }).fit(coded, y, names);
    await expect(fit).rejects.toThrow(InputError);
    await expect(fit).rejects.toThrow(message);
  });

  it('refuses more than two classes, and anything but a name and a direction', async () => {
    const { X, y } = table(60, 1);
    const three = y.map((label, row) => (row % 3 === 0 ? 2 : label));
    await expect(new Boosting({ monotone: ['0:+1'] }).fit(X, three)).rejects.toThrow(/two classes.*3/);
    for (const text of ['0', '0:1', '0:+2', ':+1']) {
      expect(() => new Boosting({ monotone: [text] })).toThrow(/monotone/);
    }
  });

  it('finds its columns behind encoded categories', async () => {
    const random = new RandomStream(4, 'codes');
    const { X, y } = table(400, 2);
    const data = X.data.map((value, i) => (i % COLUMNS === 0 ? random.integer(200) : value));
    const coded = { ...X, data, categories: [200, null, null, null] } as FeatureMatrix;
    const model = await new Boosting({ nEstimators: 30, monotone: ['1:+1'] }).fit(coded, y);
    for (let code = 0; code < 5; code++) {
      expect(isRising(await alongColumn(model, [code, 0, 0.3, -0.4], 1))).toBe(true);
    }
  });
});

describe('early stopping', () => {
  it('fits as many rounds as were best on all rows', async () => {
    const { X, y } = table(300, 5);
    const stopped = await new Boosting({ nEstimators: 500, learningRate: 0.3, earlyStoppingRounds: 5 }).fit(
      X,
      y,
    );
    const { validationLoss } = historyOf(stopped);
    const best = validationLoss.indexOf(Math.min(...validationLoss)) + 1;
    expect(stopped.rounds).toBe(best);
    const plain = await new Boosting({ nEstimators: best, learningRate: 0.3 }).fit(X, y);
    expect(stopped.tensors()).toEqual(plain.tensors());
  });

  it.each([0, 3])(
    'reports both fits as one, to the end, with %d combined columns',
    async (combinedColumns) => {
      const { X, y } = table(300, 5);
      const shares: number[] = [];
      const options = { nEstimators: 150, learningRate: 0.3, earlyStoppingRounds: 5, combinedColumns };
      await new Boosting(options).fit(X, y, {
        onProgress: ({ epoch, epochs }) => shares.push(epoch / epochs),
      });
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      expect(shares.at(-1)).toBe(1);
      expect(shares.filter((share) => share === 1)).toHaveLength(1);
    },
  );

  it('names validationFraction if it leaves no row to train on', async () => {
    const { X, y } = table(60, 1);
    const fit = new Boosting({ earlyStoppingRounds: 5, validationFraction: 0.999 }).fit(X, y);
    await expect(fit).rejects.toThrow(
      /^validationFraction is 0.999, which leaves none of 60 rows to train on/,
    );
  });

  it('keeps the model of given validation rows', async () => {
    const { X, y } = table(300, 5);
    const validation = table(100, 6);
    const options = { nEstimators: 500, learningRate: 0.3, earlyStoppingRounds: 5 };
    const model = await new Boosting(options).fit(X, y, { validation });
    const { loss, validationLoss } = historyOf(model);
    const best = validationLoss.indexOf(Math.min(...validationLoss)) + 1;
    expect(loss.length).toBe(best + 5);
    const plain = await new Boosting({ ...options, nEstimators: best, earlyStoppingRounds: undefined }).fit(
      X,
      y,
      {
        validation,
      },
    );
    expect(model.tensors()).toEqual(plain.tensors());
  });
});

describe('growth', () => {
  const leavesOf = (model: Boosting) => model.tensors().get('leaves.value')!.data.length;

  it('makes at most as many leaves as asked, those that gain most', async () => {
    const { X, y } = table(500, 7);
    const options = { nEstimators: 1, maxDepth: 12, subsample: 1, colsample: 1 };
    const lossOf = async (maxLeaves?: number) =>
      historyOf(await new Boosting({ ...options, maxLeaves }).fit(X, y)).loss[0];
    for (const maxLeaves of [2, 5, 9]) {
      expect(leavesOf(await new Boosting({ ...options, maxLeaves }).fit(X, y))).toBe(maxLeaves);
    }
    const whole = await new Boosting(options).fit(X, y);
    const unlimited = await new Boosting({ ...options, maxLeaves: 1000 }).fit(X, y);
    expect(unlimited.tensors()).toEqual(whole.tensors());
    expect(await lossOf(5)).toBeLessThan(await lossOf(3));
  });

  it('separates more than 255 values no worse than by bins of them', async () => {
    const rows = 2000;
    const data = Float64Array.from({ length: rows }, (_, row) => row);
    const y = Array.from(data, (value) => (value < 700 || value >= 1500 ? 'out' : 'in'));
    const model = await new Boosting({ nEstimators: 40, subsample: 1, colsample: 1 }).fit(
      { data, rows, columns: 1 },
      y,
    );
    const predicted = await model.predict({ data, rows, columns: 1 });
    expect(predicted.filter((label, row) => label !== y[row]).length).toBeLessThan(rows / 255 + 2);
  });
});

it('restores the prior of the training rows after class weights', async () => {
  const { X, y } = table(3000, 8);
  const labels = y.map((label, row) => (label === 1 && row % 4 === 0 ? 'rare' : 'common'));
  const fresh = table(3000, 9);
  const share = labels.filter((label) => label === 'rare').length / labels.length;
  for (const classWeight of [undefined, 'balanced', [['rare', 20] as [string, number]]] as const) {
    const model = await new Boosting({ nEstimators: 60, classWeight: classWeight as 'balanced' }).fit(
      X,
      labels,
    );
    const P = await model.predictProba(fresh.X);
    const rare = model.classes.indexOf('rare');
    let sum = 0;
    for (let row = 0; row < fresh.X.rows; row++) sum += P.data[2 * row + rare] / fresh.X.rows;
    // Without the correction it would be more than twice the share.
    expect(sum / share).toBeGreaterThan(0.4);
    expect(sum / share).toBeLessThan(1.6);
  }
});
