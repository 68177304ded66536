/** `explain`, `predict --reasons` and the training rows that a model keeps, with the built program. */
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { text, Workplace } from './built-program.js';

const place = new Workplace();

/** `x` tells the class, `noise` nothing. */
const lines = [
  'x,noise,label',
  ...Array.from(
    { length: 80 },
    (_, i) =>
      `${(((i * 13) % 80) * 1.3).toFixed(1)},${(i * 37) % 11},${(i * 13) % 80 >= 60 ? 'bad' : 'good'}`,
  ),
];

beforeAll(async () => {
  place.write('table.csv', text(lines));
  const train = [
    'train',
    'table.csv',
    '-t',
    'label',
    '--classifier',
    'boosting',
    '--set',
    'nEstimators=40',
    '-q',
  ];
  for (const more of [
    ['-o', 'm.st'],
    ['-o', 'none.st', '--keep-rows', '0'],
  ]) {
    expect(await place.run([...train, ...more])).toMatchObject({ code: 0, stderr: '' });
  }
});

describe('explain', () => {
  it('shows the rows of the highest risk with their largest contributions and similar rows', async () => {
    const { code, stdout, stderr } = await place.run(['explain', 'm.st', 'table.csv', '--top', '2']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Row \d+: probability of bad 0\.\d+$/m);
    expect(stdout).toMatch(/[^\n]\n$/);
    expect(stdout).toMatch(/^ {2}x [\d.]+( is high)? +odds x[\d.]+$/m);
    expect(stdout).toMatch(/^ {2}\d+ of the 10 most similar of 64 training rows are bad: rows \d+/m);
  });

  it('writes all columns of named rows as JSON, which add up', async () => {
    const { stdout } = await place.run([
      'explain',
      'm.st',
      'table.csv',
      '--row',
      '44',
      '--row',
      '1',
      '--json',
    ]);
    const { rows, scale, method } = JSON.parse(stdout);
    expect([scale, method]).toEqual(['log-odds', 'exact']);
    expect(rows.map(({ row, label }: { row: number; label: string }) => [row, label])).toEqual([
      [44, 'bad'],
      [1, 'bad'],
    ]);
    for (const { columns, expected, prediction, similar } of rows) {
      const sum = columns.reduce(
        (total: number, each: { contribution: number }) => total + each.contribution,
        expected,
      );
      expect(sum).toBeCloseTo(prediction, 9);
      expect(similar).toHaveLength(10);
    }
    expect(rows[0].columns[0]).toMatchObject({ column: 'x', value: '102.7', remark: 'high' });
  });

  it('explains a model without training rows, by the distributions of its columns', async () => {
    const sampled = ['explain', 'none.st', 'table.csv', '--row', '44', '--method', 'sampled'];
    const { code, stdout, stderr } = await place.run(sampled);
    expect(code).toBe(0);
    expect(stderr).toMatch('the model holds no training rows');
    expect(stdout).toMatch(/x 102\.7 is high +\+0\.\d+ +± 0\.\d+/);
    expect(stdout).not.toMatch('similar');
    expect((await place.run(['inspect', 'none.st'])).stdout).toMatch('holds no training rows');
    expect((await place.run(['inspect', 'm.st'])).stdout).toMatch('holds 64 training rows');
  });

  it.each([
    [['--row', '81'], /--row 81 does not exist: it has 80 data rows/],
    [['--row', '1', '--top', '2'], /--row names rows and --top chooses them/],
    [['--class', 'worse'], /"worse" is not a class/],
    [['--to', 'good'], /--to needs --vary/],
    [['--permutations', '3', '--method', 'sampled'], /permutations is 3: give an even integer/],
  ])('refuses %j', async (options, message) => {
    const { code, stdout, stderr } = await place.run(['explain', 'm.st', 'table.csv', ...options]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('explain --vary', () => {
  it('shows the smallest change that flips the decision, or that there is none', async () => {
    const { code, stdout, stderr } = await place.run([
      ...['explain', 'm.st', 'table.csv', '--row', '44', '--vary', 'x,noise'],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Row 44: bad, probability of bad 0\.\d+$/m);
    expect(stdout).toMatch(/^ {2}x 102\.7 → [67]\d(\.\d+)?: good \(probability of bad 0\.\d+ → 0\.\d+\)$/m);
    const none = await place.run([
      ...['explain', 'm.st', 'table.csv', '--row', '44', '--vary', 'noise', '--json'],
    ]);
    expect(JSON.parse(none.stdout).rows).toEqual([
      { row: 44, label: 'bad', of: 'bad', probability: expect.any(Number), change: null },
    ]);
  });
});

describe('importance', () => {
  it('writes the columns by importance and a page with figures', async () => {
    const { code, stdout } = await place.run([
      ...['importance', 'm.st', 'table.csv', '--report', 'page.html'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^macro F1 [\d.]+ on 80 rows; lost by permuting a column:$/m);
    expect(stdout).toMatch(/^x +0\.\d{4} +0\.\d{4} to 0\.\d{4} +#{16}$/m);
    expect(stdout).toMatch(/^ {2}x: .*102\.7? 0\.\d{3}|^ {2}x: [\d.]+ 0\.\d{3}, /m);
    const page = place.bytes('page.html').toString();
    expect(page.match(/<figure>/g)).toHaveLength(3);
    expect(page).toContain('--report page.html');
  });

  it('names the option that is wrong', async () => {
    const { code, stderr } = await place.run(['importance', 'm.st', 'table.csv', '--columns', 'xx']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/columns: column "xx" is not a column of the training table\. Did you mean "x"\?/);
  });
});

describe('predict --reasons', () => {
  it('writes the reasons of each row', async () => {
    const { code, stdout } = await place.run(['predict', 'm.st', 'table.csv', '--reasons', '1']);
    expect(code).toBe(0);
    const rows = parse(stdout, { columns: true }) as { prediction: string; reasons: string }[];
    expect(rows).toHaveLength(80);
    expect(rows[43]).toMatchObject({
      prediction: 'bad',
      reasons: expect.stringMatching(/^x 102\.7 is high: odds x/),
    });
    expect(rows[0].reasons).toMatch(/^x 0\.0 is low: odds x0\./);
  });

  it('writes nothing if the model is too old to give any', async () => {
    const fixtures = new URL('../../src/pipeline/fixtures/version-0.1.0/', import.meta.url);
    const [model, table] = ['xgboost.safetensors', 'new.csv'].map((name) =>
      fileURLToPath(new URL(name, fixtures)),
    );
    const { code, stdout, stderr } = await place.run(['predict', model, table, '--reasons', '2']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the model was saved before version 0.2.0');
  });
});
