/** The columns, the order and the rule of what `predict` writes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../src/platform/node/files/read-table-file.js';
import { cellText } from '../../src/tables/table.js';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();
const [HEADER, ...ROWS] = clusters({ label: (name) => (name === 'rare' ? 'yes' : 'no') });
/** Zeros, decimals and words that must come back as typed. */
const extra = (row: number) => [
  String(row).padStart(3, '0'),
  row === 3 ? 'NA' : `${row}.50`,
  row % 2 ? '=1+1' : '"a, b"',
];

/** Only rows that are probably `left` are not reviewed. */
const COSTS =
  '*:left=9,*:right=9,*:rare=9,right:right=9,rare:rare=9,left:review=9,right:review=0.1,rare:review=0.1';

beforeAll(async () => {
  const lines = ROWS.map((line, row) => [...extra(row), line].join(','));
  place.write('two.csv', text([`id,amount,note,${HEADER}`, ...lines]));
  place.write('three.csv', text(clusters()));
  const ensemble = ['train', 'three.csv', '-t', 'label', '--classifier', 'qcl-ensemble'];
  const train = ['--classifier', 'logistic-regression', '-t', 'label'];
  for (const args of [
    ['train', 'two.csv', ...train, '--drop', 'id,amount,note', '-o', 'two.st'],
    ['train', 'three.csv', ...train, '-o', 'three.st'],
    [...ensemble, '--epochs', '3', '--set', 'partitions=1', '-o', 'e.st'],
    ['decide', 'e.st', 'cost', '--cost', COSTS, '-o', 'review.st'],
  ]) {
    expect((await place.run(args)).code).toBe(0);
  }
});

