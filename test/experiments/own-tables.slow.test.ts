import { describe, expect, it } from 'vitest';
import { clusters } from '../cli/built-program.js';
import { whenItSays } from '../cli/send-signal.js';
import { ExperimentPlace } from './experiment-place.js';

const place = new ExperimentPlace();
const first = clusters();
place.write('first.csv', `${first.join('\n')}\n`);
/** Another name of the target, and a column more. */
const second = clusters().map((line, i) =>
  i === 0 ? 'x,y,side,note' : `${line},${i % 2 === 0 ? 'even' : 'odd'}`,
);
place.write('second one.csv', `${second.join('\n')}\n`);

const both = [
  ...['--table', 'first.csv', '--table', 'second one.csv', '--drop', 'note'],
  ...['--target', 'label', '--target', 'second one.csv=side'],
];
const bench = (out: string, ...more: string[]) => [
  ...['benchmark', ...both, '--classifiers', 'knn,decision-tree', '--seeds', '2', '--jobs', '2'],
  ...['--out', out, ...more],
];

describe('benchmark --table', () => {
  it('runs on own tables alone, ranks over them, and shows nothing of the paper', async () => {
    const { code, stdout, stderr } = await place.run(bench('own', '--protocol', 'honest,paper'));
    expect(stderr).not.toMatch(/notice|skipped/);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Compared: 2 classifiers on 2 data sets, protocol honest/);
    expect(stdout).toMatch(/Friedman's chi-squared/);
    // Neither chooses a checkpoint, so protocol paper would repeat the honest runs.
    expect(stderr).toMatch(/^plan: 8 runs; they are expected to take \d/);
    expect(stdout).toMatch(/8 of 8 runs done, 0 failed/);
    expect(stdout).not.toMatch(/│ +paper +│|the paper has one run/);
    const records = place.records('own');
    expect(new Set(records.map(({ dataset }) => dataset))).toEqual(new Set(['first', 'second one']));
    expect(new Set(records.map(({ checksum }) => checksum)).size).toBe(2);
    for (const record of records) {
      if (record.outcome !== 'done') throw new Error(record.reason);
      const isFirst = record.dataset === 'first';
      expect(record.table).toEqual(
        isFirst
          ? { file: 'first.csv', target: 'label' }
          : { file: 'second one.csv', target: 'side', overrides: { drop: ['note'] } },
      );
      expect(record).toMatchObject({ rows: { train: 48, test: 12 }, classes: ['left', 'rare', 'right'] });
    }
    const json = JSON.parse((await place.run(['results', 'own', '--format', 'json'])).stdout);
    expect(json).toMatchObject({ paperDatasetsWithoutRecords: [], results: { length: 4 } });
    const shown = await place.run(['results', 'own', '--protocol', 'honest']);
    expect(shown.stdout).toMatch(/│ second one │/);
    expect(shown.stdout).not.toMatch(/No runs recorded for/);
    expect((await place.run(['results', 'own', '--report', 'own.md'])).code).toBe(0);
    const page = place.bytes('own.md').toString();
    expect(page).toContain("The paper's experiment on 2 data sets. Not the paper's: first, second one.\n");
    expect(page).not.toMatch(/Claims/i);
    expect((await place.run(['report', 'own', '--out', 'own.html'])).code).toBe(0);
    expect(place.bytes('own.html').toString()).toMatch(/--table first\.csv --target first\.csv=label/);
  });

  it('gives what train gives with the same seed', async () => {
    const { stdout } = await place.run([
      ...['train', 'second one.csv', '--target', 'side', '--drop', 'note', '--classifier', 'decision-tree'],
      ...['--calibration', 'none', '--decide', 'argmax', '--seed', '43', '--json', '--out', 'm.safetensors'],
    ]);
    const record = place
      .records('own')
      .find(
        ({ dataset, classifier, seed, protocol }) =>
          dataset === 'second one' && classifier === 'decision-tree' && seed === 43 && protocol === 'honest',
      );
    expect(record).toMatchObject({ metrics: JSON.parse(stdout).metrics });
  });

  it('runs beside data sets of the paper that are named', async () => {
    const { code, stdout } = await place.run(bench('beside', '--datasets', 'balance_scale', '--seeds', '1'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/6 of 6 runs done/);
    expect(stdout).toMatch(/balance_scale .*[\s\S]*first .*[\s\S]*second one /);
    expect(stdout).toMatch(/│ +paper +│/);
  });

  it('resumes after an interruption', async () => {
    const many = ['--seeds', '40', '--jobs', '1'];
    const stopped = await place.run(bench('stopped', ...many), {
      meanwhile: whenItSays([/3\/160 done/, 'SIGTERM']),
    });
    expect(stopped.code).toBe(143);
    const kept = place.keys('stopped');
    expect(stopped.stderr).toContain(`interrupted: ${kept.length} of 160 runs are in stopped`);
    const resumed = await place.run(bench('stopped', ...many, '--jobs', '2'));
    expect(resumed.code).toBe(0);
    const keys = place.keys('stopped');
    expect(keys.slice(0, kept.length)).toEqual(kept);
    expect(keys).toHaveLength(160);
    expect(new Set(keys).size).toBe(160);
  });

  it('runs a changed file anew, and never combines its results with the old ones', async () => {
    const whole = bench('changed', '--classifiers', 'decision-tree');
    expect((await place.run(whole)).code).toBe(0);
    const before = place.keys('changed');
    expect(before).toHaveLength(4);
    expect((await place.run(whole)).code).toBe(0);
    expect(place.keys('changed')).toEqual(before);

    place.write('first.csv', `${[...first, ...first.slice(1)].join('\n')}\n`);
    const { code, stdout } = await place.run(whole);
    place.write('first.csv', `${first.join('\n')}\n`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/4 of 4 runs done/);
    const records = place.records('changed');
    expect(place.keys('changed').slice(0, 4)).toEqual(before);
    expect(
      records
        .slice(4)
        .map(({ dataset, seed }) => [dataset, seed])
        .sort(),
    ).toEqual([
      ['first', 42],
      ['first', 43],
    ]);
    expect(records.slice(4)).toMatchObject([{ rows: { test: 24 } }, { rows: { test: 24 } }]);

    const csv = await place.run(['results', 'changed', '--format', 'csv']);
    expect(csv.stderr).toMatch(/notice: first: 2 earlier records left out, because the content, target or/);
    const lines = csv.stdout.trimEnd().split('\n').slice(1);
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
      ['first', 'decision-tree'],
      ['second one', 'decision-tree'],
    ]);
    // Two runs each: the old ones are not among them.
    for (const line of lines) expect(line).toMatch(/,honest,false,2,0,/);

    // The first content again: all of its runs are there.
    expect((await place.run(whole)).stdout).toMatch(/4 of 4 runs done/);
    expect(place.records('changed')).toHaveLength(6);
    // Another target or column option is another data set too.
    await place.run([...whole, '--drop', 'x', '--seeds', '1']);
    expect(place.records('changed')).toHaveLength(8);
  });

  it.each<[string, string[], RegExp[]]>([
    ['a missing file', ['--table', 'none.csv', '--target', 'label'], [/none\.csv: there is no such file/]],
    [
      'a missing target column',
      ['--table', 'first.csv', '--target', 'lable'],
      [/first\.csv: --target names column "lable"/, /Did you mean "label"/],
    ],
    [
      'no target',
      ['--table', 'first.csv'],
      [/--table first\.csv has no target/, /--target first\.csv=COLUMN/],
    ],
    ['one class', ['--table', 'one.csv', '--target', 'label'], [/one\.csv: .*only the class "a"/]],
    [
      'a class with one row',
      ['--table', 'first.csv', '--table', 'lone.csv', '--target', 'label'],
      [/lone\.csv: target column "label" has a single row of "b"/],
    ],
    [
      'two tables of one name',
      ['--table', 'first.csv', '--table', 'first.tsv', '--target', 'label'],
      [/--table first\.csv and --table first\.tsv are both the data set "first": rename one/],
    ],
    [
      'a table twice',
      ['--table', 'first.csv', '--table', 'first.csv', '--target', 'label'],
      [/--table first\.csv is given twice: give it once/],
    ],
    [
      'a table twice by two paths',
      ['--table', 'first.csv', '--table', './first.csv', '--target', 'label'],
      [/--table first\.csv and --table \.\/first\.csv are the same file: give it once/],
    ],
    [
      'the name of a data set of the paper',
      ['--table', 'glass.csv', '--target', 'label'],
      [/--table glass\.csv has the name of the paper's data set glass/],
    ],
    ['standard input', ['--table', '-', '--target', 'label'], [/--table - is not a file/]],
    [
      'an unknown column',
      ['--table', 'first.csv', '--target', 'label', '--drop', 'nothing'],
      [/first\.csv: --drop names column "nothing"/],
    ],
    ['a target without a table', ['--target', 'label'], [/--target is for your own tables/]],
    ['a column option without a table', ['--numeric', 'x'], [/--numeric is for your own tables/]],
  ])('refuses %s before anything is computed', async (_, args, pieces) => {
    place.write('one.csv', 'x,label\n1,a\n2,a\n3,a\n');
    place.write('lone.csv', 'x,label\n1,a\n2,a\n3,a\n4,b\n');
    place.write('glass.csv', `${first.join('\n')}\n`);
    await place.expectRefusal(['benchmark', '--out', 'refused', ...args], pieces);
  });
});
