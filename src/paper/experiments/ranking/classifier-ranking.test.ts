import { describe, expect, it } from 'vitest';
import { doneRecord, failedRecord } from '../../../../test/support/run-records.js';
import { completeBlocks } from '../../../statistics/complete-blocks.js';
import { friedmanTest } from '../../../statistics/friedman.js';
import { nemenyiCriticalDifference } from '../../../statistics/nemenyi.js';
import { wilcoxonAgainstControl } from '../../../statistics/wilcoxon-against-control.js';
import { resultRows } from '../result-rows.js';
import type { RunRecord } from '../run-record.js';
import { type RankingOptions, rankClassifiers } from './classifier-ranking.js';
import { withoutAblations } from './ranked-rows.js';
import { sentences } from './sentences.js';

const rank = (records: readonly RunRecord[], options: Partial<RankingOptions> = {}) =>
  rankClassifiers(resultRows(records), { protocol: 'honest', resamples: 200, ...options });

/** Runs of `classifier` on the data sets d0, d1, ...: an entry a data set, an entry a seed in it. */
function runs(
  classifier: string,
  scores: readonly (number | readonly number[])[],
  more: Parameters<typeof doneRecord>[1] = {},
) {
  return scores.flatMap((bySeed, d) =>
    [bySeed].flat().map((score, s) =>
      doneRecord(score, {
        ...{ classifier, dataset: `d${d}`, checksum: `sum ${d}`, seed: 42 + s },
        ...more,
      }),
    ),
  );
}

/** Twelve data sets, on each of which `first` is best and `last` worst. */
const steps = Array.from({ length: 12 }, (_, d) => 0.5 + d / 100);
const clear = [
  ...runs('qcl-mixnet', steps),
  ...runs(
    'first',
    steps.map((score, d) => score + 0.1 + d / 1000),
  ),
  ...runs(
    'last',
    steps.map((score, d) => score - 0.2 - d / 1000),
  ),
];

