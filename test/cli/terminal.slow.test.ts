/** What comes from files cannot steer a terminal, whatever command prints it. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { TableClassifier } from '../../src/pipeline/table-classifier.js';
import { doneRecord } from '../support/run-records.js';
import { clusters, type Result, text, Workplace } from './built-program.js';

const HOSTILE = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u2066\u200b\u2028\u007f';
const SHOWN = '\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202e\\u2066\\u200b\\u2028\\u007f';
/** The program's own clearing of a line, which is the only code that may be there. */
const CLEAR_LINE = '\r\u001b[2K';
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\u061c]/u;

const place = new Workplace();
const terminal = {
  NO_COLOR: '1',
  NODE_OPTIONS: `--import ${fileURLToPath(new URL('as-terminal.mjs', import.meta.url))}`,
};
const run = (...args: string[]) => place.run(args, { env: terminal });

function expectHarmless({ stdout, stderr }: Result) {
  expect(stdout).not.toMatch(STEERING);
  expect(stderr.replaceAll(CLEAR_LINE, '')).not.toMatch(STEERING);
}

beforeAll(async () => {
  const table = clusters({ label: (name) => `${name}${HOSTILE}` });
  place.write('table.csv', text([`x${HOSTILE},y,label`, ...table.slice(1)]));
  const result = await run(
    'train',
    'table.csv',
    '-t',
    'label',
    '-o',
    'm.st',
    '--classifier',
    'decision-tree',
  );
  expect(result.code).toBe(0);
  expect(result.stdout).toContain(`left${SHOWN}`);
  expectHarmless(result);
});

describe('on a terminal', () => {
  it.each([
    ['inspect', 'm.st'],
    ['inspect', 'm.st', '--json'],
    ['evaluate', 'm.st', 'table.csv'],
    ['evaluate', 'm.st', 'table.csv', '--json'],
    [
      'compare',
      'table.csv',
      '-t',
      'label',
      '--no-model',
      '--classifiers',
      'knn,decision-tree',
      '--folds',
      '2',
    ],
    ['train', 'table.csv', '-t', 'label', '-o', 'n.st', '--tune', '--classifier', 'decision-tree', '--json'],
    ['predict', 'm.st', 'table.csv', '--proba'],
    ['predict', 'm.st', 'table.csv', '--proba', '--out-format', 'tsv'],
    ['predict', 'm.st', 'table.csv', '--proba', '--out-format', 'jsonl'],
    ['classifiers'],
    ['datasets', 'list'],
  ])('%s %s is harmless', async (...args) => {
    const result = await run(...args);
    expect(result.code).toBe(0);
    expectHarmless(result);
    if (args[1]?.includes('.')) expect(result.stdout + result.stderr).toContain('\\u001b]0;owned');
  });

  it.each([
    ['an unknown column', ['train', 'table.csv', '-t', `z${HOSTILE}`, '-o', 'n.st']],
    ['a missing file', ['predict', `no${HOSTILE}.st`, 'table.csv']],
    ['an unknown option', ['classifiers', `--${HOSTILE}`]],
    ['an unknown command', [`tr${HOSTILE}`]],
    ['a dropped column', ['train', 'table.csv', '-t', 'label', '-o', 'n.st', '--drop', `z${HOSTILE}`]],
  ])('the error of %s is harmless', async (_, args) => {
    const result = await run(...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(SHOWN.slice(0, 20));
    expectHarmless(result);
  });

  it('no name can pass for a message of its own', async () => {
    const { stderr } = await run('predict', 'no\nnotice: all is well.st', 'table.csv');
    expect(stderr).toMatch(/^error: .*no\n {2}notice: all is well/);
  });

  it('what a model file says of its training is harmless', async () => {
    const model = await TableClassifier.fromBytes(place.bytes('m.st'), { name: 'm.st' });
    const metrics = { ...model.provenance.test!.metrics };
    const provenance = {
      ...model.provenance,
      version: HOSTILE,
      epochs: { unit: HOSTILE, best: 1, trained: 2, planned: 3, chosen: true },
      tuning: {
        folds: 2,
        best: 0,
        candidates: [
          { options: { [HOSTILE]: HOSTILE }, macroF1: [1], mean: 1, standardDeviation: 0, failure: HOSTILE },
        ],
      },
      crossValidation: {
        ...{ folds: 2, repeats: 1, seed: 1, splits: 2, metrics, logLoss: 1 },
        macroF1Interval: [0, 1] as const,
        compared: [{ classifier: `${HOSTILE}\n`, macroF1: 1 }],
      },
    };
    const changed = new TableClassifier({ ...model, provenance });
    writeFileSync(place.path('hostile.st'), changed.toBytes());
    for (const args of [
      ['inspect', 'hostile.st'],
      ['inspect', 'hostile.st', '--json'],
    ]) {
      const result = await run(...args);
      expect(result.code).toBe(0);
      expect(result.stdout.split(SHOWN).length).toBeGreaterThan(5);
      expectHarmless(result);
    }
    expect(JSON.parse((await run('inspect', 'hostile.st', '--json')).stdout).version).toBe(HOSTILE);
  });

  it('records of experiments are harmless', async () => {
    place.write('records.jsonl', `${JSON.stringify(doneRecord(0.5, { dataset: `a${HOSTILE}` }))}\n`);
    for (const format of ['text', 'markdown', 'csv', 'json']) {
      const result = await run('results', 'records.jsonl', '--format', format);
      expect(result.code).toBe(0);
      expect(result.stdout).toContain(`a${SHOWN}`);
      expectHarmless(result);
    }
  });
});

describe('data for programs', () => {
  it('go into a pipe and a file as they are', async () => {
    const piped = await place.run(['predict', 'm.st', 'table.csv']);
    const [[header], ...labels]: string[][] = parse(piped.stdout);
    expect(header).toBe('prediction');
    expect(new Set(labels.flat())).toEqual(new Set(['left', 'rare', 'right'].map((name) => name + HOSTILE)));
    expect(await run('predict', 'm.st', 'table.csv', '-o', 'out.csv')).toMatchObject({ code: 0, stdout: '' });
    expect(place.bytes('out.csv').toString()).toBe(piped.stdout);
  });
});
