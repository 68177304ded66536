/** No command writes to a file that it reads or to one file twice, whatever the names of it. */
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { doneRecord } from '../support/run-records.js';
import { clusters, MAIN, text, Workplace } from './built-program.js';

const place = new Workplace();
const train = ['train', 'table.csv', '-t', 'label', '-o'];

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  place.write('grid.json', '{"epochs": [1]}');
  place.write('records.jsonl', `${JSON.stringify(doneRecord(0.5))}\n`);
  mkdirSync(place.path('runs'));
  writeFileSync(place.path('runs/runs.jsonl'), place.bytes('records.jsonl'));
  const made = await place.run([...train, 'm.st', '--classifier', 'decision-tree']);
  expect(made.code).toBe(0);
  mkdirSync(place.path('folder'));
  symlinkSync('../table.csv', place.path('folder/symbolic.csv'));
  symlinkSync('folder', place.path('other-folder'));
  linkSync(place.path('table.csv'), place.path('hard.csv'));
  linkSync(place.path('m.st'), place.path('hard.st'));
  symlinkSync('not-yet', place.path('dangling'));
});

describe('one file for two purposes is refused', () => {
  it.each<[string[], RegExp]>([
    [['predict', 'm.st', 'table.csv', '-o', 'm.st'], /--out m\.st is the model itself/],
    [['predict', 'm.st', 'table.csv', '-o', './hard.st'], /--out .*hard\.st is the model itself/],
    [['predict', 'm.st', 'table.csv', '-o', 'table.csv'], /--out table\.csv is the table itself/],
    [['predict', 'm.st', 'hard.csv', '-o', 'table.csv'], /--out table\.csv is the table itself/],
    [['predict', 'm.st', 'other-folder/symbolic.csv', '-o', 'folder/../table.csv'], /is the table itself/],
    [['predict', 'm.st', 'm.st'], /the table m\.st is the model itself/],
    [['predict', 'm.st', 'missing.csv', '-o', './missing.csv'], /--out .*missing\.csv is the table itself/],
    [['evaluate', 'm.st', 'hard.st'], /the table hard\.st is the model itself/],
    [[...train, 'folder/symbolic.csv'], /--out .*symbolic\.csv is the table itself/],
    [[...train, 'n.st', '--test', 'hard.csv'], /--test hard\.csv is the table itself/],
    [[...train, 'hard.csv', '--test', 'test.csv'], /--out hard\.csv is the table itself/],
    [[...train, 'grid.json', '--grid', 'grid.json'], /--out grid\.json is --grid itself/],
    [[...train, 'n.st', '--grid', 'table.csv'], /--grid table\.csv is the table itself/],
    [[...train, 'n.st', '--report', './n.st'], /--report .*n\.st is --out itself/],
    [[...train, 'dangling', '--report', 'not-yet'], /--report not-yet is --out itself/],
    [[...train, 'folder/new', '--report', 'other-folder/new'], /--report .* is --out itself/],
    [['compare', 'table.csv', '-t', 'label', '-m', 'hard.csv'], /--model hard\.csv is the table itself/],
    [['compare', 'table.csv', '-t', 'label', '-m', 'x', '--report', 'x'], /--report x is --model itself/],
    [['demo', '-o', 'x', '--report', './x'], /--report .*x is --out itself/],
    [['report', 'runs', '--out', 'runs/runs.jsonl'], /--out .* is the file of the records itself/],
    [['results', 'runs', '--compact', 'runs/runs.jsonl'], /--compact .* is the file of the records itself/],
    [['results', 'records.jsonl', '--report', 'records.jsonl'], /--report .* is the file of the records/],
    [['results', 'runs', '--compact', 'x', '--report', './x'], /--report .*x is --compact itself/],
  ])('%j', async (args, message) => {
    const before = place.bytes('table.csv');
    const model = place.bytes('m.st');
    await place.expectRefusal(args, [message]);
    expect(place.bytes('table.csv')).toEqual(before);
    expect(place.bytes('m.st')).toEqual(model);
  });

  it('standard input for a model and a table', async () => {
    await place.expectRefusal(
      ['evaluate', '-', '/dev/stdin'],
      [/both the model and the table are standard input/],
    );
  });

  it.skipIf(process.platform === 'win32')('standard streams that are files', async () => {
    const shell = (command: string) => place.runCommand('sh', ['-c', command, process.execPath, MAIN]);
    place.write('copy.csv', text(clusters()));
    const input = await shell('"$0" "$1" predict m.st - -o copy.csv < copy.csv');
    expect(input).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--out copy\.csv is the table itself/),
    });
    const output = await shell('"$0" "$1" predict m.st copy.csv >> copy.csv');
    expect(output).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/standard output is the table itself/),
    });
    expect(place.bytes('copy.csv').toString()).toBe(text(clusters()));
  });
});

describe('what only looks alike is not refused', () => {
  it.skipIf(process.platform === 'win32')('streams, pipes and /dev/null', async () => {
    const printed = await place.run(['predict', 'm.st', 'table.csv']);
    const shell = (command: string) => place.runCommand('sh', ['-c', command, process.execPath, MAIN]);
    for (const command of [
      '"$0" "$1" predict m.st table.csv -o /dev/stdout | cat',
      '"$0" "$1" predict m.st - -o /dev/stdout < table.csv > streams.csv && cat streams.csv',
      'mkfifo pipe && (cat table.csv > pipe & "$0" "$1" predict m.st pipe)',
    ]) {
      expect(await shell(command)).toEqual({ ...printed, code: 0 });
    }
    const args = [...train, '/dev/null', '--report', '/dev/null', '--classifier', 'decision-tree'];
    expect((await place.run(args)).code).toBe(0);
  });

  it('one folder of records twice', async () => {
    expect((await place.run(['results', 'runs', 'runs', '--format', 'csv'])).code).toBe(0);
  });
});
