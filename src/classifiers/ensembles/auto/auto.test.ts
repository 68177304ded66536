import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailingExecutor } from '../../../../test/support/failing-executor.js';
import { blobs } from '../../../../test/support/labelled-rows.js';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import type { Matrix } from '../../../matrix.js';
import { mean } from '../../../mean.js';
import { classificationReport } from '../../../metrics/classification-report.js';
import { logLoss } from '../../../metrics/log-loss.js';
import type { FitProgress } from '../../../training/fit-progress.js';
import { Auto } from './auto.js';
import { mixtureWeights } from './mixture-weights.js';
import { portfolio } from './portfolio.js';
import { QUALITIES, type Quality } from './qualities.js';

const table = blobs([40, 20, 8], ['a', 'b', 'c']);
/** Two classes that overlap, a third of the rows of the second. */
function noisy(rows: number) {
  const random = new RandomStream(5, 'noisy');
  const y = Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 'b' : 'a'));
  const data = Float32Array.from(
    { length: 3 * rows },
    (_, at) => random.normal() + (y[Math.floor(at / 3)] === 'b' ? 0.7 : 0),
  );
  return { X: { data, rows, columns: 3 }, y };
}

/** Predictions of two classes: the class of a row has the probability `sureness` with this chance, else the other. */
function guesses(y: Int32Array, chance: number, sureness: number, stream: string): Matrix {
  const random = new RandomStream(1, stream);
  const data = new Float32Array(2 * y.length);
  y.forEach((c, i) => {
    const guess = random.uniform() < chance ? c : 1 - c;
    data[2 * i + guess] = sureness;
    data[2 * i + 1 - guess] = 1 - sureness;
  });
  return { data, rows: y.length, columns: 2 };
}

describe('mixtureWeights', () => {
  const y = Int32Array.from({ length: 300 }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const good = ['one', 'two', 'three'].map((stream) => guesses(y, 0.8, 0.8, stream));
  const bad = guesses(y, 0.45, 0.95, 'bad');
  const lossOf = (predictions: readonly Matrix[], weights: readonly number[]) =>
    mean(
      Array.from(y, (c, i) =>
        logLoss([weights.reduce((sum, w, k) => sum + w * predictions[k].data[2 * i + c], 0)]),
      ),
    );

  it('prefers the candidate that is right, and shares the weight of equal ones', () => {
    expect(mixtureWeights([bad, guesses(y, 1, 0.99, 'right')], y)[1]).toBeGreaterThan(0.95);
    const equal = mixtureWeights([good[0], good[0], good[0], good[0]], y);
    for (const weight of equal) expect(weight).toBeCloseTo(0.25, 12);
  });

  it('combines what is wrong on different rows, with less loss than any other weights tried', () => {
    const all = [...good, bad];
    const weights = mixtureWeights(all, y);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    const loss = lossOf(all, weights);
    for (const [k] of all.entries()) expect(loss).toBeLessThan(lossOf([all[k]], [1]));
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (given) => {
          const sum = given.reduce((total, weight) => total + weight, 0);
          // The prior is worth a third of a row for each candidate.
          expect(loss).toBeLessThan(
            lossOf(
              all,
              given.map((weight) => weight / sum),
            ) +
              1.5 / y.length,
          );
        },
      ),
    );
  });

  it('believes the rows that count', () => {
    const third = Int32Array.from(y, (c, i) => (i % 3 === 0 ? c : 1 - c));
    const candidates = [guesses(third, 1, 0.9, 'a'), guesses(third, 0, 0.9, 'b')];
    expect(mixtureWeights(candidates, y)[1]).toBeGreaterThan(0.6);
    const rowWeights = Float64Array.from(y, (_, i) => (i % 3 === 0 ? 1 : 0.1));
    expect(mixtureWeights(candidates, y, rowWeights)[0]).toBeGreaterThan(0.6);
  });
});

