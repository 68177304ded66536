/** A folder of parts belongs to one command, and is refused once it is damaged; whatever is there stays as it is. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();
const ROWS = 8000;
const PARTS = ['predict', 'm.st', 'table.csv', '--part-rows', '3000', '--parts'];

interface Manifest {
  parts: { file: string; rows: number; bytes: number; sha256: string }[];
  rows: number;
  isComplete: boolean;
  [key: string]: unknown;
}

beforeAll(async () => {
  const [header, ...lines] = clusters();
  place.write('small.csv', text([header, ...lines]));
  place.write(
    'table.csv',
    text([header, ...Array.from({ length: ROWS }, (_, i) => lines[i % lines.length])]),
  );
  for (const [model, classifier] of [
    ['m.st', 'decision-tree'],
    ['other.st', 'knn'],
  ]) {
    const train = ['train', 'small.csv', '-t', 'label', '--classifier', classifier, '-o', model];
    expect((await place.run(train)).code).toBe(0);
  }
  expect((await place.run([...PARTS, 'whole'])).code).toBe(0);
});

function contents(folder: string): Map<string, string> {
  const entries = readdirSync(place.path(folder), { withFileTypes: true });
  return new Map(
    entries.map((entry) => [
      entry.name,
      entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'base64') : 'a folder',
    ]),
  );
}

/** A copy of the complete folder. */
function copied(folder: string): string {
  rmSync(place.path(folder), { recursive: true, force: true });
  cpSync(place.path('whole'), place.path(folder), { recursive: true });
  return place.path(folder);
}

function edit(folder: string, change: (manifest: Manifest) => void): void {
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}

/** As if the run had been stopped after the first part. */
function stopped(manifest: Manifest): void {
  Object.assign(manifest, { parts: manifest.parts.slice(0, 1), rows: 3000, isComplete: false });
}

const REMEDY = /: delete the folder "damaged" and predict again, or give another with --parts\n/;

const rowsOfFirst = (rows: number) => (folder: string) =>
  edit(folder, ({ parts }) => {
    parts[0].rows = rows;
  });

const damages: [string, (folder: string) => void, string][] = [
  [
    'a truncated part',
    (folder) => truncateSync(join(folder, 'part-00001.csv'), 100),
    'part-00001.csv: this part has 100 bytes instead of ',
  ],
  [
    'an empty part',
    (folder) => truncateSync(join(folder, 'part-00000.csv')),
    'part-00000.csv: this part has 0 bytes instead of ',
  ],
  [
    'a part with other bytes',
    (folder) => {
      const path = join(folder, 'part-00002.csv');
      const bytes = readFileSync(path);
      bytes[bytes.length - 2] ^= 1;
      writeFileSync(path, bytes);
    },
    'part-00002.csv: this part has changed since it was written',
  ],
  [
    'a part that is missing',
    (folder) => rmSync(join(folder, 'part-00001.csv')),
    'part-00001.csv: this part is missing',
  ],
  [
    'a part that is missing of a run that was stopped',
    (folder) => {
      edit(folder, stopped);
      for (const part of ['00000', '00001', '00002']) rmSync(join(folder, `part-${part}.csv`));
    },
    'part-00000.csv: this part is missing',
  ],
  [
    'a folder instead of a part',
    (folder) => {
      rmSync(join(folder, 'part-00001.csv'));
      mkdirSync(join(folder, 'part-00001.csv'));
    },
    'part-00001.csv: this part is missing',
  ],
  ['fewer rows', rowsOfFirst(2000), 'manifest.json: it is damaged (parts[0].rows: must be 3000, not 2000)'],
  [
    'more rows',
    rowsOfFirst(1e9),
    'manifest.json: it is damaged (parts[0].rows: must be 3000, not 1000000000)',
  ],
  [
    'negative rows',
    rowsOfFirst(-1000),
    'manifest.json: it is damaged (parts[0].rows: must be a whole number of at least 1, not -1000)',
  ],
  [
    'half a row',
    rowsOfFirst(2999.5),
    'manifest.json: it is damaged (parts[0].rows: must be a whole number of at least 1, not 2999.5)',
  ],
  [
    'other rows of the last part',
    (folder) =>
      edit(folder, ({ parts }) => {
        parts[2].rows = 1999;
      }),
    'manifest.json: it is damaged (rows: must be 7999, as the parts have, not 8000)',
  ],
  [
    'too many rows of the last part',
    (folder) =>
      edit(folder, ({ parts }) => {
        parts[2].rows = 3001;
      }),
    'manifest.json: it is damaged (parts[2].rows: must be at most 3000, not 3001)',
  ],
  [
    'a last part that is short but not the last',
    (folder) =>
      edit(folder, (manifest) => {
        manifest.isComplete = false;
      }),
    'manifest.json: it is damaged (parts[2].rows: must be 3000, not 2000)',
  ],
  [
    'complete with parts that are not listed',
    (folder) => edit(folder, (manifest) => Object.assign(manifest, { parts: manifest.parts.slice(0, 2) })),
    'manifest.json: it is damaged (rows: must be 6000, as the parts have, not 8000)',
  ],
  [
    'complete without parts',
    (folder) => edit(folder, (manifest) => Object.assign(manifest, { parts: [], rows: 0 })),
    'manifest.json: it is damaged (isComplete: must be false, as there are no parts)',
  ],
  [
    'complete with parts that are in the folder alone',
    (folder) =>
      edit(folder, (manifest) => Object.assign(manifest, { parts: manifest.parts.slice(0, 2), rows: 6000 })),
    'part-00002.csv: this part is not in damaged/manifest.json',
  ],
  [
    'parts beyond the next one',
    (folder) => edit(folder, stopped),
    'part-00002.csv: this part is not in damaged/manifest.json',
  ],
  [
    'a part three times',
    (folder) =>
      edit(folder, (manifest) => {
        manifest.parts = [manifest.parts[0], manifest.parts[0], manifest.parts[0]];
        manifest.rows = 9000;
      }),
    'manifest.json: it is damaged (parts[1].file: must be part-00001.csv, not "part-00000.csv")',
  ],
  [
    'parts in another order',
    (folder) =>
      edit(folder, (manifest) => {
        manifest.parts.reverse();
      }),
    'manifest.json: it is damaged (parts[0].file: must be part-00000.csv, not "part-00002.csv")',
  ],
  [
    'a part elsewhere',
    (folder) =>
      edit(folder, ({ parts }) => {
        parts[1].file = '../whole/part-00001.csv';
      }),
    'manifest.json: it is damaged (parts[1].file: must be part-00001.csv, not "../whole/part-00001.csv")',
  ],
  [
    'half a manifest',
    (folder) => truncateSync(join(folder, 'manifest.json'), 200),
    'manifest.json: it is damaged (it is not JSON)',
  ],
  [
    'an empty manifest',
    (folder) => truncateSync(join(folder, 'manifest.json')),
    'manifest.json: it is damaged',
  ],
  [
    'parts without a manifest',
    (folder) => rmSync(join(folder, 'manifest.json')),
    'part-00000.csv: the folder has parts but no manifest.json',
  ],
  [
    'the first format of manifests',
    (folder) =>
      edit(folder, (manifest) => {
        delete manifest.format;
        delete (manifest as Partial<Manifest>).rows;
        manifest.parts = manifest.parts.map(({ file, rows }) => ({ file, rows }) as Manifest['parts'][0]);
      }),
    'manifest.json: its format is that of another version of qcl-mixnet',
  ],
];

