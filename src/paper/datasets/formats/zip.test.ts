import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../test/support/reading.js';
import { zipArchive } from '../../../../test/support/zip-archive.js';
import { archiveMembers } from './archive-members.js';
import { UnpackingBudget } from './unpacking-budget.js';
import { isZip, ZipArchive } from './zip.js';

const golden = new Map<string, string>(
  Object.entries(JSON.parse(readFileSync(new URL('fixtures/zips.json', import.meta.url), 'utf8'))),
);
const zip = (name: string) => new Uint8Array(Buffer.from(golden.get(name)!, 'base64'));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const lines = Array.from({ length: 500 }, (_, i) => `${i},${i * i}\n`).join('');

describe('ZipArchive', () => {
  it.each([
    ['stored', 'folder/rows.data', ['folder/rows.data', 'a.names']],
    ['deflated', 'folder/rows.data', ['folder/rows.data', 'empty.data']],
    ['streamed', 'rows.data', ['rows.data']],
  ])('reads what zipfile wrote: %s', async (name, path, names) => {
    const archive = new ZipArchive(zip(name), 'a.zip');
    expect(archive.names).toEqual(names);
    expect(text(await archive.read(path))).toBe(lines);
  });

  it('reads an empty file', async () => {
    expect(await new ZipArchive(zip('deflated'), 'a.zip').read('empty.data')).toHaveLength(0);
  });

  it('refuses every archive that is cut off, and never gives damaged content', async () => {
    const whole = zip('deflated');
    for (let length = 0; length < whole.length; length += 37) {
      expect(() => new ZipArchive(whole.slice(0, length), 'a.zip')).toThrow(/a\.zip: the archive/);
    }
    let refused = 0;
    for (let at = 0; at < whole.length; at += 13) {
      const damaged = whole.slice();
      damaged[at] ^= 0xff;
      try {
        expect(text(await new ZipArchive(damaged, 'a.zip').read('folder/rows.data'))).toBe(lines);
      } catch (error) {
        expect((error as Error).name).toBe('InputError');
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });

  it('refuses more content than the directory declares', async () => {
    const archive = zip('deflated');
    const entry = text(archive).indexOf('PK\u0001\u0002');
    const directory = Buffer.from(archive).indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    expect(entry).toBeGreaterThan(0);
    new DataView(archive.buffer).setUint32(directory + 24, 10, true);
    expect(await failure(new ZipArchive(archive, 'a.zip').read('folder/rows.data'))).toMatch(/damaged/);
  });

  it('names what it cannot read', async () => {
    expect(await failure(new ZipArchive(zip('bzip2'), 'a.zip').read('rows.data'))).toMatch(/method 12/);
    const encrypted = zip('streamed');
    const directory = Buffer.from(encrypted).indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    encrypted[directory + 8] |= 1;
    expect(await failure(new ZipArchive(encrypted, 'a.zip').read('rows.data'))).toMatch(/encrypted/);
  });
});

describe('archiveMembers', () => {
  it('finds files in folders and in archives inside, and passes over what macOS adds', async () => {
    const [found] = await archiveMembers(zip('nested'), ['rows.data'], 'a.zip');
    expect(text(found)).toBe(lines);
    const [rows, names] = await archiveMembers(zip('stored'), ['rows.data', 'a.names'], 'a.zip');
    expect([text(rows), text(names)]).toEqual([lines, 'text']);
  });

  it('takes a file that is not an archive for the one that is wanted', async () => {
    const bytes = new TextEncoder().encode('1,2\n');
    expect(isZip(bytes)).toBe(false);
    expect(await archiveMembers(bytes, ['rows.data'], 'rows.data')).toEqual([bytes]);
    expect(await failure(archiveMembers(bytes, ['a', 'b'], 'rows.data'))).toMatch(/not a ZIP archive/);
  });

  it('says what is there where a file is not', async () => {
    expect(await failure(archiveMembers(zip('stored'), ['other.data'], 'a.zip'))).toBe(
      'a.zip: it does not contain "other.data"; it contains "folder/rows.data", "a.names"',
    );
  });

  it('refuses a file that announces 1 GB, before it takes memory for it', async () => {
    const archive = zip('deflated');
    const directory = Buffer.from(archive).indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    new DataView(archive.buffer).setUint32(directory + 24, 2 ** 30, true);
    expect(await failure(archiveMembers(archive, ['rows.data'], 'a.zip'))).toMatch(
      /has folder\/rows\.data with 1073741824 bytes, out of proportion/,
    );
  });

  it('looks into archives in archives in archives, and no deeper', async () => {
    const inside = (archive: Uint8Array) => zipArchive([['inner.zip', archive]]);
    const twice = inside(inside(zipArchive([['rows.data', 'found']])));
    expect(text((await archiveMembers(twice, ['rows.data'], 'a.zip'))[0])).toBe('found');
    expect(await failure(archiveMembers(inside(twice), ['rows.data'], 'a.zip'))).toMatch(
      /it does not contain "rows.data"/,
    );
  });

  it('bounds what all archives inside unpack to together', async () => {
    const inner = zipArchive([['large', new Uint8Array(2 ** 23)]]);
    const archive = new Uint8Array(zipArchive(Array.from({ length: 9 }, (_, i) => [`${i}.zip`, inner])));
    const budget = new UnpackingBudget(0);
    const opened = new ZipArchive(archive, 'a.zip', budget);
    for (let i = 0; i < 7; i++) await opened.read(`${i}.zip`);
    expect(await failure(opened.read('7.zip'))).toMatch(/out of proportion/);
  });
});
