import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { doneRecord, failedRecord } from '../../../test/support/run-records.js';
import { reportPage } from '../../report/page.js';
import type { DoneRecord, RunRecord } from '../experiments/run-record.js';
import { type ExperimentReportOptions, experimentReport } from './experiment-report.js';
import { experimentCommands } from './repetition-parts.js';

const DATASETS = ['a', 'b', 'c', 'd', 'e', 'f'];
const CLASSIFIERS = ['qcl-mixnet', 'knn', 'xgboost'];

/** Every combination; knn is worst everywhere, the others take turns. */
function grid(more: Partial<DoneRecord> = {}, datasets = DATASETS, classifiers = CLASSIFIERS): DoneRecord[] {
  return datasets.flatMap((dataset, d) =>
    classifiers.flatMap((classifier) =>
      [42, 43].map((seed) => {
        const c = CLASSIFIERS.indexOf(classifier);
        const score = 0.8 - 0.02 * d + 0.001 * (seed - 42) - (c === 1 ? 0.2 : 0.01 * ((c + d) % 3));
        return doneRecord(score, {
          dataset,
          checksum: dataset,
          classifier,
          seed,
          trainingSeconds: 1 + c,
          ...more,
        });
      }),
    ),
  );
}

function reported(records: readonly RunRecord[], options?: ExperimentReportOptions) {
  const { document } = parseHTML(reportPage(experimentReport(records, options)));
  return {
    document,
    text: document.querySelector('main')?.textContent ?? '',
    sections: [...document.querySelectorAll('h2')].map(({ textContent }) => textContent),
    figures: [...document.querySelectorAll('.at-wide > svg > title, .scroll > svg > title')].map(
      ({ textContent }) => textContent ?? '',
    ),
  };
}

