import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../test/support/reading.js';
import type { Encoding } from './encoding.js';
import { readTable } from './read-table.js';

const TEXT = 'Länge;Preis €;Zeichen\n1,5;2;漢😀\n2,5;3;“x”\n';

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return bytes;
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

describe('the encodings of text', () => {
  it('reads UTF-16 by its byte order mark, and without one if named, however it is cut up', async () => {
    const expected = await readTable(new TextEncoder().encode(TEXT));
    for (const littleEndian of [true, false]) {
      const encoding: Encoding = littleEndian ? 'utf-16le' : 'utf-16be';
      for (const size of [1, 3, 1000]) {
        const marked = await readTable(inPieces(utf16(`\ufeff${TEXT}`, littleEndian), size));
        expect(marked.columns).toEqual(expected.columns);
        expect(marked.reading).toEqual({ format: 'csv', encoding, delimiter: ';' });
        const named = await readTable(inPieces(utf16(TEXT, littleEndian), size), { encoding });
        expect(named.columns).toEqual(expected.columns);
      }
    }
  });

  it('reads JSON in UTF-16', async () => {
    const table = await readTable(utf16('\ufeff[{"ä": "ö"}]', true));
    expect(table.columns[0].name).toBe('ä');
    expect(cellsOf(table.columns[0])).toEqual(['ö']);
  });

  it('reads every byte of Windows-1252, also under the name latin1', async () => {
    const defined = Array.from({ length: 256 - 32 }, (_, i) => i + 32).filter(
      (byte) => byte !== 34 && byte !== 44 && ![0x81, 0x8d, 0x8f, 0x90, 0x9d, 127].includes(byte),
    );
    const head = new TextEncoder().encode('a,b\n1,x');
    const bytes = Uint8Array.from([...head, ...defined]);
    // As glibc's iconv converts these bytes.
    const special = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
    const characters = defined
      .filter((byte) => byte < 128 || byte > 159)
      .map((byte) => String.fromCharCode(byte));
    const expected = `x${characters.slice(0, 93).join('')}${special}${characters.slice(93).join('')}`;
    for (const encoding of ['latin1', 'windows-1252'] as const) {
      expect(cellsOf((await readTable(bytes, { encoding })).columns[1])).toEqual([expected]);
    }
  });

  it('says how to read bytes that are not UTF-8, and guesses no other encoding', async () => {
    const latin = Uint8Array.from([...new TextEncoder().encode('a,b\n1,'), 0xe9, 10]);
    const message = /^input, line 2, column "b": .*not valid UTF-8; .*--encoding windows-1252/;
    expect(await failure(readTable(latin))).toMatch(message);
    expect(cellsOf((await readTable(latin, { encoding: 'latin1' })).columns[1])).toEqual(['é']);
    expect(await failure(readTable(utf16('a,b\n1,2\n', true)))).toMatch(/NUL byte.*--encoding utf-16le/);
  });

  it('refuses names of other encodings, marks that contradict, and invalid UTF-16', async () => {
    const bytes = utf16('\ufeffa,b\n1,2\n', true);
    expect(await failure(readTable(bytes, { encoding: 'ebcdic' as Encoding }))).toMatch(
      /encoding is "ebcdic": give one of utf-8, utf-16le/,
    );
    expect(await failure(readTable(bytes, { encoding: 'utf-16be' }))).toMatch(
      /byte order mark of utf-16le, but the encoding is utf-16be/,
    );
    expect(await failure(readTable(bytes.subarray(0, -1)))).toMatch(/not valid utf-16le/);
    expect(await failure(readTable(utf16('\ufeffa,b\n1,\ud800\n', false)))).toMatch(/not valid utf-16be/);
  });

  it('reads any text of UTF-16 as that of UTF-8', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => !/[\p{Cs}\0]/u.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 9 }), async (cells) => {
        const text = `a,b\n${cells.map((each) => `1,"${each.replaceAll('"', '""')}"`).join('\n')}`;
        const { columns } = await readTable(utf16(`\ufeff${text}`, true));
        expect(columns).toEqual((await readTable(new TextEncoder().encode(text))).columns);
      }),
      { numRuns: 50 },
    );
  });
});
