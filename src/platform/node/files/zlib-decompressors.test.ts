import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../test/support/reading.js';
import { readTable } from './read-table-file.js';
import { zlibZstd } from './zlib-decompressors.js';

/** "a,b\n1,2\n" as one frame with a single raw block (RFC 8878). */
const FRAME = Uint8Array.from([
  ...[0x28, 0xb5, 0x2f, 0xfd, 0x20, 8],
  ...[(8 << 3) | 1, 0, 0],
  ...new TextEncoder().encode('a,b\n1,2\n'),
]);
/** A frame of 200 blocks that repeat a byte 128 KiB times each: 25 MiB. */
const BOMB = Uint8Array.from([
  ...[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38],
  ...Array.from({ length: 200 }, (_, i) => {
    const header = ((1 << 17) << 3) | (1 << 1) | (i === 199 ? 1 : 0);
    return [header & 255, (header >> 8) & 255, (header >> 16) & 255, 97];
  }).flat(),
]);

describe.runIf(zlibZstd !== undefined)('Zstandard, where Node has it', () => {
  const { zstdCompressSync } = zlib as unknown as { zstdCompressSync(bytes: Uint8Array): Uint8Array };
  const rows = new TextEncoder().encode(
    Array.from({ length: 50_000 }, (_, i) => `${i},${i ** 2}\n`).join(''),
  );

  it('is read, with the format of the extension before .zst', async () => {
    const table = await readTable(FRAME, { name: 't.csv.zst' });
    expect([table.rows, table.columns.map(({ name }) => name)]).toEqual([1, ['a', 'b']]);
    const head = new TextEncoder().encode('a,b\tc\n');
    const tabs = await readTable(zstdCompressSync(Buffer.concat([head, rows])), {
      name: 't.TSV.ZST',
      delimiter: ',',
    });
    expect([tabs.rows, tabs.reading?.format]).toEqual([50_000, 'tsv']);
  });

  it('is refused if it has several frames, of which Node unpacks the first alone', async () => {
    const packed = zstdCompressSync(Buffer.concat([new TextEncoder().encode('a,b\n'), rows]));
    for (const second of [FRAME, packed]) {
      for (const first of [FRAME, packed]) {
        const reading = readTable(Buffer.concat([first, second]), { name: 't.csv.zst' });
        expect(await failure(reading)).toMatch(
          /t\.csv\.zst: the zstd data is damaged or cut off \(something follows its first frame\); .* unpack it yourself/,
        );
      }
    }
  });

  it('is refused if it is damaged, cut off or expands too far', async () => {
    expect(await failure(readTable(FRAME.subarray(0, -4)))).toMatch(/the zstd data is damaged or cut off/);
    const damaged = FRAME.slice();
    damaged[6] |= 6;
    expect(await failure(readTable(damaged))).toMatch(/the zstd data is damaged or cut off/);
    expect(await failure(readTable(BOMB, { maxExpandedBytes: 2 ** 20 }))).toMatch(
      /the zstd data unpacks to more than the limit of 1048576 bytes/,
    );
  });
});

it.runIf(zlibZstd === undefined)('a Node without Zstandard says which has it', async () => {
  expect(await failure(readTable(FRAME, { name: 't.csv.zst' }))).toBe(
    't.csv.zst: Zstandard files are read by Node from version 22.15 on: use that, unpack the file (zstd -d), or pack it with gzip',
  );
});
