/** The import rule of docs/architecture.md: downwards only, along the floors of scripts/floors.mjs. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { floors, nodeFolders } from '../../scripts/floors.mjs';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
/** AssemblyScript, and what is made of it. */
const NOT_TYPESCRIPT = /^kernels\/(assembly|generated)\//;
const IMPORT = /(?:from|import|new URL)\s*\(?\s*'([^']+)'/g;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.ts$/.test(path) && !/\.(test|d)\.ts$/.test(path) && !NOT_TYPESCRIPT.test(path),
);
const floorOf = new Map(floors.flatMap(({ names }, floor) => names.map((name) => [name, floor])));
const folderOf = (path: string) => path.split('/')[0].replace(/\.(ts|js)$/, '');
const importsOf = (path: string) =>
  Array.from(readFileSync(join(SRC, path), 'utf8').matchAll(IMPORT), ([, target]) => target);

describe('the floors of src/', () => {
  it('name every folder once, and nothing that is not there', () => {
    const names = floors.flatMap((floor) => floor.names);
    expect([...new Set(files.map(folderOf))].sort()).toEqual(names.sort());
  });

  it('are imported from above only', () => {
    const upward: string[] = [];
    for (const path of files) {
      for (const target of importsOf(path).filter((each) => each.startsWith('.'))) {
        const to = relative(SRC, join(SRC, dirname(path), target));
        const [here, there] = [folderOf(path), folderOf(to)];
        const isDown = (floorOf.get(here) as number) < (floorOf.get(there) as number);
        if (here !== there && !isDown) upward.push(`${path} imports ${to}`);
      }
    }
    expect(upward).toEqual([]);
  });

  it('touch Node in the folders for it only', () => {
    const allowed = (path: string) =>
      path === 'index.ts' || nodeFolders.some((folder) => path.startsWith(`${folder}/`));
    const touching = files.filter((path) => importsOf(path).some((target) => target.startsWith('node:')));
    expect(touching.filter((path) => !allowed(path))).toEqual([]);
  });
});