describe('rankClassifiers', () => {
  it('gives what the tests give on the means over the seeds', () => {
    const seeds = (a: number, b: number) => [a, b];
    const records = [
      ...runs('a', [seeds(0.5, 0.7), seeds(0.3, 0.5), seeds(0.8, 0.9)]),
      ...runs('b', [seeds(0.4, 0.6), seeds(0.5, 0.5), seeds(0.7, 0.7)]),
      ...runs('qcl-mixnet', [seeds(0.9, 0.9), seeds(0.4, 0.4), seeds(0.1, 0.2)]),
    ];
    const { classifiers, datasets, seeds: used, metrics, control } = rank(records);
    const { scores, friedman, nemenyi, againstControl, classifiers: ranked } = metrics.macroF1;
    expect([classifiers, datasets, control]).toEqual([
      ['a', 'b', 'qcl-mixnet'],
      ['d0', 'd1', 'd2'],
      'qcl-mixnet',
    ]);
    expect(used).toEqual([
      [42, 43],
      [42, 43],
      [42, 43],
    ]);
    // Means of two seeds, by hand: .6 and .5 and .9; .4, .5, .4; .85, .7, .15.
    const byHand = [
      [60, 50, 90],
      [40, 50, 40],
      [85, 70, 15],
    ];
    scores.flat().forEach((score, i) => {
      expect(score).toBeCloseTo(byHand.flat()[i] / 100, 12);
    });
    expect(friedman).toEqual({ possible: true, result: friedmanTest(byHand) });
    expect(ranked.map(({ meanRank }) => meanRank)).toEqual(friedmanTest(byHand).meanRanks);
    expect(nemenyi).toMatchObject({ result: { criticalDifference: nemenyiCriticalDifference(3, 3) } });
    const expected = wilcoxonAgainstControl(byHand, 2);
    expect(againstControl).toMatchObject({
      result: [
        { name: 'a', wilcoxon: { p: expected[0].p, adjustedP: expected[0].adjustedP } },
        { name: 'b', wins: 1, ties: 0, losses: 2 },
      ],
    });
  });

  it('has an interval around each mean and each difference', () => {
    const { classifiers, againstControl, lead } = rank(clear).metrics.macroF1;
    for (const { mean, interval } of classifiers) {
      if (!interval.possible) throw new Error(interval.reason);
      expect(interval.result.mean).toBeCloseTo(mean, 12);
      expect(interval.result.low).toBeLessThan(mean);
      expect(interval.result.high).toBeGreaterThan(mean);
    }
    // Paired by data set, the difference is far more certain than the means: .1 + d / 1000.
    expect(againstControl).toMatchObject({ possible: true });
    if (!againstControl.possible || !lead.possible) throw new Error('not possible');
    const { difference, verdict } = againstControl.result[0];
    expect(difference.mean).toBeCloseTo(-0.1055, 12);
    expect(difference.low).toBeGreaterThan(-0.108);
    expect(difference.high).toBeLessThan(-0.103);
    expect(verdict).toBe('worse');
    expect(lead.result.mean).toBeCloseTo(0.1055, 12);
  });

  it('pairs the seeds of a data set, whatever else a classifier ran', () => {
    const { seeds, metrics } = rank([
      ...runs('a', [[0.5, 0.9], [0.6]]),
      ...runs('b', [[0.4], [0.7, 0.1, 0.1]]),
    ]);
    expect(seeds).toEqual([[42], [42]]);
    expect(metrics.macroF1.scores).toEqual([
      [0.5, 0.4],
      [0.6, 0.7],
    ]);
  });

  it('ties means that differ by the order of additions only', () => {
    const { metrics } = rank([
      ...runs('a', [
        [0.1, 0.2, 0.3],
        [0.5, 0.5, 0.5],
      ]),
      ...runs('b', [
        [0.3, 0.2, 0.1],
        [0.4, 0.4, 0.4],
      ]),
    ]);
    expect(metrics.macroF1.classifiers.map(({ meanRank }) => meanRank)).toEqual([1.25, 1.75]);
  });

  it('keeps protocols apart, and configurations of one classifier too', () => {
    const records = [
      ...runs('qcl-mixnet', [0.5, 0.6]),
      ...runs('qcl-mixnet', [0.4, 0.5], { options: { without: ['mixup'] } }),
      ...runs('qcl-mixnet', [0.3, 0.7], { options: { epochs: 3 } }),
      ...runs('knn', [0.3, 0.4], { tuned: true }),
      ...runs('qcl-mixnet', [0.9, 0.9], { protocol: 'paper' }),
      ...runs('knn', [0.9, 0.9], { protocol: 'paper' }),
    ];
    expect(rank(records).classifiers).toEqual([
      'knn tuned',
      'qcl-mixnet',
      'qcl-mixnet (epochs 3)',
      'qcl-mixnet without mixup',
    ]);
    const paper = rank(records, { protocol: 'paper' });
    expect(paper).toMatchObject({ leaking: true, classifiers: ['knn', 'qcl-mixnet'] });
    expect(paper.metrics.macroF1.scores.flat()).toEqual([0.9, 0.9, 0.9, 0.9]);
    const whole = rankClassifiers(withoutAblations(resultRows(records)), { protocol: 'honest' });
    expect(whole.classifiers).toEqual(['knn tuned', 'qcl-mixnet', 'qcl-mixnet (epochs 3)']);
  });

  it('marks the test over metrics as not valid', () => {
    expect(rank(clear).overMetrics).toMatchObject({
      result: { valid: false, reason: expect.stringMatching(/independent/) },
    });
  });

  it('is the same for the same records in any order', () => {
    expect(rank([...clear].reverse())).toEqual(rank(clear));
  });

  it('takes another control, if it is one of the classifiers', () => {
    expect(rank(clear, { control: 'last' }).control).toBe('last');
    expect(() => rank(clear, { control: 'oracle' })).toThrow(
      /control is oracle, but the classifiers with the protocol honest are: first, last, qcl-mixnet/,
    );
    expect(() => rank(clear, { alpha: 1 })).toThrow(/alpha must be a number between 0 and 1/);
  });
});

