import { describe, expect, it } from 'vitest';
import { ablationEffects } from '../../src/paper/experiments/ablation-effects.js';
import { rankingsOf } from '../../src/paper/experiments/ranking/classifier-ranking.js';
import { resultRows } from '../../src/paper/experiments/result-rows.js';
import { examinedClaims, resultsPage } from '../../src/paper/experiments/results-page.js';
import { ablationFigures, rankingFigures } from '../../src/paper/report/result-figures.js';
import { doneRecord } from '../support/run-records.js';

const DATASETS = ['glass', 'ecoli', 'lymph', 'vehicle', 'letter', 'abalone', 'isolet', 'satimage'];
const runs = (classifier: string, score: (d: number) => number, more = {}) =>
  DATASETS.map((dataset, d) => doneRecord(score(d), { classifier, dataset, ...more }));
const own = (d: number) => 0.7 + d / 40;
/** The other is worse by another margin on every data set, so that no two differences tie. */
const strong = [...runs('qcl-mixnet', own), ...runs('mlp', (d) => own(d) - 0.1 - d / 100)];
const weak = [...runs('qcl-mixnet', own), ...runs('mlp', (d) => own(d) + 0.1 + d / 100)];
const verdicts = (records: typeof strong) =>
  new Map(examinedClaims(records).map(({ claim, repeated }) => [claim, repeated]));

describe('the claims of the paper', () => {
  it('repeat where the records bear them out, and do not where they contradict', () => {
    const [borne, contradicted] = [verdicts(strong), verdicts(weak)];
    for (const claim of [
      'best in macro F1 on most data sets',
      'ahead of the best baseline in macro F1 on most multi-class data sets (Fig. 2b)',
      'first by mean rank over the four metrics (Table 6)',
      'significantly better than every other model in macro F1',
    ]) {
      expect([claim, borne.get(claim), contradicted.get(claim)]).toEqual([claim, true, false]);
    }
    expect(borne.get('the classifiers differ in macro F1 (Friedman)')).toBe(true);
  });

  it('on the parts repeat only beyond noise over data sets', () => {
    const without = (drop: number) =>
      verdicts([
        ...strong,
        ...runs('qcl-mixnet', (d) => own(d) - drop - d / 1000, { options: { without: ['mixup'] } }),
      ]).get('without mixup macro F1 drops (protocol honest)');
    expect([without(0.1), without(-0.1)]).toEqual([true, false]);
  });

  it('need records: without any there are none', () => {
    expect(
      examinedClaims(runs('knn', own)).filter(({ claim }) => claim !== 'the macro F1 of the baselines'),
    ).toEqual([]);
    expect(resultsPage(runs('qcl-mixnet', own))).not.toMatch(/did not repeat|Ranking of the classifiers/);
  });
});

describe('the page with several classifiers', () => {
  it('says who is best, shows the figures it is given and marks the best scores', () => {
    const path = 'figures/critical-difference.svg';
    const figure = { protocol: 'honest', about: 'ranking', alternative: 'Ranks', path } as const;
    const page = resultsPage(strong, [figure]);
    expect(page).toMatch(/## Ranking of the classifiers\. Protocol honest/);
    expect(page).toContain('- qcl-mixnet is first by mean rank in macro F1 (1.00), ahead of mlp (2.00)');
    expect(page).toContain(`![Ranks](${path})`);
    expect(page).toContain('| glass | **0.700** | 0.600 |');
  });

  it('has figures that say where numbers leak', () => {
    const records = [
      ...strong.map((record) => ({ ...record, protocol: 'paper' as const })),
      ...runs('qcl-mixnet', (d) => own(d) - 0.1, { protocol: 'paper', options: { without: ['mixup'] } }),
    ];
    const rows = resultRows(records);
    const figures = [
      ...rankingsOf(rows).flatMap(rankingFigures),
      ...ablationFigures(ablationEffects(rows), rows),
    ];
    expect(figures.map(({ name }) => name)).toEqual([
      ...[
        'critical-difference-paper',
        'box-plots-paper',
        'gain-bars-paper',
        'ablation-bars-qcl-mixnet-paper',
      ],
    ]);
    for (const { svg, alternative } of figures) {
      expect(svg).toContain('leaking');
      expect(alternative).toContain('leaking');
    }
  });
});
