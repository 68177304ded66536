import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
const lines = clusters();

/** The table with line `line` (the header is line 1) replaced. */
function withLine(line: number, content: string): string {
  return text(lines.map((each, i) => (i + 1 === line ? content : each)));
}

/** The table with a further column. */
function withColumn(name: string, cell: (row: number) => string): string {
  return text(lines.map((line, i) => `${i === 0 ? name : cell(i - 1)},${line}`));
}

beforeAll(() => {
  mkdirSync(place.path('folder'));
});

describe('a table that cannot be used is refused with exit code 2', () => {
  it.each<[string, string | Uint8Array, (string | RegExp)[]]>([
    ['empty file', '', [/bad\.csv: .*empty/]],
    ['header only', 'x,y,label\n', [/bad\.csv: there is a header but no rows/]],
    ['ragged row, too short', withLine(7, '1,2'), [/bad\.csv, line 7: expected 3 cells/, /found 2/]],
    ['ragged row, too long', withLine(9, '1,2,left,3'), [/bad\.csv, line 9: /, /4/]],
    ['duplicate column name', withLine(1, 'x,x,label'), [/bad\.csv/, /"x" occurs twice/]],
    ['unknown target', withLine(1, 'x,y,labels'), [/--target names column "label"/, /Did you mean "labels"/]],
    ['infinite cell', withLine(5, 'Infinity,1,left'), [/bad\.csv, line 5, column "x"/, /Infinity/]],
    ['negative infinite cell', withLine(5, '-inf,1,left'), [/bad\.csv, line 5, column "x"/]],
    ['number beyond 64 bits', withLine(6, '1e999,1,left'), [/bad\.csv, line 6, column "x"/, /1e999/]],
    ['text among numbers', withLine(8, '1,oops,left'), [/column "y"/, /"oops"/, /data row 7/]],
    ['target with an empty cell', withLine(4, '1,2,'), [/target column "label" is empty in 1 row/, /row 3/]],
    ['one class only', text(clusters({ label: () => 'same' })), [/"label"/, /only the class "same"/]],
    [
      'continuous target',
      text(lines.map((line, i) => (i === 0 ? line : line.replace(/[^,]+$/, String(i / 7))))),
      [/target column "label" has 60 distinct numbers/, /bin the values into classes/],
    ],
    [
      'free text as target',
      withLine(0, '').replace(/(left|right|rare)/g, () => `t${counter++}`),
      [/60 distinct texts/],
    ],
    [
      'nothing to learn from',
      text(['label', ...lines.slice(1).map((l) => l.split(',')[2])]),
      [/no feature column/],
    ],
    ['unclosed quote', withLine(11, '"1,2,left'), [/bad\.csv, line 11: /, /quote/]],
    ['no text at all', Uint8Array.of(0x89, 0x50, 0, 1, 2, 3), [/bad\.csv/]],
    [
      'damaged gzip',
      gzipSync(text(lines)).subarray(0, 200),
      [/bad\.csv: the gzip data is damaged or cut off/],
    ],
    ['foreign parquet', 'PAR1 and no more', [/bad\.csv/]],
  ])('%s', async (_, content, pieces) => {
    place.write('bad.csv', content);
    await place.expectRefusal(quickTraining('bad.csv'), pieces);
  });

  it('missing file', async () => {
    await place.expectRefusal(quickTraining('missing.csv'), [/missing\.csv: there is no such file/]);
  });

  it('directory', async () => {
    await place.expectRefusal(quickTraining('folder'), [/folder: this is a directory/]);
  });

  it('empty standard input', async () => {
    await place.expectRefusal(quickTraining('-'), [/standard input: .*empty/], { input: '' });
  });

  it('a test table without the target, or without a known class', async () => {
    place.write('table.csv', text(lines));
    place.write('unlabelled.csv', text(['x,y', '1,2']));
    place.write('others.csv', text(['x,y,label', '1,2,other']));
    const train = quickTraining('table.csv');
    await place.expectRefusal(
      [...train, '--test', 'unlabelled.csv'],
      [/unlabelled\.csv: there is no column "label" with the true labels/],
    );
    await place.expectRefusal([...train, '--test', 'others.csv'], [/others\.csv: no label \("other"\)/]);
  });

  it('an identifier as the target, unless it is to be taken for classes', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `${i % 7},customer-${i % 120}`);
    place.write('customers.csv', text(['x,label', ...rows]));
    const train = quickTraining('customers.csv', 'customers.safetensors');
    const message = /"label" has 120 distinct texts in 600 rows .*an identifier.*--many-classes/;
    await place.expectRefusal(train, [message]);
    await place.expectRefusal(['compare', 'customers.csv', '--target', 'label', '--no-model'], [message]);
    expect((await place.run([...train, '--many-classes'])).code).toBe(0);
  });

  it('more columns than a table may have', async () => {
    const names = Array.from({ length: 1_000_001 }, (_, i) => i.toString(36));
    place.write('wide.csv', `${names.join(',')}\n`);
    await place.expectRefusal(quickTraining('wide.csv'), [/wide\.csv: .*more columns than memory allows/]);
  });

  it('more columns than the network has memory for, before it is allocated', async () => {
    const columns = 40_000;
    const header = Array.from({ length: columns }, (_, i) => `c${i}`).join(',');
    const rows = Array.from({ length: 10 }, (_, row) => {
      const cells = Array.from({ length: columns }, (_, i) => (row * 7 + i) % 5);
      return `${cells.join(',')},${row % 2}`;
    });
    place.write('wide.csv', text([`${header},label`, ...rows]));
    await place.expectRefusal(quickTraining('wide.csv'), [/4 GiB/, /fewer columns/]);
  });

  it('more memory than allowed', async () => {
    place.write('table.csv', text(lines));
    const limited = (file: string, limit: string) => [...quickTraining(file), '--memory-limit', limit];
    await place.expectRefusal(limited('table.csv', '1'), [/--memory-limit/, /1 byte, less than 1M/]);
    place.write('large.csv', text([lines[0], ...Array.from({ length: 3000 }, () => lines.slice(1)).flat()]));
    await place.expectRefusal(limited('large.csv', '1M'), [/memoryLimitBytes/]);
  });

  it('a gzip that expands without end', async () => {
    place.write('bomb.csv.gz', gzipSync(Buffer.alloc(32 << 20, 'x,y,label\n')));
    const args = [...quickTraining('bomb.csv.gz'), '--max-expanded', '1M'];
    await place.expectRefusal(args, [/bomb\.csv\.gz: .*unpacks to more than the limit of 1048576 bytes/]);
  });

  it('to predict: a missing column, and text in a numeric one', async () => {
    place.write('table.csv', text(lines));
    expect(await place.run(quickTraining('table.csv'))).toMatchObject({ code: 0 });
    place.write('narrow.csv', text(['x,z', '1,2']));
    place.write('words.csv', text(['x,y', '1,2', '1,two']));
    const predict = (table: string) => ['predict', 'model.safetensors', table, '--out', 'out.csv'];
    await place.expectRefusal(predict('narrow.csv'), [/narrow\.csv: 1 column .*missing: "y"/]);
    await place.expectRefusal(predict('words.csv'), [/words\.csv: column "y"/, /data row 2/, /"two"/]);
  });
});

