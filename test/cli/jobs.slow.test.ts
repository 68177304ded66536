/** `--jobs` bounds all worker threads of a command, and changes no byte of what it gives. */
import { expect, it } from 'vitest';
import { RandomStream } from '../../src/engine/random/random-stream.js';
import { clusters, MAIN, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));

/** Writes at the end how many worker threads were started in all. */
const COUNTING = `
  import { writeSync } from 'node:fs';
  let threads = 0;
  process.on('worker', () => threads++);
  process.on('exit', () => writeSync(2, 'threads: ' + threads));`;

async function threadsOf(args: readonly string[]): Promise<number> {
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(COUNTING)}`];
  const { code, stderr } = await place.runCommand(process.execPath, [...preload, MAIN, ...args, '-q']);
  expect(code).toBe(0);
  return Number(/threads: (\d+)$/.exec(stderr)?.[1]);
}

it('trains auto in as many threads as asked for: more than two cores, or one', async () => {
  const args = ['train', 'table.csv', '-t', 'label', '--classifier', 'auto', '--set', 'folds=2'];
  for (const jobs of [1, 3]) {
    const out = ['--out', `${jobs}.safetensors`, '--jobs', String(jobs)];
    expect(await threadsOf([...args, ...out])).toBe(jobs);
  }
  expect(place.bytes('3.safetensors').equals(place.bytes('1.safetensors'))).toBe(true);
});

it('bounds the search for options, the fits in it, and the final model of a comparison', async () => {
  const search = ['train', 'table.csv', '-t', 'label', '--classifier', 'svm-smote', '--tune', '-o', 'svm.st'];
  expect(await threadsOf([...search, '--jobs', '2'])).toBe(2);
  const comparison = [
    'compare',
    'table.csv',
    '-t',
    'label',
    '--classifiers',
    'knn,svm-smote',
    '-m',
    'best.st',
  ];
  expect(await threadsOf([...comparison, '--final', 'svm-smote', '--jobs', '2'])).toBe(2);
});

it('predicts a few rows without any', async () => {
  expect(await threadsOf(['predict', 'svm.st', 'table.csv', '--jobs', '4'])).toBe(0);
  expect(await threadsOf(['evaluate', 'svm.st', 'table.csv', '--jobs', '4'])).toBe(0);
});

it('fits a single boosting classifier in the threads asked for, and to the same bytes', async () => {
  const random = new RandomStream(1, 'rows');
  const rows = Array.from({ length: 8000 }, () =>
    Array.from({ length: 10 }, () => random.normal().toFixed(2)),
  );
  const lines = rows.map((row) => [...row, Number(row[0]) + Number(row[1]) > 1 ? 'yes' : 'no'].join());
  place.write('many.csv', `${[...rows[0].keys(), 'label'].join()}\n${lines.join('\n')}\n`);
  const options = [
    '--set',
    'nEstimators=3200',
    '--set',
    'maxDepth=1',
    '--calibration',
    'none',
    '--decide',
    'argmax',
  ];
  for (const jobs of [1, 2]) {
    const out = ['--out', `boosted-${jobs}.safetensors`, '--jobs', String(jobs)];
    const args = ['train', 'many.csv', '-t', 'label', '--classifier', 'boosting', ...options, ...out];
    expect(await threadsOf(args)).toBe(jobs - 1);
  }
  expect(place.bytes('boosted-2.safetensors').equals(place.bytes('boosted-1.safetensors'))).toBe(true);
});

it('searches options in several threads as in one', async () => {
  const training = quickTraining('table.csv').filter((each) => !/^(--epochs|3)$/.test(each));
  const halving = ['--epochs', '9', '--search', 'halving', '--trials', '3', '--folds', '2'];
  const results = [];
  for (const jobs of ['1', '2']) {
    const { stdout } = await place.run([...training, ...halving, '--jobs', jobs, '--json']);
    const { seconds, ...report } = JSON.parse(stdout);
    expect(report.tuning.search).toEqual({ method: 'halving', trials: 3, resource: 'epochs' });
    results.push(report);
  }
  expect(results[1]).toEqual(results[0]);
});
