import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import { trainOnTable } from '../../pipeline/train-on-table.js';
import type { TrainOnTableOptions } from '../../pipeline/training-options.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { selectRows } from '../../tables/preparation/table-parts.js';
import { reportPage } from '../page.js';
import { trainingReport } from './training-report.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

function tableOf(counts: readonly number[], labels: readonly string[]) {
  const { X, y } = blobs(counts, labels);
  const column = (j: number) => y.map((_, row) => X.data[row * X.columns + j]);
  return tableFromColumns(
    new Map<string, (string | number)[]>([
      ['a', column(0)],
      [HOSTILE, column(1)],
      ['label', y as string[]],
    ]),
  );
}

async function reported(
  counts: readonly number[],
  labels: readonly string[],
  options: Partial<TrainOnTableOptions> = {},
  table = tableOf(counts, labels),
) {
  const outcome = await trainOnTable(table, {
    target: 'label',
    classifier: 'qcl-mixnet',
    classifierOptions: options.classifier === undefined ? { epochs: 3 } : undefined,
    ...options,
  });
  const page = await trainingReport(outcome, {
    table: 'events.csv',
    commands: ['qcl-mixnet train events.csv'],
  });
  const { document } = parseHTML(reportPage(page));
  const titles = [...document.querySelectorAll('.at-wide > svg > title, .scroll > svg > title')].map(
    ({ textContent }) => textContent ?? '',
  );
  return { outcome, document, titles, text: document.querySelector('main')?.textContent ?? '' };
}

