/** What `inspect` says of an ensemble, which is judged on its own training rows. */
import { expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();

it('prints the out-of-fold report of an ensemble with its classes', async () => {
  place.write('table.csv', text(clusters()));
  const train = ['train', 'table.csv', '-t', 'label', '-o', 'e.st', '--classifier', 'qcl-ensemble'];
  expect((await place.run([...train, '--epochs', '5', '--set', 'partitions=1'])).code).toBe(0);
  const { code, stdout } = await place.run(['inspect', 'e.st']);
  expect(code).toBe(0);
  const [, report] = stdout.split(/Out-of-fold scores on the training rows, [^:]*:\n/);
  const { outOfFold, outOfFoldPerClass, classes } = JSON.parse(
    (await place.run(['inspect', 'e.st', '--json'])).stdout,
  );
  expect(outOfFoldPerClass).toHaveLength(3);
  outOfFoldPerClass.forEach((each: Record<string, number>, i: number) => {
    expect([each.label, each.support]).toEqual([classes[i].label, classes[i].trainingRows]);
    const scores = [each.precision, each.recall, each.f1].map((score) => score.toFixed(4));
    expect(report).toMatch(new RegExp(`^${each.label} +${scores.join(' +')} +${each.support}\\b`, 'm'));
  });
  const mean = (key: string) =>
    outOfFoldPerClass.reduce((sum: number, each: Record<string, number>) => sum + each[key], 0) / 3;
  expect(mean('f1')).toBeCloseTo(outOfFold.macroF1, 12);
  expect(mean('recall')).toBeCloseTo(outOfFold.balancedAccuracy, 12);
  const average = [outOfFold.macroPrecision, outOfFold.macroRecall, outOfFold.macroF1];
  const line = average.map((score: number) => score.toFixed(4)).join(' +');
  expect(report).toMatch(new RegExp(`^macro average +${line} +48$`, 'm'));
});

it('shows a learned schedule of mixup, in shares of the epochs of each class', async () => {
  place.write('mixup.csv', text(clusters()));
  const train = ['train', 'mixup.csv', '-t', 'label', '-o', 'm.st', '--classifier', 'qcl-mixnet'];
  const learned = ['--epochs', '8', '--set', 'mixupSchedule=learned'];
  expect((await place.run([...train, ...learned])).code).toBe(0);
  const { stdout } = await place.run(['inspect', 'm.st']);
  const { mixupSchedule } = JSON.parse((await place.run(['inspect', 'm.st', '--json'])).stdout);
  expect(mixupSchedule.settings).toHaveLength(6);
  expect(stdout).toMatch(/^options other than the defaults: epochs=8, mixupSchedule=learned$/m);
  expect(stdout).toMatch(/^class +0\.4, 5 +none +0\.1, 5 +1\.6, 5 +0\.4, 1 +0\.4, 15$/m);
  const withEpochs = mixupSchedule.classes.filter(({ epochs }: { epochs?: object }) => epochs !== undefined);
  expect(withEpochs.length).toBeGreaterThan(0);
  for (const { label, epochs } of mixupSchedule.classes) {
    if (epochs === undefined) {
      // A class with fewer than ten rows.
      expect(stdout).toMatch(new RegExp(`^${label} +fixed$`, 'm'));
      continue;
    }
    const shares = mixupSchedule.settings.map((_: object, setting: number) =>
      (epochs.reduce((sum: number, period: number[]) => sum + period[setting], 0) / 8).toFixed(2),
    );
    expect(stdout).toMatch(new RegExp(`^${label} +${shares.join(' +')}$`, 'm'));
  }
});

it('fits long categories to 80 columns, and shows how many there are if none fits', async () => {
  const name = (length: number, i: number) => `${'x'.repeat(length)}${i % 4}`;
  const rows = Array.from({ length: 60 }, (_, i) => `${name(12, i)},${name(58, i)},${i % 3 ? 'a' : 'b'}`);
  place.write('long.csv', text(['short,the_column_with_long_values,label', ...rows]));
  const train = ['train', 'long.csv', '-t', 'label', '-o', 'l.st', '--classifier', 'decision-tree'];
  expect((await place.run(train)).code).toBe(0);
  const { stdout } = await place.run(['inspect', 'l.st']);
  const [, columns] = stdout.split('Expected columns, in any order:');
  expect(columns).toMatch(/│ short .* "x{12}0" and 3 more +│/);
  expect(columns).toMatch(/│ the_column_with_long_values .* 4 categories +│/);
  expect(columns.split('\n').filter((line) => line.length > 80)).toEqual([]);
});
