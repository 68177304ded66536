import { describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));
place.write('grid.json', '{"epochs": [1, 6], "batchSize": [16]}');

function search(...more: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return place.run([...quickTraining('table.csv').filter((each) => !/^(--epochs|3)$/.test(each)), ...more]);
}

describe('a search for options', () => {
  it('lists every candidate, and saves the best with its options', async () => {
    const { code, stdout, stderr } = await search('--grid', 'grid.json', '--folds', '2');
    expect(stderr).not.toMatch(/error/);
    expect(code).toBe(0);
    expect(stdout).toMatch(/epochs 1, batchSize 16 +│ +0\.\d{3} +│ +0\.\d{3}/);
    expect(stdout).toMatch(/epochs 6, batchSize 16 +│ +0\.\d{3} +│ +0\.\d{3}/);
    expect(stdout).toMatch(/^\+-: the standard deviation over the folds$/m);
    const inspected = await place.run(['inspect', 'model.safetensors']);
    expect(inspected.stdout).toMatch(/epochs 6, batchSize 16/);
  });

  it('gives the same in several threads and in one', async () => {
    const results = [];
    for (const jobs of ['1', '2']) {
      const { stdout } = await search('--grid', 'grid.json', '--jobs', jobs, '--json');
      const { seconds, ...report } = JSON.parse(stdout);
      expect(seconds).toBeGreaterThan(0);
      expect(report.tuning.candidates).toHaveLength(2);
      results.push(report);
    }
    expect(results[1]).toEqual(results[0]);
  });

  it('asks for a grid of a classifier that has none of its own', async () => {
    await place.expectRefusal(
      ['train', 'table.csv', '--target', 'label', '--classifier', 'mlp', '--tune', '--out', 'm'],
      [/mlp has no default grid: give one with --grid FILE, for example \{"/],
    );
  });

  it.each<[string, string | undefined, RegExp[]]>([
    [
      'no such file',
      undefined,
      [/--grid grid-0\.json cannot be read: there is no such file: check the path/],
    ],
    ['no JSON', '{"epochs": [1,', [/grid-1\.json is not valid JSON/]],
    ['no lists', '{"epochs": 3}', [/grid-2\.json/, /"epochs"/, /not a list/]],
    ['an unknown option', '{"epoch": [3]}', [/grid-3\.json/, /"epoch"/, /"epochs"/, /Options: .*batchSize/]],
    [
      'a value out of range',
      '{"epochs": [0]}',
      [/grid-4\.json/, /0 is not a valid value for epochs: expected an integer/],
    ],
    ['no options', '{}', [/grid-5\.json: the grid has no options; write/]],
    ['numbers', '[1, 2]', [/grid-6\.json: grid 1 of the list is 1, not an object; write/]],
    [
      'text for a number',
      '{"epochs": ["a"]}',
      [/grid-7\.json: "a" is not a valid value for epochs: expected/],
    ],
  ])('refuses a grid with %s', async (_, content, parts) => {
    const name = `${/grid-\d/.exec(parts[0].source)?.[0]}.json`;
    if (content !== undefined) place.write(name, content);
    const { code, stdout, stderr } = await search('--grid', name, '--out', `refused-${name}.safetensors`);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const part of parts) expect(stderr).toMatch(part);
    expect(place.has(`refused-${name}.safetensors`)).toBe(false);
  });

  it('refuses --folds without a search, and more folds than rows', async () => {
    const alone = await search('--folds', '4');
    expect(alone.code).toBe(2);
    expect(alone.stderr).toMatch(/--folds applies to a search: add --tune/);
    const many = await search('--grid', 'grid.json', '--folds', '1000');
    expect(many.code).toBe(2);
    expect(many.stderr).toMatch(/--folds is 1000 for 48 rows/);
  });
});

describe('classifiers', () => {
  it('lists them, and the options of one', async () => {
    const all = await place.run(['classifiers']);
    expect(all.code).toBe(0);
    expect(all.stdout).toMatch(/^qcl-mixnet +\S.*\s+\(the paper\)/m);
    for (const line of all.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const one = await place.run(['classifiers', 'qcl-mixnet']);
    expect(one.stdout).toMatch(/focalGamma +a number from 0 \(default: 3\)/);
    const described = await place.run(['classifiers', '--json']);
    expect(JSON.parse(described.stdout).classifiers[0]).toMatchObject({
      name: 'qcl-mixnet',
      grid: { lossAlpha: [0.5, 0.75] },
    });
    const unknown = await place.run(['classifiers', 'qcl']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/no classifier "qcl".*qcl-mixnet/);
  });
});
