import { describe, expect, it } from 'vitest';
import type { ModelExplanation } from '../../pipeline/effects/explain-model.js';
import { reportPage } from '../page.js';
import { explanationReport } from './explanation-report.js';

const measured = (importance: number) => ({
  importance,
  standardError: 0.01,
  interval: [importance - 0.02, importance + 0.02] as const,
});
const found: ModelExplanation = {
  importance: {
    columns: [
      { column: 'amount', ...measured(0.2) },
      { column: '<script>', ...measured(0.1), standardError: undefined, interval: undefined },
    ],
    groups: [{ columns: ['amount', '<script>'], least: 0.9, ...measured(0.35) }],
    metric: 'macro-f1',
    title: 'macro F1',
    largerIsBetter: true,
    score: 0.8,
    rows: 500,
  },
  dependence: {
    label: 'fraud',
    mean: 0.1,
    rows: 100,
    columns: [
      {
        column: 'amount',
        kind: 'number',
        points: [1, 50, 1240].map((value) => ({
          text: String(value),
          value,
          mean: value / 2000,
          curves: [value / 1800, value / 2500],
        })),
        missing: 0.05,
        deciles: [1, 2, 5, 9, 50, 90, 100, 800, 1100],
      },
      {
        column: 'channel',
        kind: 'levels',
        points: ['web', '<b>shop'].map((text, i) => ({
          text,
          value: undefined,
          mean: 0.2 - i / 10,
          curves: [0.1],
        })),
        missing: undefined,
        deciles: [],
      },
    ],
  },
  pairs: [{ columns: ['amount', 'channel'], strength: 0.4, h: 0.25 }],
  notices: ['column "x" was not in training, ignored'],
};

describe('explanationReport', () => {
  const [page] = reportPage(
    explanationReport(found, {
      classifier: 'auto',
      table: 'new.csv',
      commands: ['qcl-mixnet importance m new.csv'],
    }),
  ).split('<script>');

  it('has a figure of the importance and of each column, in both widths', () => {
    expect(page.match(/<figure>/g)).toHaveLength(3);
    expect(page.match(/class="at-narrow"/g)).toHaveLength(3);
    expect(page).toContain('amount and &lt;script');
    expect(page).not.toMatch(/NaN|undefined|<b>shop/);
  });

  it('says what is lost, what is correlated, what missing cells do, and which columns act together', () => {
    for (const text of [
      'What the macro F1, 0.800 on 500 rows, loses when the values of a column are permuted',
      'Correlated columns, permuted together',
      'If the value is missing: 0.050.',
      'How much two columns act together',
      'Probability of "fraud" by amount: 0.001 at 1, 0.620 at 1240',
      'was not in training, ignored',
    ]) {
      expect(page).toContain(text);
    }
  });

  it('leaves out what there is not', () => {
    const bare = {
      ...found,
      importance: { ...found.importance, groups: [] },
      dependence: { ...found.dependence, columns: [] },
      pairs: [],
      notices: [],
    };
    const { sections } = explanationReport(bare, { classifier: 'knn', table: 'new.csv' });
    expect(sections.filter(({ parts }) => parts.length > 0).map(({ title }) => title)).toEqual([
      'Importance',
    ]);
  });
});