describe('predict --parts refuses', () => {
  it.each(damages)('%s', async (_, damage, message) => {
    damage(copied('damaged'));
    const before = contents('damaged');
    const { code, stdout, stderr } = await place.run([...PARTS, 'damaged']);
    expect(stderr).toContain(`damaged/${message}`);
    expect(stderr).toMatch(REMEDY);
    expect([code, stdout]).toEqual([2, '']);
    expect(contents('damaged')).toEqual(before);
  });
});

describe('two runs at the same time', () => {
  const small = ['table.csv', '--part-rows', '400', '--parts'];
  const of = (model: string, ...more: string[]) => ({
    model,
    args: (folder: string) => ['predict', model, ...small, folder, ...more],
  });
  type Command = ReturnType<typeof of>;

  it.each<[string, string, Command, Command]>([
    ['other options', 'options', of('m.st'), of('m.st', '--proba')],
    ['another model', 'models', of('m.st'), of('other.st')],
  ])('with %s: one of them predicts all parts, the other refuses', async (change, name, ...commands) => {
    for (const [i, { args }] of commands.entries()) {
      expect((await place.run(args(`${name}-alone-${i}`))).code).toBe(0);
    }
    for (let round = 0; round < 6; round++) {
      const folder = `${name}-${round}`;
      const results = await Promise.all(commands.map(({ args }) => place.run(args(folder))));
      expect(results.map(({ code }) => code).sort()).toEqual([0, 2]);
      const winner = results.findIndex(({ code }) => code === 0);
      expect(results[1 - winner].stderr).toContain(
        `--parts ${folder}: manifest.json there is of a run with ${change}: give another folder`,
      );
      expect(contents(folder)).toEqual(contents(`${name}-alone-${winner}`));
    }
  });

  it('of the same command write the same parts', async () => {
    const { args } = of('m.st');
    expect((await place.run(args('same-alone'))).code).toBe(0);
    for (let round = 0; round < 6; round++) {
      const folder = `same-${round}`;
      const results = await Promise.all([place.run(args(folder)), place.run(args(folder))]);
      expect(results.map(({ code }) => code)).toEqual([0, 0]);
      expect(contents(folder)).toEqual(contents('same-alone'));
    }
  });
});

it('gives the folder free for a corrected command if the first part fails', async () => {
  const [header, ...lines] = clusters();
  place.write('bad.csv', text([header, ...lines, '1,2']));
  const { code } = await place.run(['predict', 'm.st', 'bad.csv', '--parts', 'corrected']);
  expect([code, readdirSync(place.path('corrected'))]).toEqual([2, []]);
  expect((await place.run(['predict', 'm.st', 'small.csv', '--parts', 'corrected'])).code).toBe(0);
});
