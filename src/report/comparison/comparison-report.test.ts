import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { changingResults, onlyFor } from '../../../test/support/executors.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { type CompareOptions, compareClassifiers } from '../../pipeline/comparison/compare-classifiers.js';
import type { Comparison } from '../../pipeline/comparison/comparison.js';
import { comparisonSentences } from '../../pipeline/comparison/comparison-sentences.js';
import { finalClassifier } from '../../pipeline/comparison/final-classifier.js';
import { trainFinalModel } from '../../pipeline/comparison/train-final-model.js';
import type { FoldOutcome } from '../../pipeline/cross-validation/fold-fit.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { reportPage } from '../page.js';
import { type ComparisonReportContext, comparisonReport } from './comparison-report.js';

const HOSTILE = '</title><script>alert(1)</script>';
const random = new RandomStream(3, 'rows');
const labels = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? HOSTILE : 'plain'));
const table = tableFromColumns([
  ['x', labels.map((label) => (label === HOSTILE ? 2 : 0) + random.normal())],
  ['z', labels.map(() => random.normal())],
  [HOSTILE, labels],
]);
const options: CompareOptions = {
  target: HOSTILE,
  classifiers: ['decision-tree', 'knn', 'logistic-regression'],
  folds: 4,
  repeats: 1,
};
const compared = await compareClassifiers(table, options);

function shown(comparison: Comparison, context?: ComparisonReportContext) {
  const text = reportPage(comparisonReport(comparison, context));
  const { document } = parseHTML(text);
  const tables = [...document.querySelectorAll('table')].map((each) => ({
    caption: each.querySelector('caption')?.firstChild?.textContent,
    rows: [...each.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
    ),
  }));
  return {
    document,
    titles: [...document.querySelectorAll('h2')].map((each) => each.textContent),
    tableOf: (caption: RegExp) => tables.find((each) => caption.test(each.caption ?? ''))?.rows ?? [],
    figures: document.querySelectorAll('figure .at-wide > svg, figure .scroll > svg').length,
    text: document.querySelector('main')?.textContent ?? '',
  };
}

describe('comparisonReport', () => {
  it('has the sentences, the board, the tests, the figures and the way to repeat it', async () => {
    const best = finalClassifier(compared, 'knn');
    const model = await trainFinalModel(table, compared, best);
    const finalModel = { model, file: 'm.safetensors', expected: 'expect little' };
    const page = shown(compared, { finalModel, commands: ['qcl-mixnet compare "x"'] });
    expect(page.titles).toEqual([
      'Summary',
      'Saved model',
      'Leader board',
      'Which differences are significant',
      'Figures',
      'Rows and options',
      'How to repeat it',
    ]);
    for (const sentence of comparisonSentences(compared)) expect(page.text).toContain(sentence);
    expect(page.text).toContain('The model in m.safetensors is knn, trained on all rows');
    const saved = new Map(page.tableOf(/saved model/) as [string, string][]);
    expect(saved.get('trained on')).toBe('all 40 rows, 2 features');
    expect(saved.get('decision')).toBe(model.decision.describe(model.classes));
    const score = best.ranked?.means.macroF1.toFixed(3);
    expect(saved.get('cross-validated')).toContain(`macro F1 ${score}, `);
    const details = page.document.querySelector('details');
    expect(details?.hasAttribute('open')).toBe(false);
    expect(details?.querySelector('summary')?.textContent).toBe('Differences of macro F1 (3 rows)');
    expect(page.document.querySelector('pre')?.textContent).toBe('qcl-mixnet compare "x"');
    const board = page.tableOf(/Means over 4 splits/);
    const isBaseline = (row: (string | null)[]) => row[0]?.startsWith('baseline: ');
    expect(board.filter((row) => !isBaseline(row)).map(([name, macroF1]) => [name, macroF1])).toEqual(
      compared.ranked.map(({ name, means }) => [name, means.macroF1.toFixed(3)]),
    );
    const values = board.map(([, macroF1]) => Number(macroF1));
    expect(values).toEqual([...values].sort((one, other) => other - one));
    expect(board.filter(isBaseline).map((row) => row.at(-1))).toEqual(['not ranked', 'not ranked']);
    expect(page.figures).toBe(3);
  });

  it('shows hostile names of classes and columns as they are written', () => {
    const { document, tableOf } = shown(compared);
    expect(document.querySelectorAll('script')).toHaveLength(1);
    expect(document.querySelector('h1')?.textContent).toContain(HOSTILE);
    expect(tableOf(/^Classes/)).toContainEqual([HOSTILE, '10']);
  });

  it('names the better of each pair first, with the size of the difference', () => {
    const rows = shown(compared).tableOf(/Differences of macro F1/);
    expect(rows).toHaveLength(3);
    const mean = new Map(compared.ranked.map(({ name, means }) => [name, means.macroF1]));
    for (const [better, worse, difference] of rows as string[][]) {
      const expected = (mean.get(better) as number) - (mean.get(worse) as number);
      expect(Number(difference)).toBeCloseTo(expected, 3);
      expect(Number(difference)).toBeGreaterThanOrEqual(0);
    }
  });

  it('says what cannot be done with one classifier', async () => {
    const page = shown(await compareClassifiers(table, { ...options, classifiers: ['knn'] }));
    expect(page.titles).not.toContain('Which differences are significant');
    expect(page.titles).not.toContain('How to repeat it');
    expect(page.text).toMatch(/There is only one classifier, so no figure compares classifiers/);
    expect(page.figures).toBe(1);
  });

  it('leaves splits without a score out of the box plots, and says so', async () => {
    const executor = onlyFor(
      'fold-fits',
      changingResults<FoldOutcome>((fit, outcome) => (fit === 2 ? { failure: HOSTILE } : outcome)),
    );
    const page = shown(await compareClassifiers(table, { ...options, executor }));
    expect(page.text).toMatch(/Without 1 split on which a fit failed/);
    expect(page.text).toContain(`first failure: ${HOSTILE}`);
    const remarks = page.tableOf(/Differences/).map((row) => row.at(-1));
    expect(remarks.sort()).toEqual(['', 'on 3 splits', 'on 3 splits']);
    const tree = page.tableOf(/each fit/).find(([name]) => name === 'decision-tree');
    expect(tree?.[3]).toBe('-');
  });

  it('lists options that are not the defaults', async () => {
    const classifiers: CompareOptions['classifiers'] = [
      'knn',
      { name: 'decision-tree', options: { maxDepth: 2 } },
    ];
    const page = shown(await compareClassifiers(table, { ...options, classifiers }));
    expect(page.tableOf(/other than the defaults/)).toEqual([['decision-tree', 'maxDepth 2']]);
    expect(shown(compared).tableOf(/other than the defaults/)).toEqual([]);
  });
});
