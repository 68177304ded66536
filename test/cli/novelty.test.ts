/** `predict --novelty` and what `explain` says of rows unlike those of training, with the built program. */
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { text, Workplace } from './built-program.js';

const place = new Workplace();

const lines = [
  'x,z,label',
  ...Array.from({ length: 150 }, (_, i) => {
    const x = (i * 37) % 150;
    return `${(x * 1.3).toFixed(1)},${x + ((i * 13) % 7)},${x >= 100 ? 'bad' : 'good'}`;
  }),
];

beforeAll(async () => {
  place.write('table.csv', text(lines));
  // The last row has usual values, but not together.
  place.write('new.csv', text(['x,z', '26.1,23', '182.2,143', '26.1,140']));
  const train = ['train', 'table.csv', '-t', 'label', '--classifier', 'decision-tree', '-q', '-o'];
  for (const more of [['m.st'], ['none.st', '--keep-rows', '0']]) {
    expect(await place.run([...train, ...more])).toMatchObject({ code: 0, stderr: '' });
  }
});

describe('predict --novelty', () => {
  it('marks rows that are unlike those of training, in the order of the risk too', async () => {
    const { code, stdout } = await place.run(['predict', 'm.st', 'new.csv', '--novelty', '--sort', 'risk']);
    expect(code).toBe(0);
    const rows = parse(stdout, { columns: true }) as Record<string, string>[];
    expect(Object.keys(rows[0])).toEqual(['row', 'prediction', 'risk', 'novelty_p_value', 'novel']);
    const byRow = new Map(rows.map((row) => [row.row, row]));
    expect(['1', '2', '3'].map((row) => byRow.get(row)?.novel)).toEqual(['false', 'false', 'true']);
    expect(Number(byRow.get('3')?.novelty_p_value)).toBeCloseTo(1 / 121, 4);
  });

  it('refuses a model without training rows, and a level that is none, and writes nothing', async () => {
    for (const [model, level, message] of [
      ['none.st', [], 'holds no training rows'],
      ['m.st', ['0'], 'Give a level between 0 and 1.'],
    ] as const) {
      const { code, stdout, stderr } = await place.run(['predict', model, 'new.csv', '--novelty', ...level]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(message);
    }
  });
});

describe('explain', () => {
  it('says that a row is unlike those of training, and in which columns', async () => {
    const { stdout } = await place.run(['explain', 'm.st', 'new.csv', '--row', '1', '--row', '3']);
    expect(stdout.match(/unlike the training rows/g)).toHaveLength(1);
    expect(stdout).toMatch(/unlike the training rows \(p-value 0\.0083\); furthest from them: [xz], [xz]$/m);
  });
});
