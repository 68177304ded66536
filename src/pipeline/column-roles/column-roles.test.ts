import { describe, expect, it } from 'vitest';
import type { ClassifierName } from '../../classifiers/names.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type Cell, tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { Table } from '../../tables/table.js';
import { compareClassifiers } from '../comparison/compare-classifiers.js';
import { finalClassifier } from '../comparison/final-classifier.js';
import { trainFinalModel } from '../comparison/train-final-model.js';
import { decideModel } from '../decide-model.js';
import { describeModel } from '../describe-model.js';
import { evaluateTable } from '../evaluate-table.js';
import { predictTable } from '../predict-table.js';
import { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { columnRoles, type RoleOptions, rolesText } from './column-roles.js';
import { timeSpansText } from './time-spans.js';

/** Rows of `groups` patients, `each` times the same but for an id, whose features say nothing of the label. */
function copies(groups: number, each: number, seed: number): Table {
  const random = new RandomStream(seed, 'copies');
  const draw = () => random.integer(100_000) / 1000;
  const patients = Array.from({ length: groups }, (_, g) => ({
    patient: `P${g}`,
    x: [draw(), draw(), draw()],
    label: random.integer(3) === 0 ? 'yes' : 'no',
  }));
  const rows = Array.from({ length: groups * each }, (_, row) => ({ row, ...patients[row % groups] }));
  return tableFromColumns(
    [
      ['visit', rows.map(({ row }) => row)],
      ['patient', rows.map(({ patient }) => patient)],
      ...[0, 1, 2].map((k): [string, Cell[]] => [`x${k}`, rows.map(({ x }) => x[k])]),
      ['day', rows.map(({ row }) => `2024-01-${String(1 + (row % 28)).padStart(2, '0')}`)],
      ['w', rows.map(({ row }) => row % 4)],
      ['label', rows.map(({ label }) => label)],
    ],
    'visits.csv',
  );
}

const table = copies(60, 4, 1);
const quick = (options: RoleOptions, classifier: ClassifierName = 'decision-tree') => ({
  target: 'label',
  classifier,
  overrides: { drop: ['day', 'w'] },
  ...options,
});

describe('columnRoles', () => {
  it.each([
    [{ group: 'pateint' }, /visits.csv: group names column "pateint".*Did you mean "patient"/],
    [{ time: 'label' }, /time names "label", which is the target/],
    [{ id: ['visit', 'vist'] }, /id names column "vist"/],
    [{ group: 'w', weight: 'w' }, /"w" is named by both weight and group/],
    [{ stratify: 'no' as never }, /stratify must be true or false/],
    [{ weight: 3 as never }, /weight must be the name of a column/],
  ])('refuses %j', (options, message) => {
    const check = () => columnRoles(table, 'label', options);
    expect(check).toThrow(InputError);
    expect(check).toThrow(message);
  });

  it('lets a group column with a kind be a feature, but no id and no weight', () => {
    expect(() => columnRoles(table, 'label', { id: 'visit' }, { numeric: ['visit'] })).toThrow(/choose one/);
    expect(columnRoles(table, 'label', { group: 'patient' }, { categorical: ['patient'] })).toBeDefined();
    expect(columnRoles(table, 'label', {})).toBeUndefined();
  });

  it('takes groups with one time each, which splits in time never divide', async () => {
    const refused = trainOnTable(table, quick({ group: 'patient', time: 'day' }));
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      /group and time are given together, but the group .* another time in data row/,
    );
    const left = Array.from({ length: table.rows }, (_, row) => (row % 60) % 17);
    const dated = { ...table, columns: [...table.columns, ...tableFromColumns([['left', left]]).columns] };
    const both = await trainOnTable(dated, quick({ group: 'patient', time: 'left' }));
    const alone = await trainOnTable(dated, {
      ...quick({ time: 'left' }),
      overrides: { drop: ['day', 'w', 'patient'] },
    });
    expect(both.report).toEqual(alone.report);
    expect(both.model.provenance.roles).toMatchObject({ group: 'patient', time: 'left' });
  });

  it('is described in one line', () => {
    const roles = columnRoles(table, 'label', {
      group: 'patient',
      weight: 'w',
      id: 'visit',
      stratify: false,
    });
    expect(rolesText(roles)).toBe(
      'split by the groups of "patient"; split without stratification; rows weighted by "w"; id "visit"',
    );
  });
});