describe('auto', () => {
  const few = { candidates: ['boosting', 'knn', 'random-forest'], folds: 3 };

  it('says what it is made of, and judges its training rows by members that had not learned them', async () => {
    const auto = await new Auto(few).fit(table.X, table.y);
    const parts = auto.parts();
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
    for (const { name, members } of parts) {
      expect(few.candidates).toContain(name);
      expect(members).toBe(3);
    }
    const { probabilities, y } = auto.outOfFold ?? {};
    const decided = y && Array.from(y, (c) => auto.classes[c]);
    expect(decided).toEqual(table.y);
    const guessed = table.y.map((_, i) => {
      const row = Array.from(probabilities?.data.slice(3 * i, 3 * i + 3) ?? []);
      return auto.classes[row.indexOf(Math.max(...row))];
    });
    expect(classificationReport(table.y, guessed).metrics.macroF1).toBeGreaterThan(0.9);
  });

  it('says how much time is needed if the limit is too short', async () => {
    const fit = new Auto({ ...few, timeLimit: 1e-6 }).fit(table.X, table.y);
    await expect(fit).rejects.toThrow(
      /^timeLimit is 0.000001 s, which is too short: .* the shortest ones of boosting take about [\d.]+ s, .*; allow at least [\d.]+ s$/,
    );
    await expect(fit).rejects.toThrow(InputError);
  });

  it('counts the limit from the start of the training', async () => {
    const startedAt = performance.now() - 1e6;
    const fit = new Auto({ ...few, timeLimit: 900 }).fit(table.X, table.y, { startedAt });
    await expect(fit).rejects.toThrow(/timeLimit is 900 s, which is too short/);
  });

  it('has the members that it has without a limit, if there is time for all', async () => {
    const limited = await new Auto({ ...few, timeLimit: 10_000 }).fit(table.X, table.y);
    expect(limited.leftOut()).toEqual([]);
    expect(limited.parts().map(({ members }) => members)).toEqual(limited.parts().map(() => 3));
  });

  it('leaves out a candidate that fails, whatever the reason, and says so', async () => {
    const warnings: string[] = [];
    const auto = new Auto(few);
    const executor = new FailingExecutor(
      'knn',
      () => new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded'),
    );
    await auto.fit(table.X, table.y, { executor, onWarning: (message) => warnings.push(message) });
    const reason = 'RangeError: WebAssembly.Memory.grow(): Maximum memory size exceeded';
    expect(auto.leftOut()).toEqual([{ candidate: 'knn', reason }]);
    expect(warnings).toEqual([`candidates left out: knn (${reason})`]);
    expect(executor.failed).toBe(1);
    const without = await new Auto({ ...few, candidates: ['boosting', 'random-forest'] }).fit(
      table.X,
      table.y,
    );
    const kinds = (parts: readonly { classifier: string }[]) =>
      parts.map(({ classifier }) => classifier).sort();
    expect(kinds(auto.parts())).toEqual(kinds(without.parts()));
  });

  it('fails with the reasons if every candidate does', async () => {
    const executor = new FailingExecutor('knn', () => new Error('no memory'));
    const fit = new Auto({ candidates: ['knn'] }).fit(table.X, table.y, { executor });
    await expect(fit).rejects.toThrow(/^no candidate could be fitted: .*knn \(Error: no memory\)$/);
  });

  it('stopped, keeps the candidates that are done on every fold, and nothing without one', async () => {
    for (const fits of [2, 4]) {
      const controller = new AbortController();
      const warnings: string[] = [];
      const auto = new Auto(few);
      const fit = auto.fit(table.X, table.y, {
        signal: controller.signal,
        onProgress: ({ epoch }) => epoch === fits && controller.abort('enough'),
        onWarning: (message) => warnings.push(message),
      });
      await expect(fit).rejects.toBe('enough');
      expect(auto.isFitted).toBe(fits === 4);
      if (fits === 2) continue;
      expect(auto.parts().map(({ classifier }) => classifier)).toEqual(['boosting']);
      expect(warnings).toEqual(['candidates left out: random-forest, knn (the training was stopped first)']);
      expect(auto.outOfFold?.y).toHaveLength(68);
    }
  });

  it('skips candidates that do not accept weights, with a warning', async () => {
    const sampleWeight = table.y.map((_, i) => 1 + (i % 2));
    const warnings: string[] = [];
    const auto = new Auto({ candidates: ['svm-smote', 'knn'], folds: 3 });
    await auto.fit(table.X, table.y, { sampleWeight, onWarning: (message) => warnings.push(message) });
    expect(warnings.join()).toMatch(/^candidates left out: svm-smote \(does not accept weights/);
    const alone = new Auto({ candidates: ['svm-smote'] }).fit(table.X, table.y, { sampleWeight });
    await expect(alone).rejects.toThrow(InputError);
  });

  it('calibrates its members, and predicts with their calibrations after loading', async () => {
    const { X, y } = noisy(300);
    const auto = await new Auto({ candidates: ['random-forest', 'knn'], folds: 3 }).fit(X, y);
    expect(
      auto
        .parts()
        .map(({ remark }) => remark)
        .join(),
    ).toMatch(/ calibration/);
    const loaded = await Auto.load(JSON.parse(JSON.stringify(auto.toJSON())), auto.tensors());
    expect(await loaded.predictProba(X)).toEqual(await auto.predictProba(X));
    expect(loaded.parts()).toEqual(auto.parts());
  });

  it('lists its members under the names of the candidates, also once it is loaded', async () => {
    const { X, y } = noisy(120);
    const auto = await new Auto({ candidates: ['knn-15', 'random-forest-entropy'], folds: 2 }).fit(X, y);
    const names = auto.parts().map(({ name }) => name);
    expect([...names].sort()).toEqual(['knn-15', 'random-forest-entropy']);
    const loaded = await Auto.load(JSON.parse(JSON.stringify(auto.toJSON())), auto.tensors());
    expect(loaded.parts().map(({ name }) => name)).toEqual(names);
  });

  it('leaves members alone if rows count differently, which a calibration would undo', async () => {
    const { X, y } = noisy(200);
    const sampleWeight = y.map((label) => (label === 'b' ? 3 : 1));
    const auto = await new Auto({ candidates: ['logistic-regression'], folds: 3 }).fit(X, y, {
      sampleWeight,
    });
    expect(auto.parts().map(({ remark }) => remark)).toEqual(['']);
    const equal = await new Auto({ candidates: ['logistic-regression'], folds: 3 }).fit(X, y);
    const meanOf = ({ data }: Matrix) => mean(Array.from(data).filter((_, i) => i % 2 === 1));
    expect(meanOf(await auto.predictProba(X))).toBeGreaterThan(meanOf(await equal.predictProba(X)) + 0.1);
  });

  it('fits each net twice for the best quality', async () => {
    const netsOf = async (quality: Quality) => {
      const fits: number[] = [];
      await new Auto({ candidates: ['qcl-ensemble'], folds: 2, quality }).fit(table.X, table.y, {
        onProgress: ({ epochs }) => fits.push(epochs),
      });
      return fits.at(-1);
    };
    expect([await netsOf('standard'), await netsOf('best')]).toEqual([2, 4]);
  });

  it('has more candidates the better the quality', () => {
    const of = (quality: Quality) =>
      portfolio.filter(({ presets }) => presets.includes(quality)).map(({ name }) => name);
    const [fast, standard, best] = QUALITIES.map(of);
    expect(standard).toEqual(expect.arrayContaining(fast));
    expect(best).toEqual(expect.arrayContaining(standard));
    expect(best).toHaveLength(portfolio.length);
    expect(fast.length).toBeLessThan(standard.length);
    expect(new Auto().options.quality).toBe('standard');
  });

  it('tells the time that is left by the fits that were measured', async () => {
    const reports: FitProgress[] = [];
    await new Auto(few).fit(table.X, table.y, { onProgress: (progress) => reports.push(progress) });
    expect(reports[0]).toMatchObject({ epoch: 1, epochs: 9, isAtLeast: true });
    expect(reports[0].secondsLeft).toBeGreaterThan(0);
    expect(reports[6].isAtLeast).toBeUndefined();
    expect(reports[8]).toMatchObject({ epoch: 9, epochs: 9, secondsLeft: 0 });
  });

  it('names the candidates that there are', () => {
    expect(() => new Auto({ candidates: ['forest'] })).toThrow(/candidates/);
    expect(() => new Auto({ candidates: ['knn', 'knn'] })).toThrow(/twice/);
  });
});
