/** Text through `readTable` with options of reading, chosen by the first bytes of the input: encodings above all. */
import { readTable } from '../../dist/index.js';
import { checkTable } from '../checked-table.mjs';
import { delimitedText } from '../delimited-text.mjs';
import { jsonArray } from '../json-lines-text.mjs';
import { mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

const TOKENS = ['\ufeff', '\n', '"', ' ', '#', 'sep=', new Uint8Array([0xff, 0xfe]), new Uint8Array([0xd8])];
const ENCODINGS = [undefined, 'utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252'];
const DELIMITERS = [undefined, ',', 'blanks', ' ', '\t', '#'];
const HEADERS = [undefined, true, false];
const WORDS = [undefined, ['None'], ['?', '-', '1'], ['fraud ', '日本']];

/** @type {import('./index.mjs').Target<undefined>} */
export const options = {
  name: 'options',

  generate(random) {
    const text = random.chance(0.8) ? delimitedText(random) : jsonArray(random);
    const choice = Uint8Array.from({ length: 5 }, () => random.integer(256));
    const bytes = random.chance(0.5) ? utf16(text, random.chance(0.5)) : new TextEncoder().encode(text);
    const input = random.chance(0.5) ? mutate(random, bytes, TOKENS) : bytes;
    const all = new Uint8Array(choice.length + input.length);
    all.set(choice);
    all.set(input, choice.length);
    return all;
  },

  run: (bytes) =>
    outcome(async () => {
      const pick = (list, i) => list[(bytes[i] ?? 0) % list.length];
      checkTable(
        await readTable(bytes.subarray(5), {
          name: 'fuzz',
          memoryLimitBytes: 2 ** 26,
          encoding: pick(ENCODINGS, 0),
          delimiter: pick(DELIMITERS, 1),
          header: pick(HEADERS, 2),
          missing: pick(WORDS, 3),
          keepWords: pick(WORDS, 4),
        }),
      );
    }),
};

function utf16(text, littleEndian) {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return bytes;
}
