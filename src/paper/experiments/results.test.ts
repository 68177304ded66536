import { describe, expect, it } from 'vitest';
import { doneRecord, failedRecord } from '../../../test/support/run-records.js';
import { markdownTable } from '../../text/text-table.js';
import { compareWithPaper } from '../claims/compare-with-paper.js';
import { ablationEffects, describeEffect } from './ablation-effects.js';
import { summarize } from './repeats.js';
import { resultRows } from './result-rows.js';
import { scoreTables } from './result-tables.js';
import { resultsPage } from './results-page.js';

const scores = (values: readonly number[], more: Parameters<typeof doneRecord>[1] = {}) =>
  values.map((value, i) => doneRecord(value, { ...more, seed: 42 + i }));

describe('resultRows', () => {
  it('has mean and deviation over the seeds, beside the paper', () => {
    const [row, ...others] = resultRows(scores([0.5, 0.6, 0.7]));
    expect(others).toEqual([]);
    expect(row.scores.macroF1.mean).toBeCloseTo(0.6, 12);
    expect(row.scores.macroF1.deviation).toBeCloseTo(0.1, 12);
    expect(row.paper?.scores.macroF1).toBe(0.61);
  });

  it('keeps protocols, options and data sets apart, in the order of the paper', () => {
    const rows = resultRows([
      ...scores([0.5], { dataset: 'my_own' }),
      ...scores([0.5], { protocol: 'paper', dataset: 'ecoli' }),
      ...scores([0.5]),
      ...scores([0.5], { options: { without: ['attention'] } }),
      ...scores([0.5], { options: { without: ['quantum'] } }),
      ...scores([0.5], { dataset: 'ecoli' }),
    ]);
    expect(
      rows.map(({ dataset, configuration, protocol }) => `${dataset} ${configuration} ${protocol}`),
    ).toEqual([
      'ecoli qcl-mixnet honest',
      'glass qcl-mixnet honest',
      'glass qcl-mixnet without quantum honest',
      'glass qcl-mixnet without attention honest',
      'my_own qcl-mixnet honest',
      'ecoli qcl-mixnet paper',
    ]);
    expect(rows[2].paper?.scores.macroF1).toBe(0.34);
    expect(rows[4].paper).toBeUndefined();
  });

  it('says so where the options are not those of the paper', () => {
    const [row] = resultRows(scores([0.5], { options: { epochs: 3 } }));
    expect(row.paper?.marks.join()).toContain("The option epochs differs from the paper's setting.");
  });

  it('refuses records that cannot be combined', () => {
    const others = [{ version: '0.0.9' }, { checksum: 'other' }];
    const messages = [/versions 0\.1\.0 and 0\.0\.9/, /two tables glass/];
    others.forEach((other, i) => {
      expect(() => resultRows([doneRecord(0.5), doneRecord(0.5, { ...other, seed: 43 })])).toThrow(
        messages[i],
      );
    });
  });
});

describe('compareWithPaper', () => {
  const repeats = summarize([0.58, 0.6, 0.62, 0.59, 0.61]);

  it('meets the paper only if the whole interval is within the margin', () => {
    // t(0.9, 4) = 2.1318, s = 0.015811: 2.1318 * 0.015811 * sqrt(1.2) + 0.005 = 0.041924, wider than the margin.
    const same = compareWithPaper(repeats, 0.6);
    expect(same.verdict).toBe('undecided');
    expect(same.low).toBeCloseTo(-0.041924, 5);
    expect(same.high).toBeCloseTo(0.041924, 5);
    expect(compareWithPaper(repeats, 0.54).verdict).toBe('beats');
    expect(compareWithPaper(repeats, 0.66).verdict).toBe('misses');
    // A fifth of the scatter: 0.005 + 0.0073848.
    const quiet = summarize([0.596, 0.6, 0.604, 0.598, 0.602]);
    expect(compareWithPaper(quiet, 0.61)).toMatchObject({ verdict: 'meets', decidedBy: undefined });
    expect(compareWithPaper(quiet, 0.62).verdict).toBe('misses');
  });

  it('says what would decide it: more seeds, or nothing, because the paper has one run', () => {
    // For a difference of 0 it takes t(0.9, n - 1) s sqrt(1 + 1 / n) < 0.025: never with s = 0.0158, 1.645 s being 0.026.
    expect(compareWithPaper(repeats, 0.6).decidedBy).toBe('no number of seeds: the paper has one run');
    // s = 0.011180, 0.029647 with five; with six 2.0150 * 0.011180 * sqrt(7 / 6) + 0.005 = 0.029333.
    const less = summarize([0.6, 0.6 - 0.01414214, 0.6 + 0.01414214, 0.6 - 0.00707107, 0.6 + 0.00707107]);
    expect(less.deviation).toBeCloseTo(0.01118, 5);
    expect(compareWithPaper(less, 0.6).decidedBy).toBe('about 6 seeds');
  });

  it('does not judge a single run', () => {
    expect(compareWithPaper(summarize([0.9]), 0.1)).toMatchObject({
      verdict: 'one run only',
      decidedBy: 'a second seed',
    });
  });
});

