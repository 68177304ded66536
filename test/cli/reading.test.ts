/** How tables are read: the options, the notices, and what a model repeats. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHARED_CASES, WITHOUT_CASES } from '../datasets/shared-data.js';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();
const NO_NOTICE = /^(?!(?:.*\n)*notice: )/;
const [, ...rows] = clusters();
const train = (table: string, ...rest: string[]) => [
  ...['train', table, '--out', 'm.st', '--classifier', 'decision-tree', '--calibration', 'none'],
  ...['--decide', 'argmax', ...rest],
];

describe('a table without a header', () => {
  it('is read so by train, and again by predict and evaluate, which say so', async () => {
    place.write('rows.csv', text(rows));
    const trained = await place.run(train('rows.csv', '--target', 'column3', '--no-header'));
    expect(trained.code).toBe(0);
    expect(trained.stderr).not.toMatch(/header/);
    const said = /^notice: read without a header, as the training table was; --header/m;
    const predicted = await place.run(['predict', 'm.st', 'rows.csv']);
    expect(predicted.stderr).toMatch(said);
    expect(predicted.stdout.trimEnd().split('\n')).toHaveLength(61);
    const evaluated = await place.run(['evaluate', 'm.st', 'rows.csv', '--json']);
    expect(evaluated.stderr).toMatch(said);
    expect(JSON.parse(evaluated.stdout).rows).toBe(60);
    place.write('named.csv', text(['column1,column2,column3', ...rows]));
    const named = await place.run(['predict', 'm.st', 'named.csv', '--header']);
    expect([named.stdout, named.stderr]).toEqual([predicted.stdout, '']);
    await place.expectRefusal(
      ['predict', 'm.st', 'named.csv'],
      [/column "column1" .*holds "column1"/s, said],
    );
  });

  it('brings a notice before anything fails, in every command', async () => {
    place.write('rows.csv', text(rows));
    const pieces = [
      /^notice: the column names look like a row of data.*--no-header/m,
      /--target names column "label"/,
    ];
    await place.expectRefusal(train('rows.csv', '--target', 'label'), pieces);
    await place.expectRefusal(['compare', 'rows.csv', '--target', 'label', '--no-model'], pieces);
    await place.expectRefusal(['inspect', 'rows.csv', '--target', 'label'], pieces);
  });
});

it('reads predictions with the missing words of the training', async () => {
  const table = (word: string) =>
    text([
      'x,c,label',
      ...rows.map((row, i) => row.replace(/,[^,]*,/, i % 7 === 0 ? `,${word},` : ',None,')),
    ]);
  place.write('t.csv', table('-999'));
  const words = ['--missing', '-999', '--keep-words', 'None', '--categorical', 'c'];
  expect(await place.run(train('t.csv', '--target', 'label', ...words))).toMatchObject({ code: 0 });
  const [same, again] = [
    await place.run(['predict', 'm.st', 't.csv', ...words.slice(0, 4)]),
    await place.run(['predict', 'm.st', 't.csv']),
  ];
  expect(again.stdout).toBe(same.stdout);
  expect(same.stderr).toBe('');
  expect(again.stderr).toMatch(/^notice: missing cells are also "-999", as in training/m);
  expect(again.stderr).toMatch(/^notice: not missing, as in training: "None"/m);
  const other = await place.run(['predict', 'm.st', 't.csv', '--missing', 'x', '--keep-words', 'None']);
  expect(other.stdout).toBe(same.stdout);
  expect(other.stderr).toMatch(/^notice: missing cells are also "-999", as in training/m);
  const { stdout } = await place.run(['inspect', 'm.st', '--json']);
  expect(JSON.parse(stdout).reading).toEqual({ missing: ['-999'], keepWords: ['None'] });
});

describe('inspect of a table', () => {
  it('shows kinds, ranges, missing cells, examples, classes and notices in 80 columns', async () => {
    const wide = `${'long name '.repeat(9)}of a column`;
    const lines = rows.map(
      (row, i) => `${i},${row},${'word '.repeat(20)}${i % 3},${i % 4 === 0 ? '' : i / 8}`,
    );
    place.write('wide.csv', text([`,x,y,label,${wide},z`, ...lines]));
    const { code, stdout, stderr } = await place.run(['inspect', 'wide.csv', '--target', 'label']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^wide\.csv: 60 rows, 5 columns\nformat csv, encoding utf-8, delimiter ",", with a header$/m,
    );
    expect(stdout).toMatch(/^z +numeric +25\.0 % +45 +0\.125 to 7\.375$/m);
    expect(stdout).toMatch(/^rare +10 +16\.7 %$/m);
    expect(stdout).toMatch(/^notice: the first column is ignored: it has no name and numbers the rows/m);
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it('takes the options of reading and columns, any format, and standard input', async () => {
    const utf16 = Buffer.from(
      `\ufeff${text(['x;y;label', ...rows.map((row) => row.replaceAll(',', ';'))])}`,
      'utf16le',
    );
    place.write('odd', utf16);
    const described = JSON.parse((await place.run(['inspect', 'odd', '--drop', 'x', '--json'])).stdout);
    expect(described.reading).toEqual({ format: 'csv', encoding: 'utf-16le', delimiter: ';' });
    expect(described.columns.map((each: { kind: string }) => each.kind)).toEqual([
      'excluded',
      'numeric',
      'categorical',
    ]);
    const array = JSON.stringify([{ a: 1, b: 'x' }, { a: 2 }]);
    const { stdout } = await place.run(['inspect', '-', '--json'], { input: array });
    expect(JSON.parse(stdout)).toMatchObject({ rows: 2, reading: { format: 'jsonl' } });
    await place.expectRefusal(['inspect', 'none.csv'], [/none\.csv: there is no such file/]);
    expect(await place.run(train('odd', '--target', 'label'))).toMatchObject({ code: 0 });
    await place.expectRefusal(
      ['inspect', 'm.st', '--target', 'label'],
      [/--target is for tables, but m\.st is a model/],
    );
  });
});

it('refuses options that cannot be meant', async () => {
  place.write('t.csv', text(clusters()));
  const inspect = (...args: string[]) => ['inspect', 't.csv', ...args];
  await place.expectRefusal(inspect('--encoding', 'ebcdic'), [/--encoding/, /utf-16le/]);
  await place.expectRefusal(inspect('--delimiter', 'ab'), [/one character, tab or blanks/]);
  await place.expectRefusal(inspect('--missing', 'a', '--keep-words', 'a'), [/"a" is in missing/]);
  await place.expectRefusal(inspect('--encoding', 'utf-16be'), [/t\.csv/]);
});

describe.skipIf(WITHOUT_CASES)('the shared cases', () => {
  it.each([
    ['pandas-index-column.csv', [], /^notice: the first column is ignored/m],
    ['header-missing.csv', ['--no-header', '--target', 'column3'], NO_NOTICE],
    ['label-named-none.csv', ['--keep-words', 'None'], NO_NOTICE],
  ])('%s is trained on', async (name, options, said) => {
    const args = train(join(SHARED_CASES, name), '--target', 'target', ...options);
    const { code, stdout, stderr } = await place.run(args);
    expect([code, stdout.includes('macro F1')]).toEqual([0, true]);
    expect(stderr).toMatch(said);
  });
});
