/** `qcl-mixnet report` over run folders, by the built program. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordLine } from '../../src/paper/experiments/run-record.js';
import { Workplace } from '../cli/built-program.js';
import { doneRecord } from '../support/run-records.js';

const place = new Workplace();
const records = ['glass', 'ecoli', 'vehicle'].flatMap((dataset, d) =>
  ['qcl-mixnet', 'knn'].map((classifier, c) =>
    doneRecord(0.8 - 0.1 * c + 0.02 * d, { dataset, checksum: dataset, classifier }),
  ),
);
mkdirSync(place.path('runs'));
mkdirSync(place.path('empty'));
place.write(join('runs', 'runs.jsonl'), records.map(recordLine).join(''));
place.write('compact.jsonl', records.map(recordLine).join(''));

describe('records of several versions in one folder', () => {
  it.each([
    ['report', 'mixed'],
    ['results', 'mixed'],
    ['results', 'mixed', '--compact', 'mixed.jsonl'],
    ['results', 'compact.jsonl', 'newer.jsonl'],
  ])('are refused by %s %s', async (...args) => {
    const newer = { ...records[0], version: '0.2.0' };
    mkdirSync(place.path('mixed'), { recursive: true });
    place.write(join('mixed', 'runs.jsonl'), [...records, newer].map(recordLine).join(''));
    place.write('newer.jsonl', recordLine(newer));
    const { code, stderr } = await place.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain('(6 of version 0.1.0, 1 of version 0.2.0)');
    expect(stderr).toMatch(/^error: (mixed|compact\.jsonl, newer\.jsonl): .* run them again in a new one$/m);
  });
});

describe('report', () => {
  it('writes report.html into the folder, and says so', async () => {
    const { code, stdout } = await place.run(['report', 'runs']);
    expect(code).toBe(0);
    expect(stdout).toBe('Wrote runs/report.html from 6 records.\n');
    const page = place.bytes(join('runs', 'report.html')).toString();
    expect(page).toContain('<h1>Experiment: 2 configurations on 3 data sets</h1>');
    expect(page).toContain('qcl-mixnet report runs</code>');
  });

  it('reads compact files and writes where it is told', async () => {
    const { code, stdout } = await place.run([
      'report',
      'compact.jsonl',
      '--out',
      'page.html',
      '--control',
      'knn',
    ]);
    expect(code).toBe(0);
    expect(stdout).toBe('Wrote page.html from 6 records.\n');
    expect(place.bytes('page.html').toString()).toContain('Runs of knn</h2>');
  });

  it.each([
    [['report', 'empty'], /empty holds no records/],
    [['report', 'nowhere'], /nowhere does not exist/],
    [['report', 'runs', '--protocol', 'paper'], /no records of this protocol/],
    [['report', 'compact.jsonl', '--control', 'lstm'], /control is lstm, but the configurations are/],
    [
      ['report', 'compact.jsonl', '--out', 'compact.jsonl'],
      /--out compact.jsonl is the file of the records itself/,
    ],
  ])('refuses %j', async (args, message) => {
    await place.expectRefusal(args, [message]);
  });
});