describe('a training by group', () => {
  it('has honest scores where copies of rows made them too good', async () => {
    const scores = async (options: RoleOptions, classifier: ClassifierName) => {
      const { model } = await trainOnTable(table, quick(options, classifier));
      const { outOfFold, test } = model.provenance;
      return [outOfFold?.balancedAccuracy ?? 0, test?.metrics.balancedAccuracy ?? 0];
    };
    for (const classifier of ['decision-tree', 'auto'] as const) {
      const [outOfFold, test] = await scores({ id: 'patient' }, classifier);
      expect(outOfFold).toBeGreaterThan(0.9);
      expect(test).toBeGreaterThan(0.9);
      const [groupedOutOfFold, groupedTest] = await scores({ group: 'patient' }, classifier);
      expect(groupedOutOfFold).toBeLessThan(0.65);
      expect(groupedTest).toBeLessThan(0.75);
    }
  }, 120_000);

  it('keeps groups out of the grid search and the early stopping', async () => {
    const tuned = async (options: RoleOptions) => {
      const { model } = await trainOnTable(table, {
        ...quick(options),
        tuning: { grid: { maxDepth: [3, 30] } },
      });
      return model.provenance.tuning?.candidates[1].mean ?? 0;
    };
    expect(await tuned({ id: 'patient' })).toBeGreaterThan(0.9);
    expect(await tuned({ group: 'patient' })).toBeLessThan(0.65);
  });

  it('is saved with the model, which decides again by the same groups', async () => {
    const { model, notices } = await trainOnTable(table, quick({ group: 'patient', id: 'visit' }));
    expect(notices.join('\n')).toMatch(/"patient" keeps the rows of a group together and is not a feature/);
    const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'm' });
    expect(loaded.provenance.roles).toEqual({ group: 'patient', ids: ['visit'], stratify: true });
    expect(loaded.outOfFold?.split).toEqual(
      model.outOfFold?.split && { groups: model.outOfFold.split.groups },
    );
    expect(decideModel(loaded, {}).provenance.outOfFold).toEqual(model.provenance.outOfFold);
    const columns = describeModel(model).columns.filter(({ used }) => !used);
    expect(columns.map(({ name, role }) => [name, role])).toEqual([
      ['visit', 'an id column'],
      ['patient', 'the group column'],
      ['day', undefined],
      ['w', undefined],
    ]);
  });

  it('needs more than one group', async () => {
    const one = tableFromColumns([
      ['g', new Array(40).fill('a')],
      ['x', Array.from({ length: 40 }, (_, row) => row % 7)],
      ['y', Array.from({ length: 40 }, (_, row) => row % 2)],
    ]);
    await expect(trainOnTable(one, { target: 'y', group: 'g', classifier: 'decision-tree' })).rejects.toThrow(
      /1 group in column "g"/,
    );
  });
});

describe('a training in time', () => {
  it('tests on the latest rows, and predicts out of fold forward', async () => {
    const rows = 200;
    const time = Array.from({ length: rows }, (_, row) => (row * 37) % rows);
    const random = new RandomStream(2, 'drift');
    // The rule changes for the last fifth of the time.
    const ordered = tableFromColumns(
      [
        ['t', time],
        ['x', time.map(() => random.integer(1000))],
        ['z', time.map(() => random.integer(1000))],
      ],
      't',
    );
    const x = ordered.columns[1];
    if (x.kind !== 'numeric') throw new Error('x is numeric');
    const labels = time.map((at, row) => (x.values[row] > 500 === at < 160 ? 'b' : 'a'));
    const drifting = tableFromColumns([
      ['t', time],
      ['x', Array.from(x.values)],
      ['y', labels],
    ]);
    const options = { target: 'y', classifier: 'decision-tree', overrides: { drop: ['t'] } } as const;
    const inTime = await trainOnTable(drifting, { ...options, time: 't' });
    expect(inTime.rows).toEqual({ train: 160, test: 40 });
    const { times } = inTime.model.provenance;
    expect(times).toEqual({ train: ['0', '159'], test: ['160', '199'] });
    expect(timeSpansText(times)).toBe('training rows from 0 to 159, test rows from 160 to 199');
    expect(inTime.report.metrics.accuracy).toBeLessThan(0.2);
    const { outOfFold } = inTime.model;
    // The first of six blocks is predicted by no fit.
    expect(outOfFold?.y.length).toBe(160 - 30);
    expect(outOfFold?.split?.times && new Set(outOfFold.split.times).size).toBe(130);
    const shuffled = await trainOnTable(drifting, options);
    expect(shuffled.report.metrics.accuracy).toBeGreaterThan(0.5);
    const loaded = await TableClassifier.fromBytes(inTime.model.toBytes(), { name: 'm' });
    expect(loaded.toBytes()).toEqual(inTime.model.toBytes());
  });

  it('works for ensembles, whose blocks cover all rows', async () => {
    const { model } = await trainOnTable(table, {
      ...quick({ time: 'day' }, 'auto'),
      overrides: { drop: ['day', 'patient', 'visit'] },
    });
    expect(model.outOfFold?.y.length).toBe(model.provenance.rows.train);
  }, 60_000);
});

