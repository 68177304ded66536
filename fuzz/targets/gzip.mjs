/** Gzipped tables whose format `readTable` has to detect. */
import { gzipSync } from 'node:zlib';
import { readTable } from '../../dist/index.js';
import { checkTable } from '../checked-table.mjs';
import { delimitedText } from '../delimited-text.mjs';
import { jsonLines } from '../json-lines-text.mjs';
import { join, mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

/** @type {import('./index.mjs').Target<undefined>} */
export const gzip = {
  name: 'gzip',

  generate(random) {
    const text = random.chance(0.02)
      ? new Uint8Array(random.integer(2 ** 23)).fill(random.pick([44, 10, 49, 34]))
      : new TextEncoder().encode(random.chance(0.5) ? delimitedText(random) : jsonLines(random));
    const pack = (bytes) => new Uint8Array(gzipSync(bytes, { level: random.integer(10) }));
    const cut = random.chance(0.2) ? random.integer(text.length + 1) : text.length;
    const packed = join(
      pack(text.subarray(0, cut)),
      cut < text.length ? pack(text.subarray(cut)) : new Uint8Array(0),
    );
    return random.chance(0.6) ? mutate(random, packed) : packed;
  },

  run: (bytes) =>
    outcome(async () => {
      checkTable(
        await readTable(bytes, { name: 'fuzz', memoryLimitBytes: 2 ** 26, maxExpandedBytes: 2 ** 22 }),
      );
    }),
};
