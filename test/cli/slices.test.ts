/** `evaluate --by`, `--slices` and `card`, with the built program. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { text, Workplace } from './built-program.js';

const place = new Workplace();

/** `x` tells the class, but among the new rows not in the region north. */
const lines = (region: (i: number) => string, isBad: (i: number, x: number) => boolean) =>
  Array.from({ length: 400 }, (_, i) => {
    const x = (i * 137) % 400;
    return `${(x * 1.3).toFixed(1)},${region(i)},${i % 3 === 0 ? 'f' : 'm'},${isBad(i, x) ? 'bad' : 'good'}`;
  });
const regions = ['north', 'south', 'a|*b*', ''];
const regionOf = (i: number) => regions[(i * 7) % 4];
const head = 'x,region,sex,label';

beforeAll(async () => {
  place.write('train.csv', text([head, ...lines(regionOf, (_, x) => x >= 300)]));
  place.write(
    'new.csv',
    text([head, ...lines(regionOf, (i, x) => (regionOf(i) === 'north' ? i % 20 < 8 : x >= 300))]),
  );
  const train = ['train', 'train.csv', '-t', 'label', '--drop', 'sex', '--classifier', 'logistic-regression'];
  expect(await place.run([...train, '-q', '-o', 'm.st'])).toMatchObject({ code: 0, stderr: '' });
});

describe('evaluate --by and --slices', () => {
  it('finds the slice that is worse, and compares those of a column that the model does not use', async () => {
    const arguments_ = ['evaluate', 'm.st', 'new.csv', '-q', '--by', 'sex,region', '--slices', '--json'];
    const { code, stdout, stderr } = await place.run([...arguments_, '--report', 'slices.html']);
    expect([code, stderr]).toEqual([0, '']);
    const { slices } = JSON.parse(stdout);
    expect(slices.columns[0].slices.map(({ name }: { name: string }) => name)).toEqual(['m', 'f']);
    expect(slices.columns[1].slices.at(-1)).toMatchObject({ name: '(missing)', rows: 100 });
    expect(slices.columns[0].fairness.demographicParityDifference.score).toBeLessThan(0.2);
    expect(slices.columns[1].fairness.equalOpportunityDifference.score).toBeGreaterThan(0.3);
    const found = slices.worst.found.filter(({ column }: { column: string }) => column === 'region');
    expect(found[0]).toMatchObject({ slice: 'north', fault: 'low recall', rows: 100 });
    expect(found.every(({ slice }: { slice: string }) => slice === 'north')).toBe(true);
    const page = readFileSync(place.path('slices.html'), 'utf8');
    expect(page).toContain('By region');
    expect(page).toContain('Slices in which the model is worse beyond chance');
  });

  it('writes tables, and refuses an unknown column with the nearest one', async () => {
    const shown = await place.run(['evaluate', 'm.st', 'new.csv', '-q', '--by', 'sex']);
    expect(shown.stdout).toMatch(/^By "sex", events are rows of "bad":$/m);
    expect(shown.stdout).toMatch(/^equal opportunity difference +0\.\d{3} \[0\.\d\d \d\.\d\d\]$/m);
    const unknown = await place.run(['evaluate', 'm.st', 'new.csv', '--by', 'regoin']);
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain(
      '--by names column "regoin", which is not in the table. Did you mean "region"?',
    );
  });
});

describe('card', () => {
  it('writes a page and Markdown, with names escaped', async () => {
    for (const out of ['card.html', 'card.md']) {
      expect(await place.run(['card', 'm.st', '-o', out])).toMatchObject({ code: 0, stderr: '' });
    }
    const page = readFileSync(place.path('card.html'), 'utf8');
    for (const title of [
      'Data',
      'Decision',
      'Expected scores',
      'Calibration',
      'Limits',
      'How to repeat it',
    ]) {
      expect(page).toMatch(new RegExp(`<h2 [^>]*>${title}</h2>`));
    }
    expect(page).toContain('<svg');
    const markdown = readFileSync(place.path('card.md'), 'utf8');
    expect(markdown).toContain('a\\|\\*b\\*');
    expect(markdown).toMatch(/Privacy: the file holds \d+ training rows/);
    expect(markdown).toContain('qcl-mixnet train TABLE --target label --classifier logistic-regression');
  });

  it('refuses a file of another kind before it reads anything', async () => {
    const { code, stderr } = await place.run(['card', 'm.st', '-o', 'card.pdf']);
    expect(code).toBe(2);
    expect(stderr).toContain('--out card.pdf: give a file that ends in .html or .md');
  });
});
