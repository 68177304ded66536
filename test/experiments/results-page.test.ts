import { describe, expect, it } from 'vitest';
import { claimSentences, examineClaims } from '../../src/paper/claims/examined-claims.js';
import { PAPER_MODELS, paperRow } from '../../src/paper/claims/paper-results.js';
import { isUntouched } from '../../src/paper/datasets/chosen-on.js';
import { rankingsOf } from '../../src/paper/experiments/ranking/classifier-ranking.js';
import { headlineRankings } from '../../src/paper/experiments/ranking/headline-ranking.js';
import { resultRows } from '../../src/paper/experiments/result-rows.js';
import { resultsPage } from '../../src/paper/experiments/results-page.js';
import type { DoneRecord } from '../../src/paper/experiments/run-record.js';
import { paperFigures } from '../../src/paper/report/paper-figures.js';
import { rankingFigures } from '../../src/paper/report/result-figures.js';
import { doneRecord } from '../support/run-records.js';

const DATASETS = ['glass', 'ecoli', 'lymph', 'vehicle', 'letter', 'abalone', 'isolet', 'satimage'];
const runs = (classifier: string, score: (d: number) => number, more = {}) =>
  DATASETS.map((dataset, d) => doneRecord(score(d), { classifier, dataset, ...more }));
const own = (d: number) => 0.7 + d / 40;
/** The other is worse by another margin on every data set, so that no two differences tie. */
const strong = [...runs('qcl-mixnet', own), ...runs('mlp', (d) => own(d) - 0.1 - d / 100)];
const MACHINE_LEARNING = [...PAPER_MODELS].filter(([, { kind }]) => kind === 'machine learning');
const NETWORKS = [...PAPER_MODELS].filter(([, { kind }]) => kind === 'deep' || kind === 'graph');

/** All twenty baselines as the paper ran them, and QCL-MixNet above or below all of them by `lead`. */
function paperRuns(lead: number): DoneRecord[] {
  const seeds = [42, 43, 44];
  const noisy = (score: (d: number) => number, classifier: string, more: Partial<DoneRecord>) =>
    seeds.flatMap((seed) =>
      runs(classifier, (d) => score(d) + (((seed * 7 + d * 3) % 5) - 2) / 1000, { seed, ...more }),
    );
  return [
    ...MACHINE_LEARNING.flatMap(([name], i) => noisy((d) => own(d) - i / 100, name, { tuned: true })),
    ...(['honest', 'paper'] as const).flatMap((protocol) => [
      ...NETWORKS.flatMap(([name], i) => noisy((d) => own(d) - i / 150 - 0.005, name, { protocol })),
      ...noisy((d) => own(d) + lead + d / 500, 'qcl-mixnet', { protocol }),
    ]),
  ];
}

const verdicts = (records: readonly DoneRecord[], setting: 'paper' | 'honest' = 'paper') =>
  new Map(examineClaims(resultRows(records)).claims.map((each) => [each.claim.claim, each[setting].verdict]));

describe('the claims of the paper', () => {
  it('repeat where the records bear them out, and do not where they contradict', () => {
    const [borne, contradicted] = [verdicts(paperRuns(0.1)), verdicts(paperRuns(-0.2))];
    for (const claim of [
      'best in macro F1 on most data sets',
      'a particularly large gain in macro F1 on vehicle',
      'first by mean rank over the four metrics',
    ]) {
      expect([claim, borne.get(claim), contradicted.get(claim)]).toEqual([claim, 'repeated', 'not repeated']);
    }
    // Eight data sets are too few for Wilcoxon's test with Holm's correction: 20 times 2 / 2^8.
    const recall = 'outperforms them in macro recall';
    expect([borne.get(recall), contradicted.get(recall)]).toEqual(['undecided', 'not repeated']);
    expect(borne.get('svm-smote has the best mean rank in macro F1')).toBe('not repeated');
    expect(borne.get('the classifiers differ in every metric (Friedman)')).toBe('repeated');
  });

  it('are about the settings in which they were made: untuned baselines have no part', () => {
    const records = paperRuns(0.1);
    const untuned = records.map((record) => ({ ...record, tuned: undefined }));
    const examined = examineClaims(resultRows(untuned));
    expect(examined.settings.paper.missing).toHaveLength(8);
    expect(verdicts(untuned).get('best in macro F1 on most data sets')).toBe('no records');
    expect(verdicts(records, 'honest').get('best in macro F1 on most data sets')).toBe('repeated');
    const strong = runs('auto', () => 1, { protocol: 'paper' });
    expect(verdicts([...records, ...strong])).toEqual(verdicts(records));
  });

  it('are never counted if the test behind them is not valid', () => {
    const examined = examineClaims(resultRows(paperRuns(0.1)));
    const invalid = examined.claims.filter(({ paper }) => paper.verdict === 'not valid');
    expect(invalid.map(({ claim }) => claim.claim)).toEqual([
      'the classifiers differ over the metrics (Friedman over four metrics as blocks)',
    ]);
    const [all, paper, honest] = claimSentences(examined);
    expect(all).toMatch(/^The paper makes 31 distinct claims .* 1 more .* not counted\.$/);
    for (const sentence of [paper, honest]) {
      const numbers = (sentence.match(/\b(\d+|none)\b/g) ?? []).map((text) =>
        text === 'none' ? 0 : Number(text),
      );
      expect(numbers.reduce((sum, each) => sum + each)).toBe(31);
    }
  });

  it('on the parts repeat only beyond noise over data sets, once whatever the protocols', () => {
    const without = (drop: number) => [
      ...strong,
      ...runs('qcl-mixnet', (d) => own(d) - drop - d / 1000, { options: { without: ['mixup'] } }),
    ];
    const claim = 'without mixup macro F1 drops';
    expect(verdicts(without(0.1), 'honest').get(claim)).toBe('repeated');
    expect(verdicts(without(-0.1), 'honest').get(claim)).toBe('not repeated');
    expect(verdicts(without(0.1), 'paper').get(claim)).toBe('no records');
  });

  it('compare QCL-MixNet with the printed scores by an equivalence test over the data sets', () => {
    const near = (off: number, scatter = 1 / 200) =>
      verdicts(
        DATASETS.map((dataset, d) =>
          doneRecord((paperRow('qcl-mixnet', dataset)?.scores.macroF1 as number) + off + (d % 3) * scatter, {
            dataset,
            protocol: 'paper',
          }),
        ),
      ).get('the macro F1 of QCL-MixNet as printed');
    expect([near(0), near(0.05), near(-0.06)]).toEqual(['repeated', 'not repeated', 'not repeated']);
    // The 90 % interval contains 0 and is wider than the margin.
    expect(near(-0.08, 0.08)).toBe('undecided');
  });

  it('need records: without any there are none', () => {
    expect(new Set(verdicts(runs('knn', own)).values())).toEqual(new Set(['no records']));
    expect(resultsPage(runs('knn', own))).not.toMatch(/Claims of the paper|Ranking of the classifiers/);
  });
});