describe('complete blocks', () => {
  const reasons = (records: readonly RunRecord[]) => rank(records).excluded.map(({ reason }) => reason);

  it('leave out a data set without a score, with the reason of the failure', () => {
    const failed = failedRecord('it took longer than 5 s', {
      ...{ classifier: 'b', dataset: 'd2', checksum: 'sum 2' },
    });
    const records = [...runs('a', [0.5, 0.6, 0.7]), ...runs('b', [0.5, 0.6]), failed];
    expect(reasons(records)).toEqual([
      'd2 is excluded: no finished run of b (failed: it took longer than 5 s).',
    ]);
    const { datasets, metrics } = rank(records);
    expect(datasets).toEqual(['d0', 'd1']);
    expect(metrics.macroF1.scores).toEqual(
      completeBlocks(
        ['d0', 'd1', 'd2'],
        ['a', 'b'],
        [
          [0.5, 0.5],
          [0.6, 0.6],
          [0.7, null],
        ],
      ).scores,
    );
  });

  it('leave out a classifier rather than most data sets', () => {
    const records = [...runs('a', [0.5, 0.6, 0.7]), ...runs('b', [0.5, 0.6, 0.7]), ...runs('c', [0.1])];
    expect(reasons(records)).toEqual(['c is excluded: it finished on 1 of 3 data sets.']);
    expect(rank(records).datasets).toEqual(['d0', 'd1', 'd2']);
  });

  it('do not leave out all others for one that ran on more data sets', () => {
    const records = [...runs('a', steps), ...runs('b', [0.5, 0.6]), ...runs('c', [0.5, 0.6])];
    expect(rank(records)).toMatchObject({ classifiers: ['a', 'b', 'c'], datasets: ['d0', 'd1'] });
    expect(reasons(records)).toContain('d2 is excluded: only a finished there.');
    expect(reasons(records)).toHaveLength(10);
  });

  it('need a common seed', () => {
    const records = [...runs('a', [0.5, 0.6]), ...runs('b', [0.5]), ...runs('b', [0.5, 0.4], { seed: 7 })];
    expect(reasons(records)).toEqual(['d1 is excluded: the classifiers have no seed in common.']);
  });
});

describe('what cannot be done is a reason', () => {
  const text = (records: readonly RunRecord[], options: Partial<RankingOptions> = {}) =>
    sentences(rank(records, options)).join(' ');

  it('for one classifier', () => {
    const { metrics, overMetrics } = rank(runs('qcl-mixnet', [0.5, 0.6]));
    const { friedman, nemenyi, againstControl, lead } = metrics.macroF1;
    for (const outcome of [friedman, nemenyi, againstControl, lead, overMetrics]) {
      expect(outcome).toMatchObject({ possible: false, reason: expect.stringMatching(/at least two/) });
    }
    expect(text(runs('qcl-mixnet', [0.5, 0.6]))).toMatch(
      /qcl-mixnet alone on 2 data sets.*The mean macro F1 of qcl-mixnet is 0\.550 \(95 % interval 0\.500 to 0\.600\)\. Whether the classifiers differ cannot be tested: the Friedman test needs at least two classifiers/,
    );
  });

  it('for one data set', () => {
    const records = [...runs('qcl-mixnet', [0.5]), ...runs('a', [0.6])];
    const { classifiers, friedman, nemenyi, againstControl, lead } = rank(records).metrics.macroF1;
    expect(classifiers.map(({ meanRank }) => meanRank)).toEqual([1, 2]);
    for (const outcome of [friedman, nemenyi, againstControl, lead, classifiers[0].interval]) {
      expect(outcome).toMatchObject({
        possible: false,
        reason: expect.stringMatching(/at least two data sets/),
      });
    }
    expect(text(records)).toMatch(/a is first by mean rank in macro F1 \(1\.00\).*is 0\.100 higher\./);
    expect(text(records)).toMatch(/compared with a control: .*needs at least two data sets/);
  });

  it('for one seed, which is said', () => {
    expect(text(clear)).toMatch(/There is one seed for each data set: the intervals do not cover/);
    expect(text(runs('a', [[0.5, 0.6], [0.5]]))).toMatch(
      /means over the seeds that all classifiers have: 2 seeds, but 1 on d1\./,
    );
  });

  it('for ties everywhere', () => {
    const records = [...runs('qcl-mixnet', [0.5, 0.6]), ...runs('a', [0.5, 0.6])];
    expect(rank(records).metrics.macroF1.friedman).toEqual({
      possible: false,
      reason: 'all classifiers tie on every data set',
    });
    expect(text(records)).toMatch(/a and qcl-mixnet share first place .*all classifiers tie/);
    expect(text(records)).toMatch(
      /cannot tell qcl-mixnet apart from any other: with 2 data sets and 1 comparison the corrected p cannot be below 0\.50\./,
    );
  });

  it('for nothing at all, nothing finished and nothing complete', () => {
    expect(text([])).toBe('Nothing can be compared: there is no run with the protocol honest.');
    expect(text(clear, { protocol: 'paper' })).toBe(
      'Leaking (protocol paper): Nothing can be compared: there is no run with the protocol paper.',
    );
    expect(text([failedRecord('slow')])).toBe(
      'Nothing can be compared: no classifier finished on half of the data sets or more. ' +
        'qcl-mixnet is excluded: it finished on none of the data sets (failed: slow).',
    );
    const apart = [
      ...runs('a', [0.5]),
      ...runs('b', [0.5], { dataset: 'other', checksum: 'sum of the other' }),
    ];
    expect(text(apart)).toMatch(
      /^Nothing can be compared: all classifiers finished on no common .* d0 is excluded/,
    );
  });

  it('for no control', () => {
    const records = [...runs('a', [0.5, 0.6]), ...runs('b', [0.4, 0.6])];
    expect(rank(records).control).toBeUndefined();
    expect(text(records)).toMatch(/No classifier is compared with a control: there is no control/);
  });
});

