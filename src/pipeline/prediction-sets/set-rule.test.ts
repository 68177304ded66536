/** Prediction sets and reviews of a trained model: in the library's calls, after saving, and where there can be none. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Classifier } from '../../classifiers/contract/classifier.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { decideModel } from '../decide-model.js';
import { evaluateTable } from '../evaluate-table.js';
import { predictRows } from '../predict-rows.js';
import { predictTable } from '../predict-table.js';
import { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { setRule } from './set-rule.js';

const random = new RandomStream(5, 'sets');
const labels = Array.from({ length: 150 }, (_, row) =>
  row % 10 === 0 ? 'rare' : row % 2 ? 'left' : 'right',
);
const MEANS: Readonly<Record<string, number>> = { left: -1, right: 1, rare: 3 };
const x = labels.map((label) => Number((MEANS[label] + random.normal()).toFixed(3)));
const table = tableFromColumns([
  ['x', x],
  ['y', labels],
]);
let model: TableClassifier;

beforeAll(async () => {
  const outcome = await trainOnTable(table, { target: 'y', classifier: 'logistic-regression' });
  ({ model } = outcome);
});

describe('prediction sets', () => {
  it('hold a class from the score of its own out-of-fold rows on; too few rows are a notice', async () => {
    const { sets = [], notices } = await predictTable(model, table, { coverage: 0.9 });
    expect(sets).toHaveLength(150);
    const { outOfFold, classes } = model;
    if (outOfFold === undefined) throw new Error('no out-of-fold rows');
    const uncalibrated = await model.classifier.predictProba(model.prepare(table).matrix);
    classes.forEach((label, c) => {
      const scores = [...outOfFold.y.keys()]
        .filter((row) => outOfFold.y[row] === c)
        .map((row) => outOfFold.probabilities.data[row * 3 + c])
        .toSorted((a, b) => a - b);
      const least = scores[Math.floor((scores.length + 1) * 0.1 + 1e-9) - 1];
      expect(sets.map((set) => set.includes(label))).toEqual(
        sets.map((_, row) => uncalibrated.data[row * 3 + c] >= least),
      );
    });
    expect(notices).toEqual([]);
    const high = await predictTable(model, table, { coverage: 0.95 });
    expect(high.notices).toEqual([
      'coverage 0.95 needs 19 out-of-fold rows of a class: "rare" has 12, so every prediction set contains it; ' +
        'a lower coverage needs fewer rows',
    ]);
    expect(high.sets?.every((set) => set.includes('rare'))).toBe(true);
    expect(high.sets?.some((set) => set.length < 3)).toBe(true);
  });

  it('do not depend on calibration and prior, and are the same after saving', async () => {
    const { sets } = await predictTable(model, table, { coverage: 0.9 });
    const other = decideModel(model, { calibration: 'isotonic', prior: 'rare=0.5', decision: 'argmax' });
    expect((await predictTable(other, table, { coverage: 0.9 })).sets).toEqual(sets);
    const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'model' });
    expect((await predictTable(loaded, table, { coverage: 0.9 })).sets).toEqual(sets);
  });

  it('are those of rows as objects; without options there are none', async () => {
    const options = { coverage: 0.9, review: true };
    const { sets, reviewReasons } = await predictTable(model, table, options);
    const rows = await predictRows(
      model,
      x.map((value) => ({ x: value })),
      options,
    );
    expect(rows.map(({ predictionSet }) => predictionSet)).toEqual(sets);
    expect(rows.map(({ reviewReason }) => reviewReason)).toEqual(reviewReasons);
    expect(new Set(reviewReasons).size).toBeGreaterThan(1);
    expect(Object.keys((await predictRows(model, [{ x: 1 }]))[0])).toEqual(['prediction', 'probabilities']);
    const { labels: plain, ...rest } = await predictTable(model, table);
    expect(rest).not.toHaveProperty('sets');
    expect(rest).not.toHaveProperty('reviewReasons');
    expect((await predictTable(model, table, options)).labels).toEqual(plain);
  });

  it('are scored by evaluateTable', async () => {
    const { sets = [], reviewReasons = [] } = await predictTable(model, table, {
      coverage: 0.9,
      review: true,
    });
    const scores = (await evaluateTable(model, table, { coverage: 0.9 })).sets;
    const rare = labels.flatMap((label, row) => (label === 'rare' ? [sets[row].includes('rare')] : []));
    expect(scores?.perClass.find(({ label }) => label === 'rare')).toMatchObject({
      rows: 15,
      coverage: rare.filter(Boolean).length / 15,
    });
    expect(scores?.review.rows).toBe(reviewReasons.filter((reason) => reason !== '').length);
    expect(await evaluateTable(model, table)).not.toHaveProperty('sets');
  });
});

describe('reviews', () => {
  it('go by a coverage of 0.95 unless there is something else to go by', async () => {
    const { sets, notices } = await predictTable(model, table, { review: true });
    expect(sets).toEqual((await predictTable(model, table, { coverage: 0.95 })).sets);
    expect(notices[0]).toMatch(
      /^rows are reviewed by prediction sets of coverage 0\.95, because no coverage/,
    );
    const costs = '*:left=9,*:right=9,*:rare=9,*:review=2';
    const cheap = decideModel(model, { decision: 'cost', costs });
    const byCost = await predictTable(cheap, table, { review: true });
    expect(byCost).not.toHaveProperty('sets');
    expect(byCost.notices).toEqual([]);
    expect(byCost.reviewReasons?.map((reason) => reason !== '')).toEqual(
      byCost.labels.map((label) => label === 'review'),
    );
    expect(byCost.labels).toContain('review');
    const both = await predictTable(cheap, table, { review: true, coverage: 0.9 });
    expect(both.reviewReasons?.filter(Boolean).length).toBeGreaterThan(
      byCost.reviewReasons?.filter(Boolean).length ?? 0,
    );
  });
});

describe('what cannot be', () => {
  it.each([0, 1, -1, Number.NaN])('a coverage of %d is refused', async (coverage) => {
    await expect(predictTable(model, table, { coverage })).rejects.toThrow(
      `coverage is ${coverage}: give a number between 0 and 1, such as 0.95`,
    );
  });

  it('a coverage that no class has the rows for says which one they are enough for', async () => {
    const refused = predictTable(model, table, { coverage: 0.999 });
    await expect(refused).rejects.toThrow(
      /^coverage 0\.999 needs 999 out-of-fold rows .* largest class of the model has (\d+), .* give a lower coverage, such as 0\.98/,
    );
    await expect(predictTable(model, table, { coverage: 0.98 })).resolves.toHaveProperty('sets');
  });

  it('a model of one class has no sets', () => {
    const { preparation, provenance } = model;
    const classifier = { classes: ['only'] } as unknown as Classifier;
    expect(() =>
      setRule(new TableClassifier({ preparation, classifier, provenance }), { coverage: 0.9 }),
    ).toThrow(/need a model of two classes or more/);
  });

  it('a model without out-of-fold predictions says how to train it', async () => {
    const { preparation, classifier, provenance } = model;
    const bare = new TableClassifier({ preparation, classifier, provenance });
    await expect(predictTable(bare, table, { coverage: 0.9 })).rejects.toThrow(
      /no out-of-fold predictions to compute prediction sets from.*train it again/,
    );
    await expect(evaluateTable(bare, table, { coverage: 0.9 })).rejects.toThrow(/no out-of-fold predictions/);
    await expect(predictTable(bare, table, { review: true })).rejects.toThrow(/no out-of-fold predictions/);
  });
});
