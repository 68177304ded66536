/** `watch` and `predict --adapt-prior`, with the built program. */
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { cellText } from '../../src/tables/table.js';
import { monitoredTable } from '../support/monitored-tables.js';
import { text, Workplace } from './built-program.js';

const place = new Workplace();

function write(name: string, ...given: Parameters<typeof monitoredTable>): void {
  const table = monitoredTable(...given);
  const lines = Array.from({ length: table.rows }, (_, row) =>
    table.columns.map((column) => cellText(table, column, row) ?? '').join(','),
  );
  place.write(name, text([table.columns.map((column) => column.name).join(','), ...lines]));
}

beforeAll(async () => {
  write('train.csv', 500, 1);
  write('same.csv', 300, 2, { unlabelled: true });
  write('moved.csv', 300, 3, { amount: 60, newChannel: 0.3 });
  write('rare.csv', 600, 4, { fraud: 0.04, unlabelled: true });
  const train = [
    'train',
    'train.csv',
    '-t',
    'label',
    '--classifier',
    'logistic-regression',
    '-q',
    '-o',
    'm.st',
  ];
  expect(await place.run(train)).toMatchObject({ code: 0, stderr: '' });
});

describe('watch', () => {
  it('ends with 0 for a table like that of the training', async () => {
    const { code, stdout, stderr } = await place.run(['watch', 'm.st', 'same.csv']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^No drift/);
    expect(stdout).toMatch(/^amount +none /m);
    expect(stderr).toMatch(/notice: "date": dates move on/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(90);
  });

  it('ends with 4 for strong drift, as JSON and as a page', async () => {
    const { code, stdout, stderr } = await place.run([
      'watch',
      'm.st',
      'moved.csv',
      '--json',
      '-q',
      '--report',
      'd.html',
    ]);
    expect([code, stderr]).toEqual([4, '']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ verdict: 'strong', reference: 'training', rows: { now: 300 } });
    expect(
      report.columns.find(({ column }: { column: string }) => column === 'channel').unseen.categories,
    ).toEqual(['kiosk']);
    const page = place.bytes('d.html').toString();
    expect(page).toContain('Strong drift');
    expect(page).toContain('% of rows: above training, below now');
  });

  it('compares with a reference, and says what is missing', async () => {
    const { code, stdout } = await place.run([
      'watch',
      'm.st',
      'moved.csv',
      '-q',
      '--reference',
      'moved.csv',
    ]);
    expect([code, stdout]).toEqual([2, '']);
    place.write('less.csv', text(['amount,age', '1,2']));
    const less = await place.run(['watch', 'm.st', 'less.csv']);
    expect(less).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /error: .*less.csv: 2 columns of the training table missing: "channel", "date"/,
      ),
    });
  });
});

it('predict --adapt-prior corrects the probabilities, with a notice', async () => {
  const { code, stdout, stderr } = await place.run([
    'predict',
    'm.st',
    'same.csv',
    '--adapt-prior',
    '--proba',
  ]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/notice: the probabilities are corrected to class shares estimated from the/);
  const rows: Record<string, string>[] = parse(stdout, { columns: true });
  const mean = rows.reduce((sum, row) => sum + Number(row.probability_fraud), 0) / rows.length;
  const estimated = Number(
    /"fraud" [\d.]+ % in\s+training, ([\d.]+) %/.exec(stderr.replace(/\s+/g, ' '))?.[1],
  );
  expect(100 * mean).toBeCloseTo(estimated, 0);
});
