/** Delimited text through `readTable`. */
import { readTable } from '../../dist/index.js';
import { checkTable } from '../checked-table.mjs';
import { delimitedText } from '../delimited-text.mjs';
import { mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

const TOKENS = [
  '"',
  '""',
  '\r',
  '\r\n',
  '\n',
  '\n\n',
  ',',
  ';',
  '\t',
  '|',
  '\ufeff',
  '\0',
  '1e999',
  '-',
  '.',
  new Uint8Array([0xff]),
];

/** @type {import('./index.mjs').Target<undefined>} */
export const csv = {
  name: 'csv',

  generate(random) {
    const bytes = new TextEncoder().encode(delimitedText(random));
    return random.chance(0.6) ? mutate(random, bytes, TOKENS) : bytes;
  },

  run: (bytes) =>
    outcome(async () =>
      checkTable(await readTable(bytes, { name: 'fuzz', format: 'csv', memoryLimitBytes: 2 ** 26 })),
    ),
};