describe('headlines', () => {
  it('rest on the data sets that chose nothing, and the others are marked', () => {
    const page = resultsPage(strong);
    expect(page).toMatch(
      /On 5 of the 8 data sets defaults were chosen; .* the other 3: isolet|other 3: satimage/,
    );
    expect(page).toContain('- Compared: 2 classifiers on 3 data sets that chose nothing, protocol honest.');
    expect(page.indexOf('## Headline')).toBeLessThan(page.indexOf('## Ranking of the classifiers'));
    expect(page).toContain('| glass † | **0.700** | 0.600 |');
    expect(page).toMatch(/\| letter \| \*\*/);
    const [headline, ...others] = headlineRankings(resultRows(strong));
    expect(others).toEqual([]);
    expect(headline.datasets.every(isUntouched)).toBe(true);
  });

  it('are those of all data sets if none was chosen on', () => {
    const untouched = strong.filter(({ dataset }) => isUntouched(dataset));
    expect(headlineRankings(resultRows(untouched))).toEqual([]);
    // The claims name data sets that have no runs here.
    const [page] = resultsPage(untouched).split('## Claims of the paper');
    expect(page).not.toContain('†');
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
  });

  it('has figures that say where numbers leak', () => {
    const records = strong.map((record) => ({ ...record, protocol: 'paper' as const }));
    const figures = rankingsOf(resultRows(records)).flatMap(rankingFigures);
    expect(figures.map(({ name }) => name)).toEqual(['critical-difference-paper']);
    for (const { svg, alternative } of figures) {
      expect(svg).toContain('leaking');
      expect(alternative).toContain('leaking');
    }
  });

  it('has the paper’s figures in its own panels, without our ensembles', () => {
    const ablation = (['honest', 'paper'] as const).flatMap((protocol) =>
      ['quantum', 'mixup', 'attention'].flatMap((part) =>
        runs('qcl-mixnet', own, { protocol, options: { without: [part] } }),
      ),
    );
    const records = [...paperRuns(0.1), ...ablation, ...runs('auto', () => 1)];
    const figures = paperFigures(resultRows(records));
    expect(figures.map(({ name }) => name)).toEqual([
      ...['gain-panels', 'box-plots-binary-paper', 'box-plots-multiclass-paper'],
      ...['box-plots-binary', 'box-plots-multiclass', 'ablation-panels'],
    ]);
    const [gains] = figures;
    expect(gains.svg).toContain('(a) 7 binary data sets, 4 with runs');
    expect(gains.svg).toContain('(b) 11 multi-class data sets, 4 with runs');
    expect(gains.svg).toContain('leaking');
    for (const { svg, narrow } of figures) {
      expect(svg).not.toMatch(/auto|NaN/);
      expect(narrow).toMatch(/ width="360"/);
    }
  });

  it('draws default options where no baseline was tuned, and says so', () => {
    const untuned = paperRuns(0.1)
      .filter(({ protocol }) => protocol === 'honest')
      .map((record) => ({ ...record, tuned: undefined }));
    const [gains] = paperFigures(resultRows(untuned));
    expect(gains.svg).toContain('honest, default options');
  });
});
