/** `train --search` of the built program: its result, its log, and what it refuses. */
import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));
place.write('other.csv', text(clusters({ label: (name) => name.toUpperCase() })));

const network = (table: string, out?: string) =>
  quickTraining(table, out).filter((each) => !/^(--epochs|3)$/.test(each));

function search(...more: string[]) {
  return place.run([...network('table.csv'), ...more]);
}

const HALVING = ['--epochs', '9', '--search', 'halving', '--trials', '3', '--folds', '2'];

const logged = (name: string) =>
  place
    .bytes(name)
    .toString()
    .trim()
    .split('\n')
    .map((line) => {
      const { seconds, ...rest } = JSON.parse(line);
      return rest;
    });

describe('train --search', () => {
  it('shows the trials, and goes on from its log after a stop, to the same model', async () => {
    const whole = await search(...HALVING, '--search-log', 'whole.jsonl', '--out', 'whole.safetensors');
    expect(whole.stderr).not.toMatch(/error/);
    expect(whole.code).toBe(0);
    expect(whole.stdout).toMatch(/Search by halving: 3 trials, macro F1 over 2 folds of the training rows:/);
    expect(whole.stdout).toMatch(/\d(, defaults)?, chosen +│ +100 % │ +0\.\d{3} │/);
    expect(whole.stdout).toMatch(/1, defaults(, chosen)? +│ +100 % │/);
    const shares = [...whole.stdout.matchAll(/│ +(\d+) % │/g)].map(([, share]) => Number(share));
    expect(shares).toEqual([...shares].sort((one, other) => other - one));
    expect(shares).toContain(33);
    expect(whole.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /\+-: the standard deviation over the folds; scores with different shares cannot be compared/,
    );
    for (const line of whole.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const results = logged('whole.jsonl').slice(1);
    const inFull = results.filter(({ share }) => share === 1).map(({ trial }) => trial);
    expect(inFull).toContain(1);
    expect(results).toHaveLength(3 + inFull.length);
    // Killed while it wrote the fourth line.
    const lines = place.bytes('whole.jsonl').toString().split('\n');
    place.write('stopped.jsonl', `${lines.slice(0, 3).join('\n')}\n${lines[3].slice(0, 40)}`);
    const resumed = await search(...HALVING, '--search-log', 'stopped.jsonl', '--out', 'resumed.safetensors');
    expect(resumed.code).toBe(0);
    expect(whole.stderr).not.toMatch(/taken from/);
    expect(resumed.stderr).toMatch(/2 results were taken from --search-log stopped\.jsonl/);
    expect(logged('stopped.jsonl')).toEqual(logged('whole.jsonl'));
    expect(place.bytes('resumed.safetensors')).toEqual(place.bytes('whole.safetensors'));
    const inspected = await place.run(['inspect', 'whole.safetensors']);
    expect(inspected.stdout).toMatch(/Search by halving: 3 trials/);
  });

  it('ends with its trials or its budget, and says that a budget depends on the machine', async () => {
    const { code, stdout, stderr } = await search(
      ...['--search', 'random', '--budget', '10m', '--trials', '2', '--epochs', '2'],
    );
    expect(stderr).not.toMatch(/error/);
    expect(code).toBe(0);
    expect(stdout.replaceAll('\n', ' ')).toMatch(/Random search: 2 trials, .* budget of 600 s, whose result/);
  });

  it('refuses the log of another table, of other options, and a file that is none', async () => {
    await search(...HALVING, '--search-log', 'log.jsonl');
    const before = place.bytes('log.jsonl');
    const other = network('other.csv', 'refused.safetensors');
    await place.expectRefusal(
      [...other, ...HALVING, '--search-log', 'log.jsonl'],
      [/--search-log log\.jsonl is the log of a search with another table/],
    );
    const table = network('table.csv', 'refused.safetensors');
    await place.expectRefusal(
      [...table, ...HALVING, '--set', 'focalGamma=1', '--search-log', 'log.jsonl'],
      [/another set of options/],
    );
    expect(place.bytes('log.jsonl')).toEqual(before);
    place.write('notes.txt', 'some notes\n');
    appendFileSync(place.path('notes.txt'), 'more\n');
    await place.expectRefusal(
      [...table, ...HALVING, '--search-log', 'notes.txt'],
      [/--search-log notes\.txt is not the log of a search: line 1 is not JSON: "some notes"/],
    );
    expect(place.bytes('notes.txt').toString()).toBe('some notes\nmore\n');
  });

  it('shows the space of a classifier', async () => {
    const { stdout } = await place.run(['classifiers', 'xgboost']);
    expect(stdout).toMatch(/Drawn by --search \(halving divides nEstimators\):/);
    expect(stdout).toMatch(/learningRate +0\.02 to 0\.6 by its logarithm/);
    const paper = await place.run(['classifiers', 'qcl-mixnet']);
    const [, space] = paper.stdout.split('Drawn by --search');
    for (const line of space.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});
