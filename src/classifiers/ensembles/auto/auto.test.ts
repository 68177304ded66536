import { describe, expect, it } from 'vitest';
import { blobs } from '../../../../test/support/labelled-rows.js';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import type { Matrix } from '../../../matrix.js';
import { classificationReport } from '../../../metrics/classification-report.js';
import { Auto } from './auto.js';
import { greedyWeights, selectEnsemble, weightedMean } from './greedy-selection.js';
import { selectionScores } from './selection-score.js';

const table = blobs([40, 20, 8], ['a', 'b', 'c']);
const score = selectionScores['macro-f1'];

/** Predictions of two classes that are right with this chance, and how sure they are. */
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

describe('ensemble selection', () => {
  const y = Int32Array.from({ length: 300 }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const good = ['one', 'two', 'three'].map((stream) => guesses(y, 0.8, 0.7, stream));
  const bad = guesses(y, 0.45, 0.95, 'bad');

  it('finds the single candidate that is right', () => {
    expect(greedyWeights([bad, guesses(y, 1, 0.6, 'right')], y, score, 5)).toEqual([0, 1]);
  });

  it('combines what is wrong in different places, and scores above each', () => {
    const weights = greedyWeights(good, y, score, 12);
    const best = Math.max(...good.map((P) => score(P, y)));
    expect(score(weightedMean(good, weights), y)).toBeGreaterThan(best + 0.03);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  const options = { score, picks: 8, bags: 10, bagRows: 5000 };
  it('leaves equal weights for better ones only', async () => {
    const equal = [0.25, 0.25, 0.25, 0.25];
    const random = () => new RandomStream(3, 'bags');
    const chosen = await selectEnsemble([...good, bad], y, equal, { ...options, random: random() });
    expect(chosen[3]).toBeLessThan(0.1);
    expect(chosen).not.toEqual(equal);
    const same = [good[0], good[0], good[0], good[0]];
    expect(await selectEnsemble(same, y, equal, { ...options, random: random() })).toEqual(equal);
  });
});

it('ensemble selection believes the rows that count', async () => {
  const y = Int32Array.from({ length: 300 }, (_, i) => i % 2);
  // The one is right where the other is wrong.
  const rightOn = (isRight: (i: number) => boolean): Matrix => {
    const data = new Float32Array(600);
    y.forEach((c, i) => {
      data[2 * i + (isRight(i) ? c : 1 - c)] = 1;
    });
    return { data, rows: 300, columns: 2 };
  };
  const third = (i: number) => i % 3 === 0;
  const candidates = [rightOn(third), rightOn((i) => !third(i))];
  const options = { score, picks: 5, bags: 10, bagRows: 5000, random: new RandomStream(1, 'bags') };
  expect(await selectEnsemble(candidates, y, [0.5, 0.5], options)).toEqual([0, expect.closeTo(1, 12)]);
  const weights = Float64Array.from(y, (_, i) => (third(i) ? 1 : 0.1));
  expect(await selectEnsemble(candidates, y, [0.5, 0.5], { ...options, weights })).toEqual([
    expect.closeTo(1, 12),
    0,
  ]);
});

describe('auto', () => {
  const few = { candidates: ['xgboost', 'knn', 'random-forest'], folds: 3, bags: 5 };

  it('says what it is made of, and judges its training rows by members that had not learned them', async () => {
    const auto = await new Auto(few).fit(table.X, table.y);
    const parts = auto.parts();
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
    for (const { classifier, members } of parts) {
      expect(few.candidates).toContain(classifier);
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

  it('keeps what was done within the time limit, at least the first candidate', async () => {
    const warnings: string[] = [];
    const auto = new Auto({ ...few, timeLimit: 1e-6 });
    await auto.fit(table.X, table.y, { onWarning: (message) => warnings.push(message) });
    expect(auto.parts().map(({ classifier }) => classifier)).toEqual(['xgboost']);
    expect(warnings.join()).toMatch(/knn is skipped: the time limit of 0.000001 s was reached/);
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
      expect(auto.parts().map(({ classifier }) => classifier)).toEqual(['xgboost']);
      expect(warnings.join()).toMatch(/knn is skipped: the fit was stopped first/);
      expect(auto.outOfFold?.y).toHaveLength(68);
    }
  });

  it('skips candidates that do not accept weights, with a warning', async () => {
    const sampleWeight = table.y.map((_, i) => 1 + (i % 2));
    const warnings: string[] = [];
    const auto = new Auto({ candidates: ['svm-smote', 'knn'], folds: 3, bags: 3 });
    await auto.fit(table.X, table.y, { sampleWeight, onWarning: (message) => warnings.push(message) });
    expect(warnings.join()).toMatch(/svm-smote is skipped/);
    const alone = new Auto({ candidates: ['svm-smote'] }).fit(table.X, table.y, { sampleWeight });
    await expect(alone).rejects.toThrow(InputError);
  });

  it.each(['balanced-accuracy', 'log-loss', 'average-precision'] as const)(
    'selects for %s',
    async (metric) => {
      const auto = await new Auto({ ...few, metric }).fit(table.X, table.y);
      expect((await auto.predict(table.X)).filter((label, i) => label === table.y[i]).length).toBeGreaterThan(
        60,
      );
    },
  );

  it('names the candidates that there are', () => {
    expect(() => new Auto({ candidates: ['forest'] })).toThrow(/candidates/);
    expect(() => new Auto({ candidates: ['knn', 'knn'] })).toThrow(/twice/);
  });
});