async function predicted(...args: string[]): Promise<string[][]> {
  const { code, stdout } = await place.run(['predict', 'two.st', 'two.csv', ...args]);
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

describe('the rows', () => {
  it('are ranked by the risk, which is the probability of the rarest class', async () => {
    const plain = await predicted('--proba');
    const [head, ...ranked] = await predicted('--sort', 'risk', '--proba');
    expect(head).toEqual(['row', 'prediction', 'risk', 'probability_no', 'probability_yes']);
    const numbers = ranked.map(([row]) => Number(row));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(ROWS.map((_, row) => row + 1));
    for (const [row, prediction, risk, no, yes] of ranked) {
      expect([prediction, no, yes]).toEqual(plain[Number(row)]);
      expect(risk).toBe(yes);
    }
    const risks = ranked.map((cells) => Number(cells[2]));
    expect(risks).toEqual(risks.toSorted((a, b) => b - a));
    expect(await predicted('--top', '7', '--proba')).toEqual([head, ...ranked.slice(0, 7)]);
    const tenth = Math.round(ranked.length / 10);
    expect(await predicted('--top', '10%', '--proba')).toEqual([head, ...ranked.slice(0, tenth)]);
    expect(await predicted('--top', '0.001%', '--proba')).toEqual([head, ranked[0]]);
    expect(await predicted('--top', '70', '--sort', 'risk', '--proba')).toEqual([head, ...ranked]);
    const [, first] = await predicted('--top', '1', '--positive', 'no');
    expect(Number(first[2])).toBeCloseTo(1 - risks[risks.length - 1], 5);
  });

  it('say which class the risk is of, unless it is given', async () => {
    const args = ['predict', 'two.st', 'two.csv', '--top', '1'];
    expect((await place.run(args)).stderr).toMatch(/^notice: risk is the probability of "yes", .*fewest/);
    expect((await place.run([...args, '--positive', 'no'])).stderr).toMatch(
      /^notice: rows of "no" to expect by the probabilities: [01]\.\d among the 1 row written, \d+\.\d among all 60$/m,
    );
    expect((await place.run([...args, '-q'])).stderr).toBe('');
  });

  it('are positive from the threshold on, which is the same as the risk that is written', async () => {
    const [, ...ranked] = await predicted('--sort', 'risk');
    const risk = ranked[4][2];
    const flagged = await predicted('--threshold', risk, '--sort', 'risk');
    const positives = flagged.filter(([, prediction]) => prediction === 'yes');
    expect(positives).toHaveLength(ranked.filter((cells) => Number(cells[2]) >= Number(risk)).length);
    expect(new Set((await predicted('--threshold', '0')).slice(1).flat())).toEqual(new Set(['yes']));
  });
});

describe('kept columns', () => {
  it('are as typed, beside the predictions of their rows', async () => {
    const plain = await predicted('--row-numbers');
    expect(plain.slice(0, 2)).toEqual([
      ['row', 'prediction'],
      ['1', plain[1][1]],
    ]);
    const { stdout } = await place.run(['predict', 'two.st', 'two.csv', '--keep', 'note,id,amount']);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toBe('note,id,amount,prediction');
    expect(lines).toEqual(
      lines.map((_, row) => {
        const [id, amount, note] = extra(row);
        return [note, id, amount === 'NA' ? '' : amount, plain[row + 1][1]].join(',');
      }),
    );
  });

  it('do not change the predictions, and all of them are a table like the input', async () => {
    const args = ['predict', 'two.st', 'two.csv', '-q', '--keep', 'all', '--proba'];
    const plain = await predicted('--proba');
    for (const name of ['all.csv', 'all.tsv', 'all.jsonl', 'all.parquet', 'all.csv.gz']) {
      expect((await place.run([...args, '-o', name])).code).toBe(0);
      const given = await readTable(place.path('two.csv'), { text: new Set(['id']) });
      const written = await readTable(place.path(name), {
        text: name.includes('sv') ? new Set(['id']) : undefined,
      });
      expect(written.columns.slice(0, given.columns.length)).toEqual(given.columns);
      const predictions = written.columns.slice(given.columns.length);
      expect(predictions.map((column) => column.name)).toEqual(plain[0]);
      expect(
        predictions.map((column) => Number(cellText(written, column, 5)) || cellText(written, column, 5)),
      ).toEqual(plain[6].map((cell) => (Number(cell) ? expect.closeTo(Number(cell), 7) : cell)));
    }
  });

  it('are harmless in a spreadsheet on request', async () => {
    const { stdout } = await place.run([
      'predict',
      'two.st',
      'two.csv',
      '--keep',
      'note',
      '--escape-formulas',
    ]);
    expect(stdout).not.toMatch(/^=/m);
    expect(stdout).toMatch(/^'=1\+1,(yes|no)$/m);
  });

  it('can be ranked', async () => {
    const ranked = (await predicted('--keep', 'id', '--top', '9')).slice(1);
    for (const [row, id] of ranked) expect(Number(row)).toBe(Number(id) + 1);
  });
});

describe('the summary', () => {
  it('counts all rows of the table and those written', async () => {
    const args = ['--top', '5', '--threshold', '0.9', '--out', 'top.csv', '--json'];
    const { stdout } = await place.run(['predict', 'two.st', 'two.csv', '-q', ...args]);
    const [, ...all] = await predicted('--threshold', '0.9');
    const yes = all.filter(([prediction]) => prediction === 'yes').length;
    expect(JSON.parse(stdout)).toEqual({
      rows: 60,
      written: 5,
      out: 'top.csv',
      format: 'csv',
      decision: 'threshold: "yes" if its probability is at least 0.9',
      positive: 'yes',
      expected: { all: expect.closeTo(20, -1.5), written: expect.closeTo(5, 0) },
      threshold: 0.9,
      predictions: [
        { prediction: 'no', rows: 60 - yes },
        { prediction: 'yes', rows: yes },
      ],
      notices: [expect.stringMatching(/^risk is the probability of "yes"/)],
    });
    expect(place.bytes('top.csv').toString().trim().split('\n')).toHaveLength(6);
  });

  it('counts actions that are no classes, which all formats hold', async () => {
    for (const name of ['review.parquet', 'review.jsonl', 'review.csv']) {
      const args = ['predict', 'review.st', 'three.csv', '--keep', 'label', '-o', name, '--json'];
      const { predictions, positive } = JSON.parse((await place.run(args)).stdout);
      expect(positive).toBeUndefined();
      const table = await readTable(place.path(name));
      const written = ROWS.map((_, row) => cellText(table, table.columns[1], row));
      expect(predictions).toEqual(
        ['left', 'rare', 'right', 'review'].map((prediction) => ({
          prediction,
          rows: written.filter((each) => each === prediction).length,
        })),
      );
      expect(new Set(written)).toContain('review');
    }
  });
});

describe('it refuses', () => {
  const two = ['two.st', 'two.csv'];
  it.each([
    [
      'a column that is not in the table',
      [...two, '--keep', 'amonut'],
      [/--keep.*"amonut".*Did you mean "amount"/],
    ],
    [
      'a label that is no class',
      [...two, '--top', '3', '--positive', 'yess'],
      [/"yess".*Did you mean "yes"/],
    ],
    ['a positive class that nothing uses', [...two, '--positive', 'yes'], [/--positive needs --sort, --top/]],
    [
      'a threshold for three classes',
      ['three.st', 'three.csv', '--threshold', '0.5'],
      [/threshold 0\.5.*two classes/],
    ],
    ['a threshold that is no probability', [...two, '--threshold', '30'], [/'30' is invalid.*from 0 to 1/]],
    ['no rows', [...two, '--top', '0'], [/'0' is invalid/]],
    [
      'more than all rows',
      [...two, '--top', '101%'],
      [/'101%' is invalid. Give a number of rows, as 200, or/],
    ],
    ['a part of a row', [...two, '--top', '1.5'], [/'1.5' is invalid/]],
    ['another order', [...two, '--sort', 'id'], [/Allowed choices are risk/]],
    ['a summary in the place of the predictions', [...two, '--json'], [/--json.*--out/]],
    ['formulas in Parquet', [...two, '--escape-formulas', '-o', 'x.parquet'], [/--escape-formulas.*parquet/]],
    ['an unknown extension', [...two, '-o', 'x.xlsx'], [/x\.xlsx.*\.csv.*--out-format/]],
  ] as const)('%s', async (_, args, pieces) => {
    await place.expectRefusal(['predict', ...args], pieces);
  });

  it('a kept column with the name of one that is written', async () => {
    const lines = ROWS.map((line) => `${line},1,1`);
    place.write('names.csv', text([`${HEADER},prediction,risk`, ...lines]));
    await place.expectRefusal(
      ['predict', 'two.st', 'names.csv', '--keep', 'all'],
      [/"prediction" cannot be kept/],
    );
    const free = await place.run(['predict', 'two.st', 'names.csv', '--keep', 'risk']);
    expect(free.stdout).toMatch(/^risk,prediction\n1,/);
    await place.expectRefusal(
      ['predict', 'two.st', 'names.csv', '--keep', 'risk', '--top', '3'],
      [/column "risk"/],
    );
  });
});