describe('row weights', () => {
  const weighted = quick({ weight: 'w', id: ['visit', 'patient'] }, 'random-forest');

  it('leave out rows of weight 0, count in the scores, and are no feature', async () => {
    const { model, notices, rows, scores } = await trainOnTable(table, {
      ...weighted,
      overrides: { drop: ['day'] },
    });
    expect(notices).toContain('60 rows of weight 0 left out');
    expect(rows.train + rows.test).toBe(180);
    expect(model.preparation.featureNames).toEqual(['x0', 'x1', 'x2']);
    expect(scores.intervals.macroF1.reason).toMatch(/weights/);
    const weights = model.outOfFold?.weights ?? [];
    expect(
      new Set(Array.from(weights, (weight) => Math.round((weight * 6) / Math.max(...weights)))).size,
    ).toBe(3);
    const loaded = await TableClassifier.fromBytes(model.toBytes(), { name: 'm' });
    expect(loaded.outOfFold?.weights).toEqual(model.outOfFold?.weights);
    expect(model.provenance.classes[0].trainingWeight).toBeGreaterThan(0);
  });

  it('count in an evaluation where the table has them, else a notice says that they do not', async () => {
    const { model } = await trainOnTable(table, { ...weighted, overrides: { drop: ['day'] } });
    const evaluation = await evaluateTable(model, table);
    expect(evaluation.rows).toBe(180);
    const { labels } = await predictTable(model, table);
    const column = table.columns.at(-1);
    if (column?.kind !== 'text') throw new Error('the label is text');
    let [right, total] = [0, 0];
    labels.forEach((label, row) => {
      total += row % 4;
      if (label === column.dictionary[column.codes[row]]) right += row % 4;
    });
    expect(evaluation.report.metrics.accuracy).toBeCloseTo(right / total, 12);
    const without = { ...table, columns: table.columns.filter(({ name }) => name !== 'w') };
    const { rows, notices } = await evaluateTable(model, without);
    expect(rows).toBe(240);
    expect(notices.join()).toMatch(/no weight column "w": each of its rows counts once/);
  });

  it('and times are read as the training table writes them, in a test table too', async () => {
    const written = (weights: readonly string[]) => {
      const rows = Array.from({ length: 60 }, (_, row) => row);
      return tableFromColumns([
        ['day', rows.map((row) => `${1 + (row % 28)}/${1 + (row % 5)}/2021`)],
        ['w', rows.map((row) => weights[row % weights.length])],
        ['x', rows.map((row) => (row * 7) % 10)],
        ['label', rows.map((row) => ((row * 7) % 10 > 6 ? 'yes' : 'no'))],
      ]);
    };
    const options = { target: 'label', classifier: 'decision-tree', time: 'day', weight: 'w' } as const;
    const { model } = await trainOnTable(written(['0,5', '1,25', '2']), {
      ...options,
      test: written(['1.500', '0']),
    });
    const { roles, times, classes } = model.provenance;
    expect(roles).toMatchObject({ timeFormat: 'day-first', weightFormat: { decimal: ',' } });
    expect(times?.train).toEqual(['1/1/2021', '27/5/2021']);
    expect(times?.test?.[0]).toBe('1/1/2021');
    expect(classes.reduce((sum, { trainingWeight = 0 }) => sum + trainingWeight, 0)).toBe(75);
    const { rows, scores } = await evaluateTable(model, written(['1.500', '0']));
    expect(rows).toBe(30);
    expect(scores.report.metrics.accuracy).toBeGreaterThan(0);
  });

  it('are refused by classifiers without them, naming those that have them', async () => {
    const refused = trainOnTable(table, quick({ weight: 'w' }, 'svm-smote'));
    await expect(refused).rejects.toThrow(/svm-smote does not accept weights.*random-forest/);
  });
});

describe('a comparison', () => {
  const options = { target: 'label', classifiers: ['decision-tree', 'knn'], folds: 3, repeats: 1 } as const;

  it('by group is honest, and its final model has the same roles', async () => {
    const overrides = { drop: ['day', 'w', 'visit'] };
    const shared = await compareClassifiers(table, { ...options, overrides, id: 'patient' });
    expect(shared.ranked[0].means.balancedAccuracy).toBeGreaterThan(0.9);
    const grouped = await compareClassifiers(table, { ...options, overrides, group: 'patient' });
    for (const { means } of grouped.ranked) expect(means.balancedAccuracy).toBeLessThan(0.65);
    const chosen = finalClassifier(grouped, 'decision-tree');
    const model = await trainFinalModel(table, grouped, chosen, { overrides });
    expect(model.provenance.roles?.group).toBe('patient');
    expect(model.preparation.featureNames).toEqual(['x0', 'x1', 'x2']);
    expect(model.provenance.outOfFold?.balancedAccuracy).toBeLessThan(0.65);
  });

  it('in time has folds that go forward, once, and weighs rows', async () => {
    const { repeats: _, ...rest } = options;
    const found = await compareClassifiers(table, {
      ...rest,
      time: 'day',
      weight: 'w',
      id: ['visit', 'patient'],
    });
    expect(found.repeats).toBe(1);
    expect(found.rows).toBe(180);
    const sizes = found.splits.map(({ trainRows }) => trainRows);
    expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
    expect(found.ranked[0].predictions[0].filter((c) => c === -1).length).toBe(sizes[0]);
    await expect(compareClassifiers(table, { ...rest, time: 'day', repeats: 2 })).rejects.toThrow(
      /repeats is 2, but folds in time/,
    );
  });

  it('refuses more folds than groups', async () => {
    await expect(compareClassifiers(table, { ...options, folds: 61, group: 'patient' })).rejects.toThrow(
      /60 groups in column "patient", but 61/,
    );
  });
});
