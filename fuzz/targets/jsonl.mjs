/** JSON lines and arrays of objects through `readTable`. */
import { readTable } from '../../dist/index.js';
import { checkTable } from '../checked-table.mjs';
import { jsonArray, jsonLines } from '../json-lines-text.mjs';
import { mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u',
  '\\ud800',
  '\n',
  'null',
  '1e999',
  '"1":',
  '{"a":',
];

/** @type {import('./index.mjs').Target<undefined>} */
export const jsonl = {
  name: 'jsonl',

  generate(random) {
    const bytes = new TextEncoder().encode(random.chance(0.5) ? jsonLines(random) : jsonArray(random));
    return random.chance(0.5) ? mutate(random, bytes, TOKENS) : bytes;
  },

  run: (bytes) =>
    outcome(async () =>
      checkTable(await readTable(bytes, { name: 'fuzz', format: 'jsonl', memoryLimitBytes: 2 ** 26 })),
    ),
};