let counter = 0;

describe('what looks odd but is a table', () => {
  async function train(content: string, extra: string[] = []) {
    place.write('odd.csv', content);
    const result = await place.run([...quickTraining('odd.csv', 'odd.safetensors'), ...extra, '--json']);
    expect([result.code, result.stderr.match(/^error.*/m)?.[0]]).toEqual([0, undefined]);
    return { ...result, report: JSON.parse(result.stdout) };
  }

  async function columns(): Promise<[string, string][]> {
    const { stdout } = await place.run(['inspect', 'odd.safetensors', '--json']);
    return JSON.parse(stdout).columns.map((each: { name: string; kind: string }) => [each.name, each.kind]);
  }

  it('columns and labels named __proto__, constructor and toString', async () => {
    const odd = new Map([
      ['left', '__proto__'],
      ['right', 'constructor'],
      ['rare', 'toString'],
    ]);
    const named = clusters({ label: (name) => odd.get(name)! });
    const { report } = await train(text(['__proto__,constructor,label', ...named.slice(1)]));
    const labels = report.perClass.map((row: { label: string }) => row.label);
    expect(labels).toEqual(['__proto__', 'constructor', 'toString']);
    expect(await columns()).toEqual([
      ['__proto__', 'numeric'],
      ['constructor', 'numeric'],
    ]);
    const { stdout } = await place.run(['predict', 'odd.safetensors', 'odd.csv']);
    const predictions = stdout.trimEnd().split('\n').slice(1);
    expect(predictions).toHaveLength(60);
    for (const prediction of predictions) expect(labels).toContain(prediction);
  });

  it('a target named __proto__', async () => {
    place.write('odd.csv', text(['x,y,__proto__', ...lines.slice(1)]));
    const args = ['train', 'odd.csv', '--target', '__proto__', '--out', 'odd.safetensors'];
    expect(await place.run([...args, '--classifier', 'knn'])).toMatchObject({ code: 0 });
    expect(await place.run(['evaluate', 'odd.safetensors', 'odd.csv'])).toMatchObject({ code: 0 });
  });

  it('NaN cells are missing', async () => {
    await train(withLine(5, 'NaN,1,left'));
    const { stdout } = await place.run(['inspect', 'odd.safetensors', '--json']);
    // x, x is missing, y
    expect(JSON.parse(stdout).features).toBe(3);
  });

  it('integers above 2^53 keep their digits', async () => {
    const codes = ['9007199254740993', '9007199254740995', '9007199254740997'];
    await train(
      withColumn('code', (row) => codes[row % 3]),
      ['--categorical', 'code'],
    );
    const { stdout } = await place.run(['inspect', 'odd.safetensors', '--json']);
    expect(JSON.parse(stdout).columns[0]).toMatchObject({ name: 'code', categories: codes });
  });

  it('a class with one row is kept in training, with a warning', async () => {
    const { report, stderr } = await train(text([...lines, '9,9,lone']));
    expect(stderr).toMatch(/notice: class "lone" has a single row, kept in training/);
    expect(report.perClass[1]).toMatchObject({ label: 'lone', support: 0 });
    const { stdout } = await place.run(['inspect', 'odd.safetensors', '--json']);
    expect(JSON.parse(stdout).classes[1]).toEqual({ label: 'lone', trainingRows: 1, testRows: 0 });
  });

  it('labels that are numbers, not contiguous', async () => {
    const numbers = new Map([
      ['left', '-1'],
      ['right', '10'],
      ['rare', '2.5'],
    ]);
    const { report } = await train(text(clusters({ label: (name) => numbers.get(name)! })));
    expect(report.perClass.map((row: { label: number }) => row.label)).toEqual([-1, 2.5, 10]);
  });

  it('names with control characters do not reach the terminal', async () => {
    const { stderr } = await train(withColumn('\u001b[31mred', () => '1'));
    expect(stderr).toContain('u001b[31mred');
    expect(stderr).not.toContain('\u001b');
  });
});