describe('experimentReport', () => {
  it('ranks, tests and draws what the records allow', () => {
    const { document, text, sections, figures } = reported(grid());
    expect(document.querySelector('h1')?.textContent).toBe('Experiment: 3 configurations on 6 data sets');
    expect(sections).toEqual([
      ...[
        'Summary',
        'Ranking, protocol honest',
        'Scores, protocol honest',
        'Runs of qcl-mixnet',
        'How to repeat it',
      ],
    ]);
    expect(text).toContain('36 runs');
    expect(text).toContain('none of which failed');
    expect(figures.slice(0, 4)).toEqual([
      expect.stringMatching(/has the best mean rank|do not differ/),
      expect.stringContaining('has the highest median macro F1'),
      expect.stringMatching(/^qcl-mixnet beats the best other classifier on \d of 6 data sets$/),
      expect.stringMatching(/quicker and better|quickest and the best/),
    ]);
    // One confusion matrix a data set.
    expect(figures.slice(4)).toHaveLength(6);
    const captions = [...document.querySelectorAll('caption')].map(({ textContent }) => textContent ?? '');
    expect(captions.map((caption) => caption.replace(/ \(the buttons.*/, ''))).toEqual([
      'Ranks over 6 data sets',
      'Tests whether the classifiers differ',
      'qcl-mixnet against every other classifier, macro F1',
      'Macro F1 by data set',
      'All scores',
      'The data sets',
    ]);
  });

  it('puts the same mean in the table that the records have, and marks the best', () => {
    const { document } = reported(grid({}, ['a', 'b']));
    const table = [...document.querySelectorAll('table')].find((each) =>
      each.querySelector('caption')?.textContent?.startsWith('Macro F1 by data set'),
    );
    const row = [...(table?.querySelectorAll('tbody tr') ?? [])].find(
      (each) => each.querySelector('th')?.textContent === 'qcl-mixnet',
    );
    const [first] = row?.querySelectorAll('td') ?? [];
    expect(Number(first.getAttribute('data-value'))).toBeCloseTo(0.8005, 10);
    expect(first.getAttribute('class')).toBe('number best');
  });

  it('keeps protocols apart and says wherever scores leak', () => {
    const { document, sections } = reported([...grid(), ...grid({ protocol: 'paper' })]);
    expect(sections.filter((title) => title?.includes('protocol'))).toEqual([
      ...['Ranking, protocol honest', 'Scores, protocol honest'],
      ...['Ranking, protocol paper', 'Scores, protocol paper'],
    ]);
    const warned = [...document.querySelectorAll('section')].map((section) => [
      section.querySelector('h2')?.textContent,
      section.querySelectorAll('.warning').length,
    ]);
    expect(Object.fromEntries(warned)).toMatchObject({
      Summary: 1,
      'Ranking, protocol honest': 0,
      'Ranking, protocol paper': 1,
      'Scores, protocol paper': 1,
    });
  });

  it('shows the effects of the parts, apart from the ranking', () => {
    const without = grid({ options: { without: ['mixup'] } }, DATASETS, ['qcl-mixnet']);
    const { sections, figures, text } = reported([...grid(), ...without]);
    expect(sections).toContain('Effect of each part');
    expect(figures.some((title) => title.includes('No ablation lowers'))).toBe(true);
    expect(text).toContain('Compared: 3 classifiers on 6 data sets');
  });

  it('draws learning curves where they were kept', () => {
    const curve = { loss: [3, 2, 1], validationMacroF1: [0.5, 0.6, 0.55] };
    const { figures } = reported(grid({ curve, bestEpoch: 2 }, ['a']));
    expect(figures).toContain('Epoch 2 of 3 is kept, with a validation macro F1 of 0.600');
  });

  it.each([
    ['one classifier', grid({}, DATASETS, ['knn']), /Compared: knn alone on 6 data sets/],
    ['one data set', grid({}, ['a']), /cannot be tested/],
    ['a single run', [doneRecord(0.5)], /qcl-mixnet alone on 1 data set/],
    ['failures only', [failedRecord('too <b>slow</b>')], /Nothing can be compared/],
    ['missing cells', grid().slice(2), /a is excluded/],
    [
      'ties everywhere',
      grid().map((each) => ({ ...each, metrics: grid()[0].metrics })),
      /all classifiers tie on every data set/,
    ],
  ] as const)('says in words what cannot be done: %s', (_, records, sentence) => {
    const { text, document } = reported(records);
    expect(text).toMatch(sentence);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(document.querySelector('b')).toBeNull();
  });

  it('lists failed runs with their reasons', () => {
    const failed = failedRecord('out of memory', {
      dataset: 'a',
      checksum: 'a',
      classifier: 'knn',
      seed: 44,
    });
    const { text, sections } = reported([...grid(), failed]);
    expect(sections).toContain('Failed runs');
    expect(text).toContain('of which 1 failed');
    expect(text).toContain('out of memory');
  });

  it('compares with another control, and refuses one that is not there', () => {
    const { text, sections } = reported(grid(), { control: 'xgboost' });
    expect(sections).toContain('Runs of xgboost');
    expect(text).toContain('xgboost against every other classifier');
    expect(() => experimentReport(grid(), { control: 'lstm' })).toThrow(
      'control is lstm, but the configurations are: ',
    );
    expect(() => experimentReport([])).toThrow('there are no records');
  });
});

describe('experimentCommands', () => {
  it('gives the commands that make the records', () => {
    const records = [
      ...grid({}, ['a', 'b']),
      ...grid({ protocol: 'paper' }, ['a', 'b']),
      ...grid({ options: { epochs: 3, without: ['mixup'] } }, ['a'], ['qcl-mixnet']),
      ...grid({ tuned: true }, ['b'], ['knn']),
    ];
    expect(experimentCommands(records)).toEqual([
      'qcl-mixnet benchmark --datasets a,b --classifiers knn,qcl-mixnet,xgboost --seeds 2 --protocol honest,paper --out runs',
      'qcl-mixnet ablate --datasets a --classifiers qcl-mixnet --seeds 2 --protocol honest --set epochs=3 --out runs',
      'qcl-mixnet benchmark --datasets b --classifiers knn --seeds 2 --protocol honest --tune --out runs',
    ]);
  });

  it('names own tables with their targets and column options, as a shell takes them', () => {
    const own = (dataset: string, table: NonNullable<DoneRecord['table']>, options = {}) =>
      grid({ table, options }, [dataset], ['knn']);
    const records = [
      ...own('a', { file: 'a.csv', target: 'x' }),
      ...own('b c', { file: 'b c.csv', target: "it's" }),
      ...own('d', { file: 'd.csv', target: 'x', overrides: { drop: ['p,q', 'r'] }, manyClasses: true }),
      ...own('f', {
        ...{ file: 'f.txt', target: 'x', mergeLabels: true },
        reading: { format: 'csv', delimiter: ';', header: false, missing: ['?', 'none'] },
        overrides: {
          ...{ missing: ['?', 'none'], decimal: ',', dayFirst: true },
          ordinal: { 'a=b': ['<5', '5 or more'], size: ['S', 'M'] },
        },
      }),
      ...own('g', { file: 'g.csv', target: 'x', roles: { group: 'p q', id: ['r'], stratify: false } }),
      ...own('a', { file: 'a.csv', target: 'x' }, { without: ['mixup'] }),
      ...grid({}, ['e'], ['knn']),
    ];
    const rest = '--classifiers knn --seeds 2 --protocol honest';
    expect(experimentCommands(records)).toEqual([
      `qcl-mixnet benchmark --table a.csv --table 'b c.csv' --target a.csv=x --target 'b c.csv=it'\\''s' ${rest} --out runs`,
      `qcl-mixnet benchmark --table d.csv --target d.csv=x --drop '"p,q",r' --many-classes ${rest} --out runs`,
      "qcl-mixnet benchmark --table f.txt --target f.txt=x --format csv --delimiter ';' --no-header --missing '?,none' " +
        `--ordinal '"a=b"="<5"<5 or more' --ordinal 'size=S<M' --decimal , --day-first --merge-labels ${rest} --out runs`,
      `qcl-mixnet benchmark --table g.csv --target g.csv=x --group 'p q' --id r --no-stratify ${rest} --out runs`,
      `qcl-mixnet benchmark --table a.csv --target a.csv=x ${rest} --set without=mixup --out runs`,
      `qcl-mixnet benchmark --datasets e ${rest} --out runs`,
    ]);
  });
});
