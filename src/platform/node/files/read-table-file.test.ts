import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cellsOf, failure } from '../../../../test/support/reading.js';
import { readTable } from './read-table-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('readTable in Node', () => {
  const lines = Array.from({ length: 300_000 }, (_, i) => `${i},${i / 8}`);
  const csv = `a,b\n${lines.join('\n')}\n`;

  it('reads a gzip file of several members', async () => {
    const path = await save('members.csv.gz', Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')]));
    expect((await readTable(path)).rows).toBe(2);
  });

  it('reads a gzip file that is filled up with zeros', async () => {
    const packed = Buffer.concat([gzipSync('a,b\n1,2\n3,4\n'), Buffer.alloc(512)]);
    expect((await readTable(await save('padded.csv.gz', packed))).rows).toBe(2);
    const long = `a\n${Array.from({ length: 400_000 }, (_, i) => i).join('\n')}\n`;
    const padded = Buffer.concat([gzipSync(long), Buffer.alloc(3_000_000)]);
    expect((await readTable(await save('long.csv.gz', padded))).rows).toBe(400_000);
  });

  it('reads a file larger than its buffer, plain and gzipped', async () => {
    const plain = await save('t.csv', csv);
    const table = await readTable(plain);
    expect(table.source).toBe(plain);
    expect(cellsOf(table.columns[1])).toEqual(lines.map((_, i) => i / 8));
    const packed = await readTable(await save('t.csv.gz', gzipSync(csv)), { name: plain });
    expect(packed).toEqual(table);
  });

  it('reads standard input', async () => {
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(
      Readable.from([Buffer.from('a\n1\n')]) as typeof process.stdin,
    );
    const table = await readTable('-');
    vi.restoreAllMocks();
    expect(table.source).toBe('standard input');
    expect(cellsOf(table.columns[0])).toEqual([1]);
  });

  it('passes everything else on to the core', async () => {
    expect((await readTable(Buffer.from('a\n1\n'))).rows).toBe(1);
    expect((await readTable(Readable.from([Buffer.from('a\n1\n')]), { name: 'upload' })).source).toBe(
      'upload',
    );
  });

  it('says plainly what is wrong with a path', async () => {
    expect(await failure(readTable(join(folder, 'none.csv')))).toMatch(/none\.csv: there is no such file/);
    expect(await failure(readTable(folder))).toMatch(/this is a directory/);
    expect(await failure(readTable(await save('empty.csv', '')))).toMatch(/empty\.csv: the input is empty/);
  });

  it.skipIf(process.getuid?.() === 0)('says that a file may not be read', async () => {
    const path = await save('secret.csv', 'a\n1\n');
    await chmod(path, 0);
    expect(await failure(readTable(path))).toMatch(/may not be read/);
  });
});