describe('trainingReport', () => {
  it('shows one value of a score if rows have weights, and tells what counts rows', async () => {
    const { X, y } = blobs([60, 40], ['no', 'yes'], 3);
    const table = tableFromColumns(
      new Map<string, (string | number)[]>([
        ['a', y.map((_, row) => X.data[row * X.columns])],
        ['w', y.map((_, row) => 1 + (row % 7) ** 2)],
        ['label', y as string[]],
      ]),
    );
    const { outcome, text } = await reported(
      [],
      [],
      { classifier: 'decision-tree', classifierOptions: { maxDepth: 2 }, weight: 'w' },
      table,
    );
    const { confusion, perClass } = outcome.report;
    const worst = perClass[0].f1 <= perClass[1].f1 ? 0 : 1;
    expect(text).toContain(`the model finds ${confusion[worst][worst]} of ${perClass[worst].support} rows`);
    const { averagePrecision, rocAuc } = outcome.scores.probabilities.perClass[1];
    expect(text).toContain(
      `average precision ${averagePrecision?.toFixed(3)} and ROC curve with area ${rocAuc?.toFixed(3)}`,
    );
    expect(text).toContain('The matrix counts rows, not weights.');
    expect(text).toContain('Alerts, events and costs of this section count rows, not weights');
  });

  it('shows a network of three classes with everything but curves over thresholds', async () => {
    const { document, titles, text, outcome } = await reported([60, 50, 40], ['left', HOSTILE, 'right']);
    expect(document.querySelector('h1')?.textContent).toBe('qcl-mixnet on events.csv');
    expect(
      titles.map(
        (title) => /decision catches|rows are (right|class|miscl)|calibration|Epoch/.exec(title)?.[0],
      ),
    ).toEqual([
      ...['decision catches', 'rows are', 'calibration', 'Epoch', 'rows are'].map((part) =>
        expect.stringContaining(part),
      ),
    ]);
    expect(text).toContain(`Macro F1 is ${outcome.report.metrics.macroF1.toFixed(3)}, 95 % interval`);
    expect(text).toContain('All test rows, by the outputs of the 32 units before the last layer');
    expect(text).toContain('trained on 120 rows and tested on 30 rows that it had not seen');
    expect(document.querySelector('pre')?.textContent).toBe('qcl-mixnet train events.csv');
    expect(document.querySelector('img')).toBeNull();
    const epochs = [...document.querySelectorAll('tr')].find(
      (row) => row.querySelector('th')?.textContent === 'epochs',
    );
    expect([...(epochs?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent)).toEqual([
      '3',
      '100',
    ]);
  });

  it('shows the curves of two classes, positive being the rarer one', async () => {
    const { titles, text } = await reported([60, 20], ['common', 'rare']);
    expect(
      titles.some((title) =>
        /^(The threshold [\d.]+ gives precision|No test row is predicted as class rare)/.test(title),
      ),
    ).toBe(true);
    expect(titles.some((title) => /calibration error .* for class rare|of class rare/.test(title))).toBe(
      true,
    );
    expect(text).toContain('The positive class is rare, the rarer one');
    expect(text).toContain('Always predicting the most frequent class, common, would give macro F1 0.429');
    expect(text).toContain('needs 19 out-of-fold rows of a class: "rare" has 16');
  });

  it('has a column of warnings only if a score has one', async () => {
    const options = { classifier: 'decision-tree' } as const;
    const good = await reported([60, 50], ['a', 'b'], options);
    const table = tableOf([60, 50], ['a', 'b']);
    // Labels without relation to the features.
    const noise = tableFromColumns(
      new Map<string, (string | number)[]>([
        ['a', Array.from({ length: table.rows }, (_, row) => (row * 7919) % 101)],
        ['label', Array.from({ length: table.rows }, (_, row) => ((row * 104_729) % 13 < 6 ? 'a' : 'b'))],
      ]),
    );
    const poor = await reported([60, 50], ['a', 'b'], options, noise);
    const hasColumn = ({ document }: typeof good) =>
      [...document.querySelectorAll('th[scope=col]')].some(({ textContent }) => textContent === 'warning');
    expect(good.outcome.scores.unbeaten).toEqual([]);
    expect(hasColumn(good)).toBe(false);
    expect(poor.outcome.scores.unbeaten).not.toEqual([]);
    expect(hasColumn(poor)).toBe(true);
  });

  it('shows the importances of a forest, which has no map and no learning curve', async () => {
    const { document, titles, text } = await reported([60, 50, 40], ['a', 'b', 'c'], {
      classifier: 'random-forest',
    });
    expect(titles).toHaveLength(3);
    expect(text).not.toContain('Map of the test rows');
    const importance = document.getElementById('section-5')?.textContent;
    expect(importance).toBe('Importance');
    expect(text).toContain('Permutation importance of the columns');
    expect(text).toMatch(/The sets of the test rows have [123]\.\d\d classes on average/);
    expect(text).toContain('Importance by');
  });

  it('shows what an ensemble is made of', async () => {
    const { document } = await reported([40, 20, 12], ['a', 'b', 'c'], {
      classifier: 'auto',
      classifierOptions: { candidates: ['knn', 'xgboost'], folds: 3 },
    });
    const text = document.querySelector('main')?.textContent ?? '';
    expect(text).toMatch(/Members of the ensemble/);
    expect(text).toMatch(/out-of-fold predictions for the training rows have a macro F1 of [01]\.\d{3}/);
  });

  it('warns that scores of the protocol paper leak, and repeats the notices', async () => {
    const { document, text, outcome } = await reported([60, 50], ['a', 'b'], { protocol: 'paper' });
    expect(document.querySelector('.warning')?.textContent).toContain('these scores leak');
    expect(text).toContain('that also chose its checkpoint');
    for (const notice of outcome.notices) expect(text).toContain(notice);
    expect(outcome.notices.length).toBeGreaterThan(0);
  });

  it('says why figures are missing: one class among the test rows, too few of them for a map', async () => {
    const table = tableOf([60, 20], ['common', 'rare']);
    const labels = table.columns[2];
    if (labels.kind !== 'text') throw new Error('labels are text');
    const common = [...labels.codes.keys()].filter(
      (row) => labels.dictionary[labels.codes[row]] === 'common',
    );
    const test = selectRows(table, Int32Array.from(common.slice(0, 3)));
    const { text } = await reported([60, 20], ['common', 'rare'], { test });
    expect(text).toContain('no precision-recall and ROC curves: none of the test rows');
    expect(text).toContain('3 test rows are too few for t-SNE');
  });
});