describe('sentences', () => {
  it('say who is first, by how much, who is like it, and where the control stands', () => {
    const said = sentences(rank(clear));
    expect(said).toEqual([
      'Compared: 3 classifiers on 12 data sets, protocol honest.',
      expect.stringMatching(/^There is one seed for each data set/),
      expect.stringMatching(
        /^first is first by mean rank in macro F1 \(1\.00\), ahead of qcl-mixnet \(2\.00\); its mean macro F1 is 0\.105 higher \(95 % interval of the difference \+0\.10\d to \+0\.10\d\)\.$/,
      ),
      expect.stringMatching(
        /^The mean macro F1 of first is 0\.660 \(95 % interval 0\.6\d\d to 0\.6\d\d\)\.$/,
      ),
      expect.stringMatching(
        /^The classifiers differ significantly \(Friedman's chi-squared 24\.00 with 2 degrees of freedom, p < 0\.0001; /,
      ),
      "By Nemenyi's test (critical difference 0.96 in mean rank) first differs significantly from all others.",
      expect.stringMatching(
        /^qcl-mixnet, the control, is 2nd of 3 by mean rank \(2\.00\) with a mean macro F1 of 0\.555 \(.*\); its mean differs from that of first by -0\.10\d \(.*\)\.$/,
      ),
      "By Wilcoxon's test with Holm's correction it is better than last and worse than first.",
    ]);
  });

  it('name those that do not differ significantly from the first', () => {
    const said = sentences(rank([...clear.slice(0, 12), ...runs('rival', steps.toReversed())])).join(' ');
    expect(said).toMatch(/The classifiers do not differ significantly in rank \(Friedman's.*p = 1\.0/);
    const among = [
      ...clear,
      ...runs(
        'rival',
        steps.map((score, d) => score + 0.1 + (d % 2 === 0 ? 0.02 : -0.02)),
      ),
    ];
    expect(sentences(rank(among)).join(' ')).toMatch(
      /first does not differ significantly from rival; it does from the other 2\./,
    );
  });

  it('of the protocol paper all say that its numbers leak', () => {
    const records = clear.map((record) => ({ ...record, protocol: 'paper' as const }));
    const said = sentences(rank(records, { protocol: 'paper' }));
    expect(said.length).toBeGreaterThan(5);
    for (const sentence of said) expect(sentence).toMatch(/^Leaking \(protocol paper\): /);
  });
});
