import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';

const place = mkdtempSync(join(tmpdir(), 'make-folder-'));
afterAll(() => rmSync(place, { recursive: true }));

it('creates a folder with those above it, and leaves one that exists', () => {
  const folder = join(place, 'a', 'b', 'c');
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
  writeFileSync(join(folder, 'kept'), '');
  makeFolder(folder);
  expect(statSync(join(folder, 'kept')).isFile()).toBe(true);
});

it('does not take a file for a folder', () => {
  writeFileSync(join(place, 'file'), '');
  expect(() => makeFolder(join(place, 'file'))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(place, 'file', 'below'))).toThrow(/ENOTDIR/);
});

it.skipIf(process.platform !== 'linux')('ends where no folder can be created', () => {
  expect(() => makeFolder('/proc/none')).toThrow(/ENOENT/);
  expect(() => makeFolder('/proc/none/below')).toThrow(/ENOENT/);
});
