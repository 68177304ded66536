/** Importance, partial dependence and pairs of a whole model, against what is known of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { explainModel } from './explain-model.js';
import { partialDependence } from './partial-dependence.js';

/** `a` and `b` act together, `copy` is nearly `a`, `kind` acts alone, `noise` not at all. */
function rowsOf(rows: number, seed: number) {
  const random = new RandomStream(seed, 'effects');
  const a = Array.from({ length: rows }, () => random.normal());
  const b = a.map(() => random.normal());
  const kind = a.map(() => 'uvw'[random.integer(3)]);
  const score = (row: number) => 2.5 * a[row] * b[row] + (kind[row] === 'w' ? 3 : 0) - 2;
  return tableFromColumns(
    Object.entries({
      a,
      copy: a.map((value) => value + 0.05 * random.normal()),
      b,
      kind,
      noise: a.map(() => random.normal()),
      gap: a.map(() => (random.uniform() < 0.2 ? null : Math.round(random.normal()))),
      label: a.map((_, row) => (random.uniform() < 1 / (1 + Math.exp(-score(row))) ? 'yes' : 'no')),
    }),
  );
}

const fresh = rowsOf(300, 2);

describe('explainModel', () => {
  let boosted: TableClassifier;
  let linear: TableClassifier;
  beforeAll(async () => {
    const training = rowsOf(800, 1);
    const classifierOptions = { nEstimators: 60 };
    ({ model: boosted } = await trainOnTable(training, {
      target: 'label',
      classifier: 'boosting',
      classifierOptions,
    }));
    ({ model: linear } = await trainOnTable(training, {
      target: 'label',
      classifier: 'logistic-regression',
      calibration: 'none',
    }));
  }, 60_000);

  it('finds what counts, by the score of the decision, and the pair that acts together', async () => {
    const { importance, pairs, dependence } = await explainModel(boosted, fresh, {
      columns: ['a', 'b', 'kind'],
    });
    expect(importance.metric).toBe('macro-f1');
    expect(importance.groups.map(({ columns }) => columns)).toEqual([['a', 'copy']]);
    const [group] = importance.groups;
    const alone = importance.columns.filter(({ column }) => group.columns.includes(column));
    for (const each of alone) expect(group.importance).toBeGreaterThan(each.importance);
    const noise = importance.columns.find(({ column }) => column === 'noise');
    const [low, high] = noise?.interval ?? [1, 1];
    expect(low).toBeLessThan(0.03);
    expect(high).toBeGreaterThan(-0.03);
    expect(pairs[0].columns).toEqual(['a', 'b']);
    expect(pairs[0].h).toBeGreaterThan(2 * pairs[1].h);
    const kinds = new Map(dependence.columns[2].points.map(({ text, mean }) => [text, mean]));
    expect(kinds.get('w')).toBeGreaterThan((kinds.get('u') as number) + 0.15);
  });

  it('has the partial dependence of a linear model: monotone curves, additive in log-odds', async () => {
    const { pairs, dependence } = await explainModel(linear, fresh, {
      columns: ['b', 'kind'],
      metric: 'log-loss',
    });
    const [{ points }] = dependence.columns;
    const rises = points.slice(1).map(({ mean }, i) => Math.sign(mean - points[i].mean));
    expect(new Set(rises).size).toBe(1);
    expect(points[0].curves).toHaveLength(30);
    expect(pairs[0].strength).toBeLessThan(1e-3);
  });

  it('gives the same numbers each time, and what missing cells change', async () => {
    const options = { columns: ['gap', 'kind'], points: 5, maxRows: 100 };
    const found = await partialDependence(boosted, fresh, options);
    expect(await partialDependence(boosted, fresh, options)).toEqual(found);
    const [gap, kind] = found.columns;
    expect([gap.kind, kind.kind]).toEqual(['number', 'levels']);
    expect(gap.points.map(({ value }) => value)).toEqual([-2, -1, 0, 1, 2].slice(0, gap.points.length));
    expect(gap.missing).toBeGreaterThan(0);
    expect(gap.deciles).toHaveLength(9);
    expect(kind.missing).toBeUndefined();
  });

  it.each([
    [
      { columns: ['kinds'] },
      'columns: column "kinds" is not a column of the training table. Did you mean "kind"?',
    ],
    [{ label: 'maybe' }, 'label: "maybe" is not a class'],
    [{ metric: 'cost' }, 'metric cost needs a model that decides by cost'],
    [{ metric: 'f3x' }, 'metric is "f3x"'],
    [{ column: 3 }, 'no option "column"'],
  ])('refuses %j', async (options, message) => {
    await expect(explainModel(boosted, fresh, options as never)).rejects.toThrow(message);
  });
});
