/** ZIP archives of data sets: stored and deflated files, nested archives, directories with wrong entries. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../dist/modelfile/crc32.js';
import { archiveMembers } from '../../dist/paper/datasets/formats/archive-members.js';
import { delimitedText } from '../delimited-text.mjs';
import { join, mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

const WANTED = 'rows.data';
const NAMES = [WANTED, 'a.names', 'folder/', `folder/${WANTED}`, `__MACOSX/${WANTED}`, 'é.txt'];

/** @type {import('./index.mjs').Target<undefined>} */
export const zip = {
  name: 'zip',

  generate(random) {
    const bytes = archive(random, 0);
    return random.chance(0.6) ? mutate(random, bytes, ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06']) : bytes;
  },

  run: (bytes) =>
    outcome(async () => {
      const [member] = await archiveMembers(bytes, [WANTED], 'fuzz');
      if (!(member instanceof Uint8Array)) throw new Error('no bytes');
    }),
};

/** @param {import('../random.mjs').Random} random @returns {Uint8Array} */
function archive(random, depth) {
  const parts = [];
  const directory = [];
  let offset = 0;
  const count = random.integer(5);
  for (let i = 0; i < count; i++) {
    const isArchive = random.chance(0.3) && depth < 4;
    const name = new TextEncoder().encode(isArchive ? `inner${i}.zip` : random.pick(NAMES));
    const content = isArchive ? archive(random, depth + 1) : file(random);
    const method = random.pick([0, 8, 8, 8, random.integer(14)]);
    const packed = method === 8 ? new Uint8Array(deflateRawSync(content)) : content;
    const lie = random.chance(0.05)
      ? random.pick([0, 2 ** 30, 2 ** 32 - 1, content.length * 2])
      : content.length;
    const facts = [crc32(content), packed.length, lie];
    const local = record(
      30,
      0x04034b50,
      { 8: method, 26: name.length },
      { 14: facts[0], 18: facts[1], 22: facts[2] },
    );
    const entry = record(
      46,
      0x02014b50,
      { 8: random.chance(0.02) ? 1 : 0, 10: method, 28: name.length },
      {
        16: facts[0],
        20: facts[1],
        24: facts[2],
        42: random.chance(0.03) ? random.integer(offset + 99) : offset,
      },
    );
    parts.push(local, name, packed);
    directory.push(entry, name);
    offset += local.length + name.length + packed.length;
  }
  const central = join(...directory);
  const end = record(22, 0x06054b50, { 8: count, 10: count }, { 12: central.length, 16: offset });
  return join(...parts, central, end);
}

function file(random) {
  if (random.chance(0.1)) return new Uint8Array(random.integer(2 ** 20)).fill(random.integer(256));
  return new TextEncoder().encode(delimitedText(random));
}

function record(length, signature, shorts, words) {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint32(0, signature, true);
  for (const [at, value] of Object.entries(shorts)) view.setUint16(Number(at), value, true);
  for (const [at, value] of Object.entries(words)) view.setUint32(Number(at), value, true);
  return new Uint8Array(view.buffer);
}
