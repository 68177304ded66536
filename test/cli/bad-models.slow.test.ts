import { beforeAll, describe, expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
let model: Buffer;

beforeAll(async () => {
  place.write('table.csv', text(clusters()));
  expect(await place.run(quickTraining('table.csv'))).toMatchObject({ code: 0 });
  model = place.bytes('model.safetensors');
});

/** The file with a piece of its header replaced by another of the same length. */
function replaced(from: string, to: string): Buffer {
  const at = model.indexOf(from);
  expect(at).toBeGreaterThan(0);
  expect(to).toHaveLength(from.length);
  const copy = Buffer.from(model);
  copy.write(to, at);
  return copy;
}

function flipped(at: number): Buffer {
  const copy = Buffer.from(model);
  copy[at] ^= 0x10;
  return copy;
}

async function expectRefused(bytes: Uint8Array, pieces: RegExp[]) {
  place.write('bad.safetensors', bytes);
  for (const args of [
    ['predict', 'bad.safetensors', 'table.csv', '--out', 'out.csv'],
    ['evaluate', 'bad.safetensors', 'table.csv', '--json'],
    ['inspect', 'bad.safetensors'],
  ]) {
    await place.expectRefusal(args, [/bad\.safetensors/, ...pieces]);
  }
}

describe('a model file that cannot be used is refused with exit code 2', () => {
  it('missing, or a directory', async () => {
    await place.expectRefusal(['inspect', 'none.safetensors'], [/none\.safetensors: there is no such file/]);
    await place.expectRefusal(['inspect', '.'], [/cannot read the model \.: it is a folder/]);
  });

  it('empty', () => expectRefused(new Uint8Array(), []));
  it('truncated in the header', () => expectRefused(model.subarray(0, 300), []));
  it('truncated in the tensors', () => expectRefused(model.subarray(0, model.length - 5), []));
  it('a bit flipped in the tensors', () => expectRefused(flipped(model.length - 100), [/damaged/]));
  it('a bit flipped in the description', () =>
    expectRefused(flipped(model.indexOf('preparation') + 3), [/damaged/]));
  it('foreign: a table', () => expectRefused(place.bytes('table.csv'), [/like a table.*may be swapped/]));

  it('foreign: another safetensors file', async () => {
    const header = Buffer.from(
      JSON.stringify({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }).padEnd(64),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    await expectRefused(Buffer.concat([length, header, Buffer.alloc(4)]), [/not a model of qcl-mixnet/]);
  });

  it('of a later version', () =>
    expectRefused(replaced('"version":"2"', '"version":"9"'), [/newer/, /update/]));
});
