/** Large tables are predicted block by block, with the output of the whole table. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();
/** More rows than one block has. */
const ROWS = 40_000;
const PREDICT = ['predict', 'm.st', 'large.csv'];
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  const [header, ...lines] = clusters();
  place.write('small.csv', text([header, ...lines]));
  const large = Array.from({ length: ROWS }, (_, i) => `${i},${lines[(i * 7) % lines.length]}`);
  place.write('large.csv', text([`id,${header}`, ...large]));
  place.write('bad.csv', text([`id,${header}`, ...large.slice(0, -1), '1,2']));
  const train = ['train', 'small.csv', '-t', 'label', '--classifier', 'decision-tree', '-o', 'm.st'];
  expect((await place.run(train)).code).toBe(0);
});

describe('predict on a table of several blocks', () => {
  it('writes what it writes of the whole table', async () => {
    const options = ['--keep', 'id', '--proba', '--json'];
    const blocks = await place.run([...PREDICT, ...options, '--out', 'blocks.csv']);
    const whole = await place.run([...PREDICT, ...options, '--out', 'whole.csv', '--whole-table']);
    expect(blocks.code).toBe(0);
    expect(hash(place.bytes('blocks.csv'))).toBe(hash(place.bytes('whole.csv')));
    expect(JSON.parse(blocks.stdout)).toEqual({ ...JSON.parse(whole.stdout), out: 'blocks.csv' });
  });

  it('leaves nothing if a late row is refused, and names its line', async () => {
    await place.expectRefusal(
      ['predict', 'm.st', 'bad.csv', '--out', 'none.csv'],
      [`bad.csv, line ${ROWS + 1}: expected `],
    );
  });

  it('goes on with the parts of an earlier run, and refuses those of other options', async () => {
    const parts = [...PREDICT, '--keep', 'id', '--proba', '--parts', 'parts', '--part-rows', '15000'];
    expect((await place.run(parts)).code).toBe(0);
    const manifest = JSON.parse(String(place.bytes('parts/manifest.json')));
    expect(manifest.parts.map(({ rows }: { rows: number }) => rows)).toEqual([15_000, 15_000, 10_000]);
    const before = place.bytes('parts/part-00001.csv');
    // As an interruption leaves it: the first part is written, and the second but not its line in the manifest.
    place.write(
      'parts/manifest.json',
      JSON.stringify({ ...manifest, parts: manifest.parts.slice(0, 1), rows: 15_000, isComplete: false }),
    );
    place.write('parts/part-00001.csv', 'overwritten');
    rmSync(place.path('parts/part-00002.csv'));
    expect((await place.run(parts)).code).toBe(0);
    expect(place.bytes('parts/part-00001.csv')).toEqual(before);
    const lines = readdirSync(place.path('parts'))
      .filter((name) => name.startsWith('part-'))
      .sort()
      .flatMap((name) =>
        String(readFileSync(place.path(`parts/${name}`)))
          .trimEnd()
          .split('\n')
          .slice(1),
      );
    expect(lines).toEqual(String(place.bytes('blocks.csv')).trimEnd().split('\n').slice(1));
    const other = await place.run(parts.filter((each) => each !== '--proba'));
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('manifest.json there is of a run with other options');
  });
});