describe('ablationEffects', () => {
  const noisy = [0.5, 0.7, 0.6, 0.8];
  const datasets = ['glass', 'ecoli', 'lymph'];
  const full = datasets.flatMap((dataset) => scores(noisy, { dataset }));
  const without = (part: string, drop: (score: number, i: number) => number) =>
    datasets.flatMap((dataset) => scores(noisy.map(drop), { dataset, options: { without: [part] } }));

  it('pairs runs of the same data set and seed, so that their common noise cancels out', () => {
    const variant = without('mixup', (score, i) => score - 0.1 - 0.001 * (i % 2));
    const [effect, ...others] = ablationEffects(resultRows([...full, ...variant]));
    expect(others).toEqual([]);
    expect(effect.overPairs.count).toBe(12);
    expect(effect.overPairs.mean).toBeCloseTo(0.1005, 12);
    expect(effect.overPairs.standardError).toBeLessThan(0.0002);
    expect(describeEffect(effect)).toBe('it helps significantly');
    // Tables 4 and 5: glass .61 - .39, ecoli .87 - .84, lymph .79 - .32.
    expect(effect.paperDrop).toBeCloseTo((0.22 + 0.03 + 0.47) / 3, 12);
  });

  it('says when it is noise, harm, or certain on these data sets only', () => {
    const describe = (drop: (score: number, i: number) => number) =>
      describeEffect(ablationEffects(resultRows([...full, ...without('quantum', drop)]))[0]);
    expect(describe((score, i) => score + (i % 2 === 0 ? 0.1 : -0.1))).toBe('no significant effect');
    expect(describe((score) => score + 0.05)).toBe('it harms significantly');
    const oneOnly = datasets.flatMap((dataset, d) =>
      scores(
        noisy.map((score) => score - (d === 0 ? 0.2 : 0.01)),
        { dataset, options: { without: ['quantum'] } },
      ),
    );
    expect(describeEffect(ablationEffects(resultRows([...full, ...oneOnly]))[0])).toMatch(
      /not certain on others/,
    );
  });

  it('compares nothing with a full model of other options, or of a failed run', () => {
    const other = scores(noisy, { options: { epochs: 3, without: ['mixup'] } });
    expect(ablationEffects(resultRows([...full, ...other]))).toEqual([]);
    const failed = failedRecord('slow', { seed: 42, options: { without: ['mixup'] } });
    expect(ablationEffects(resultRows([...full, failed]))).toEqual([]);
  });
});

describe('the page', () => {
  const records = [
    ...scores([0.9, 0.91, 0.92, 0.9, 0.91], { dataset: 'ecoli' }),
    ...scores([0.6, 0.62, 0.61, 0.6, 0.59]),
    ...scores([0.3, 0.31, 0.3, 0.29, 0.31], { dataset: 'minerals' }),
    ...scores([0.5, 0.52, 0.51, 0.5, 0.49], { options: { without: ['mixup'] } }),
    ...scores([0.7, 0.7, 0.71], { protocol: 'paper' }),
    failedRecord('it took longer than the time limit of 5 s', { seed: 45, protocol: 'paper' }),
  ];
  const page = resultsPage(records);

  it('says where the paper is met, beaten and missed', () => {
    expect(page).toContain(
      'it beats 1 (ecoli †); meets none; misses 1 (minerals); is undecided on 1 (glass †)',
    );
    // .908 - .70, .302 - .49, .604 - .58
    expect(page).toContain('PyTorch implementation, one run each: +0.015, 95 % interval -0.478 to +0.507');
    // t(0.9, 4) = 2.1318, s = 0.011402: 2.1318 * 0.011402 * sqrt(1.2) + 0.005 = 0.031626
    expect(page).toContain(
      '| glass † | 5 | 0.604 ± 0.011 | 0.61 | -0.006 | -0.038 to +0.026 | 0.10 | undecided |',
    );
    expect(page).toMatch(/Table 3 prints weighted averages for minerals/);
  });

  it('says what a part is worth', () => {
    expect(page).toMatch(
      /mixup \(protocol honest\): it helps significantly on these data sets.* changes by -0\.100/,
    );
  });

  it('names what is left out, what failed, and what leaks', () => {
    expect(page).toMatch(/Without records: optical_digits, .*har/);
    expect(page).toContain('Failed: glass, qcl-mixnet, seed 45: it took longer than the time limit of 5 s.');
    for (const heading of page.match(/^## .*protocol paper.*$/gim) ?? []) expect(heading).toMatch(/leaking/);
    expect(page.match(/^## .*protocol paper.*$/gim)?.length).toBeGreaterThan(0);
  });

  it('is the same for the same records in any order', () => {
    expect(resultsPage([...records].reverse())).toBe(page);
  });
});

describe('tables', () => {
  it('keep their columns whatever a name holds', () => {
    const [table] = scoreTables(resultRows(scores([0.5], { dataset: 'a|b\nc' })));
    const lines = markdownTable(table).split('\n');
    expect(lines[2]).toContain('a\\|b c');
    expect(lines[2].replaceAll('\\|', '').split('|')).toHaveLength(lines[0].split('|').length);
  });
});
