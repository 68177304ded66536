/** Arguments of a search that the built program refuses, and a search that its budget ends. */
import { describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
place.write('table.csv', text(clusters()));

const network = (table: string, out?: string) =>
  quickTraining(table, out).filter((each) => !/^(--epochs|3)$/.test(each));

describe('train', () => {
  it.each<[string, string[], RegExp[]]>([
    ['a search without an end', ['--search', 'halving'], [/--search halving has no end: add --trials N/]],
    ['trials without a search', ['--trials', '3'], [/--trials applies to --search/]],
    ['a budget without a search', ['--budget', '3s'], [/--budget applies to --search/]],
    ['a log without a search', ['--search-log', 'x.jsonl'], [/--search-log applies to --search/]],
    ['a search beside a grid', ['--search', 'random', '--trials', '1', '--tune'], [/--search.*--tune/]],
    ['another method', ['--search', 'grid', '--trials', '1'], [/grid/, /halving, random/]],
    ['a budget that is no time', ['--search', 'random', '--budget', 'soon'], [/--budget/, /90s, 5m or 1h/]],
    ['no trials', ['--search', 'random', '--trials', '0'], [/--trials/, /positive integer/]],
    ['a million trials', ['--search', 'random', '--trials', '1000000'], [/--trials is 1000000.*10000/]],
    [
      'a budget for nothing',
      ['--search', 'random', '--budget', '0.000001'],
      [/no trial was complete in the 0.000001 s of --budget: give more/],
    ],
    [
      'all options set',
      ['--classifier', 'knn', '--search', 'random', '--trials', '2'].concat(
        ...['k=3', 'weights=uniform', 'classWeight=balanced'].map((each) => ['--set', each]),
      ),
      [/all options of knn/],
    ],
    [
      'the table as its log',
      ['--search', 'random', '--trials', '1', '--search-log', 'table.csv'],
      [/--search-log table\.csv is the table itself/],
    ],
  ])('refuses %s', async (_, more, pieces) => {
    const classifier = more.includes('knn') ? [] : ['--classifier', 'qcl-mixnet'];
    await place.expectRefusal(
      ['train', 'table.csv', '-t', 'label', '-o', 'refused.safetensors', ...classifier, ...more],
      pieces,
    );
  });

  it('refuses a grid with a million settings, with the count and what to do', async () => {
    const values = (from: number) => Array.from({ length: 100 }, (_, i) => from + i);
    place.write(
      'million.json',
      JSON.stringify({ epochs: values(1), batchSize: values(2), mixupNeighbours: values(1) }),
    );
    await place.expectRefusal(
      [...network('table.csv', 'refused.safetensors'), '--grid', 'million.json'],
      [
        /million\.json: 1000000 combinations are more than 10000: give fewer values, or draw some of all settings by --search random/,
      ],
    );
    place.write('typo.json', '{"focalGama": [1, 2]}');
    await place.expectRefusal(
      [...quickTraining('table.csv', 'refused.safetensors'), '--grid', 'typo.json'],
      [/no option "focalGama" to search over\. Did you mean "focalGamma"\?/],
    );
  });

  it('ends a search of which only the time is given, and goes on with what is left of it', async () => {
    const timed = [
      ...network('table.csv'),
      '--epochs',
      '2',
      '--search',
      'random',
      '--search-log',
      'timed.jsonl',
    ];
    const first = await place.run([...timed, '--budget', '10s']);
    expect(first.stderr).not.toMatch(/error/);
    const lines = place.bytes('timed.jsonl').toString();
    expect(lines.split('\n').length).toBeGreaterThan(2);
    const again = await place.run([...timed, '--budget', '1s', '--out', 'again.safetensors']);
    expect(again.code).toBe(0);
    // Its time is used up: only the log counts.
    expect(place.bytes('timed.jsonl').toString()).toBe(lines);
    const options = (stdout: string) => /^chosen: (.*)$/m.exec(stdout)?.[1];
    expect(options(again.stdout)).toBe(options(first.stdout));
  });
});
