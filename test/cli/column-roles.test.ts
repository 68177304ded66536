/** Groups, times, weights and ids of a table, in every command that has to do with them. */
import { describe, expect, it } from 'vitest';
import { Workplace } from './built-program.js';

const place = new Workplace();

const lines = ['visit,patient,day,w,all,x,label'];
for (let row = 0; row < 120; row++) {
  const patient = row % 30;
  const label = (patient * 7) % 3 === 0 ? 'yes' : 'no';
  const day = `2024-${String(1 + (row % 6)).padStart(2, '0')}-01`;
  lines.push(
    `${String(row).padStart(4, '0')},P${patient},${day},${Math.floor(row / 10) % 3},${label === 'no' ? 1 : 0},${(patient * 37) % 11}.5,${label}`,
  );
}
place.write('visits.csv', `${lines.join('\n')}\n`);
place.write(
  'leak.csv',
  'code,x,y\n'.concat(
    Array.from(
      { length: 60 },
      (_, i) => `${i % 3 === 0 ? 7 : 3},${(i * 7) % 10},${i % 3 === 0 ? 'b' : 'a'}\n`,
    ).join(''),
  ),
);

const train = ['train', 'visits.csv', '-t', 'label', '--classifier', 'decision-tree', '-o'];

describe('train', () => {
  it.each([
    [['--group', 'pateint'], /--group names column "pateint".*Did you mean "patient"/],
    [['--weight', 'label'], /--weight names "label", which is the target/],
    [['--time', 'patient'], /time column "patient" holds "P0" in data row 1/],
    [['--weight', 'patient'], /weight column "patient" holds "P0" in data row 1/],
    [['--weight', 'all'], /every row of "yes" has weight 0 in column "all"/],
    [['--group', 'w', '--time', 'day'], /--group and --time are given together, but the group/],
    [['--weight', 'w', '--classifier', 'svm-smote'], /svm-smote does not accept weights.*xgboost/],
  ])('refuses %j', async (options, message) => {
    const { code, stderr } = await place.run([...train, 'refused.st', ...options]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(place.has('refused.st')).toBe(false);
  });

  it('keeps the roles with the model, for inspect, predict and evaluate', async () => {
    const roles = ['--group', 'patient', '--weight', 'w', '--id', 'visit', '--drop', 'day,all'];
    const trained = await place.run([...train, 'm.st', ...roles, '--report', 'r.html']);
    expect(trained.code).toBe(0);
    expect(trained.stderr).toMatch(/40 rows of weight 0 left out/);
    const shown = (await place.run(['inspect', 'm.st'])).stdout;
    expect(shown).toMatch(/^split by the groups of "patient"; rows weighted by "w"; id "visit"$/m);
    expect(shown).toMatch(/visit +│ excluded │ +an id column/);
    expect(shown).toMatch(/patient +│ excluded │ +the group column/);
    expect(place.bytes('r.html').toString()).toMatch(/split by the groups of/);
    const predicted = await place.run(['predict', 'm.st', 'visits.csv']);
    expect(predicted.stdout).toMatch(/^visit,prediction\n0000,(yes|no)\n/);
    const kept = await place.run(['predict', 'm.st', 'visits.csv', '--keep', 'visit,x']);
    expect(kept.stdout).toMatch(/^visit,x,prediction\n/);
    place.write('new.csv', 'x,patient\n1.5,P1\n');
    const without = await place.run(['predict', 'm.st', 'new.csv']);
    expect(without.stdout).toMatch(/^prediction\n(yes|no)\n$/);
    expect(without.stderr).toMatch(/id columns of the training that are not in the table: "visit"/);
    const evaluated = JSON.parse((await place.run(['evaluate', 'm.st', 'visits.csv', '--json'])).stdout);
    expect(evaluated.rows).toBe(80);
  });

  it('tests on the latest rows with --time', async () => {
    expect((await place.run([...train, 't.st', '--time', 'day', '--drop', 'day,all'])).code).toBe(0);
    const { rows, roles, times } = JSON.parse((await place.run(['inspect', 't.st', '--json'])).stdout);
    expect(times).toEqual({ train: ['2024-01-01', '2024-05-01'], test: ['2024-06-01', '2024-06-01'] });
    expect(rows).toEqual({ train: 100, test: 20 });
    expect(roles).toEqual({ time: 'day', timeFormat: 'year-first', ids: [], stratify: true });
  });

  it('names a column that alone tells the class', async () => {
    const options = ['train', 'leak.csv', '-t', 'y', '--classifier', 'decision-tree', '-o', 'l.st'];
    const { stderr } = await place.run(options);
    expect(stderr).toMatch(/column "code" alone tells the class \(balanced accuracy 1.000\)/);
    expect(stderr).not.toMatch(/column "x" alone/);
  });
});

describe('compare', () => {
  const compare = [
    'compare',
    'visits.csv',
    '-t',
    'label',
    '--classifiers',
    'decision-tree,knn',
    '--folds',
    '3',
  ];

  it('splits by group and in time, and says so', async () => {
    const grouped = await place.run([...compare, '--no-model', '--group', 'patient', '--repeats', '1']);
    expect(grouped.code).toBe(0);
    expect(grouped.stdout).toMatch(/3 folds, 1 repeat \(split by the groups\s+of "patient"\):/);
    const timed = await place.run([...compare, '-m', 'c.st', '--final', 'decision-tree', '--time', 'day']);
    expect(timed.code).toBe(0);
    expect(timed.stdout).toMatch(/3 folds, 1 repeat \(split\s+forward\s+in\s+time\s+by\s+"day"\):/);
    expect((await place.run(['inspect', 'c.st'])).stdout).toMatch(/^split forward in time by "day"$/m);
  });

  it('refuses repeats in time, and more folds than groups', async () => {
    const repeated = await place.run([...compare, '--no-model', '--time', 'day', '--repeats', '2']);
    expect([repeated.code, repeated.stderr]).toEqual([
      2,
      expect.stringMatching(/folds in time are the same/),
    ]);
    const few = await place.run([...compare.slice(0, -1), '40', '--no-model', '--group', 'patient']);
    expect([few.code, few.stderr]).toEqual([
      2,
      expect.stringMatching(/30 groups in column "patient", but 40/),
    ]);
  });
});
