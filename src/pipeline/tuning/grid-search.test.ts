import { describe, expect, it } from 'vitest';
import { backwards } from '../../../test/support/executors.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type Cell, tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { stratifiedFolds } from '../../tables/split/stratified-folds.js';
import { trainOnTable } from '../train-on-table.js';
import { TrainingAborted } from '../training-outcome.js';
import { gridSearch } from './grid-search.js';
import type { SearchWork } from './score-candidates.js';

/** Two classes by the sign of x; z tells nothing. */
function signs(rows: number): ReturnType<typeof tableFromColumns> {
  const x = Array.from({ length: rows }, (_, i) => Math.sin(7 * i) * 2);
  const labels: Cell[] = x.map((value) => (value > 0 ? 'up' : 'down'));
  return tableFromColumns([
    ['x', x],
    ['z', x.map((_, i) => Math.cos(11 * i))],
    ['label', labels],
  ]);
}

const table = signs(90);
const labels = Array.from({ length: 90 }, (_, i) => (Math.sin(7 * i) > 0 ? 'up' : 'down'));
const work: SearchWork = {
  table,
  target: 'label',
  rows: Int32Array.from(labels.keys()),
  labels,
  classifier: 'qcl-mixnet',
  options: { seed: 42, batchSize: 16 },
};

describe('gridSearch', () => {
  it('scores every candidate on every fold and finds the best mean', async () => {
    const events: number[] = [];
    const candidates = [{ epochs: 1, maximumLearningRate: 1e-9 }, { epochs: 25 }];
    const result = await gridSearch(work, candidates, {
      seed: 42,
      onProgress: ({ epoch, epochs }) => events.push(epoch / epochs),
    });
    expect(result.folds).toBe(3);
    expect(result.candidates.map(({ options }) => options)).toEqual(candidates);
    expect(result.best).toBe(1);
    for (const { macroF1, mean, standardDeviation } of result.candidates) {
      expect(macroF1).toHaveLength(3);
      const values = macroF1 as number[];
      const average = (values[0] + values[1] + values[2]) / 3;
      expect(mean).toBeCloseTo(average, 12);
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 3;
      expect(standardDeviation).toBeCloseTo(Math.sqrt(variance), 12);
    }
    expect(result.candidates[1].mean).toBeGreaterThan(0.8);
    expect(events).toEqual([1, 2, 3, 4, 5, 6].map((n) => n / 6));
  });

  it('does not depend on the order in which the fits are done', async () => {
    const candidates = [{ epochs: 2 }, { epochs: 3 }];
    const forward = await gridSearch(work, candidates, { seed: 1 });
    expect(await gridSearch(work, candidates, { seed: 1, executor: backwards })).toEqual(forward);
  });

  it('fits the preparation inside the fold', async () => {
    // A column that varies in one fold only: trained on the others, there is nothing to learn from.
    const { ofRow } = stratifiedFolds(labels, 3, new RandomStream(42, 'folds'));
    const x = labels.map((_, i) => (ofRow[i] === 1 ? Math.sin(7 * i) : 1));
    const table = tableFromColumns([
      ['x', x],
      ['label', labels],
    ]);
    const search = gridSearch({ ...work, table }, [{ epochs: 2 }], { seed: 42 });
    await expect(search).rejects.toThrow(/no feature column is left/);
    const spread = tableFromColumns([
      ['x', labels.map((_, i) => Math.sin(7 * i))],
      ['label', labels],
    ]);
    expect((await gridSearch({ ...work, table: spread }, [{ epochs: 2 }], { seed: 42 })).best).toBe(0);
  });

  it('scores folds that lack a class, and says that there are such', async () => {
    const rare = labels.map((label, i) => (i < 2 ? 'rare' : label));
    const { candidates, notices } = await gridSearch(
      {
        ...work,
        table: tableFromColumns([
          ['x', labels.map((_, i) => Math.sin(7 * i) * 2)],
          ['label', rare],
        ]),
        labels: rare,
        classifier: 'decision-tree',
        options: { seed: 42 },
      },
      [{ maxDepth: 3 }],
      { seed: 42 },
    );
    expect(notices).toEqual([expect.stringMatching(/fewer rows than the 3 folds.*"rare"/)]);
    expect(candidates[0].macroF1.every((score) => score !== null && score > 0.3)).toBe(true);
  });

  it('keeps the reason of a candidate that fails, and takes another', async () => {
    // So high a rate that the loss is no number any more.
    const candidates = [{ epochs: 3, maximumLearningRate: 1e30 }, { epochs: 2 }];
    const result = await gridSearch(work, candidates, { seed: 42 });
    expect(result.candidates[0]).toMatchObject({ mean: null, standardDeviation: null });
    expect(result.candidates[0].failure).toMatch(/loss/);
    expect(result.best).toBe(1);
    const none = gridSearch(work, candidates.slice(0, 1), { seed: 42 });
    await expect(none).rejects.toThrow(InputError);
    await expect(none).rejects.toThrow(/none of the 1 candidates.*loss/);
  });
});

describe('trainOnTable with tuning', () => {
  const training = {
    target: 'label',
    classifier: 'qcl-mixnet',
    classifierOptions: { batchSize: 16 },
    tuning: { grid: { epochs: [1, 12] }, folds: 2 },
  } as const;

  it('refits the best candidate and keeps every candidate with the model', async () => {
    const { model } = await trainOnTable(table, training);
    const { tuning } = model.provenance;
    expect(tuning?.folds).toBe(2);
    expect(tuning?.candidates.map(({ options }) => options)).toEqual([{ epochs: 1 }, { epochs: 12 }]);
    const best = tuning?.candidates[tuning.best].options;
    expect(model.classifier.toJSON().options).toMatchObject({ ...best, batchSize: 16 });
  });

  it('refuses a grid before anything is computed', async () => {
    const grid = { epochz: [1] };
    await expect(trainOnTable(table, { ...training, tuning: { grid } })).rejects.toThrow(/"epochz".*Options/);
    const without = { target: 'label', classifier: 'mlp', tuning: {} } as const;
    await expect(trainOnTable(table, without)).rejects.toThrow(/no default grid/);
  });

  it('stops when it is told to, without a model', async () => {
    const controller = new AbortController();
    const training1 = trainOnTable(table, {
      ...training,
      signal: controller.signal,
      onProgress: ({ unit }) => {
        if (unit === 'fit') controller.abort(new Error('enough'));
      },
    });
    const error = await training1.catch((e) => e);
    expect(error).toBeInstanceOf(TrainingAborted);
    expect(error.outcome).toBeUndefined();
  });
});
