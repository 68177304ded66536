import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { decodeModelFile, encodeModelFile } from './model-format.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import { ELEMENT_TYPES, type ModelTensor } from './tensor.js';

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
}

const golden = JSON.parse(fixture('golden.json')) as {
  description: Record<string, unknown>;
  tensors: { name: string; dtype: ModelTensor['dtype']; shape: number[]; values: string[] }[];
  model: string;
  foreign: string;
  without_metadata: string;
};

const tensors = new Map<string, ModelTensor>(
  golden.tensors.map(({ name, dtype, shape, values }) => {
    const { arrayType } = ELEMENT_TYPES.get(dtype)!;
    return [name, { dtype, shape, data: new arrayType(values.map(Number)) }];
  }),
);
const content = { description: golden.description, tensors };
const model = encodeModelFile(golden.description, tensors);

/** The model with other metadata, as another program could have written it. */
function withMetadata(changes: Record<string, string>): Uint8Array {
  const { tensors: stored, metadata } = decodeSafetensors(model);
  return encodeSafetensors(stored, new Map([...metadata, ...Object.entries(changes)]));
}

describe('a model file', () => {
  it('comes back as it was saved', () => {
    expect(decodeModelFile(model, { name: 'm' })).toEqual(content);
  });

  it('is, byte for byte, what the Python package safetensors was seen to open', () => {
    expect(Buffer.from(model).toString('hex')).toBe(fixture('written.hex').trim());
  });

  it('is read as well where the Python package wrote it, in its order', () => {
    expect(decodeModelFile(Buffer.from(golden.model, 'hex'), { name: 'm' })).toEqual(content);
  });

  it('carries any plain JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (description) => {
        const { description: read } = decodeModelFile(encodeModelFile(description, new Map()), { name: 'm' });
        expect(JSON.stringify(read)).toBe(JSON.stringify(description));
      }),
    );
  });

  it('leaves out undefined options and takes objects without a prototype', () => {
    const bytes = encodeModelFile({ depth: undefined, nested: Object.create(null) }, new Map());
    expect(decodeModelFile(bytes, { name: 'm' }).description).toEqual({ nested: {} });
  });

  it.each<[string, unknown, string]>([
    ['NaN', Number.NaN, 'cannot hold NaN (at "x")'],
    ['an infinite number', -Infinity, 'cannot hold -Infinity (at "x")'],
    ['a number in an array', [1, Infinity], 'cannot hold Infinity (at "1")'],
    ['a gap in an array', [1, undefined], 'cannot hold undefined (at "1")'],
    ['a Map', new Map(), 'cannot hold a Map'],
    ['a typed array', new Float32Array(2), 'cannot hold a Float32Array'],
    ['a function', () => 1, 'cannot hold () => 1'],
    ['a bigint', 1n, 'cannot hold 1'],
  ])('is refused a description with %s', (_, x, message) => {
    const run = () => encodeModelFile({ x }, new Map());
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });
});

describe('decodeModelFile refuses', () => {
  it.each<[string, Uint8Array, string]>([
    [
      'a foreign safetensors file',
      Buffer.from(golden.foreign, 'hex'),
      'm.qcl is a safetensors file, but not a model of qcl-mixnet',
    ],
    ['one without metadata', Buffer.from(golden.without_metadata, 'hex'), 'not a model of qcl-mixnet'],
    ['a table', new TextEncoder().encode('a,b\n1,2\n3,4\n5,6\n'), 'like a table (text): give a model file'],
    ['a short table', new TextEncoder().encode('a\n1\n'), 'like a table (text)'],
    // Without a time, the first 8 bytes of gzip give a plausible length of a header.
    [
      'a packed table',
      gzipSync('a,b\n1,2\n'),
      'like a table (gzip): give a model file; the arguments may be swapped',
    ],
    ['Parquet', Buffer.from('PAR1\x15\x04\x15\x10\x15'), 'like a table (Parquet)'],
    [
      'bytes of anything else',
      new Uint8Array(20).fill(255),
      'm.qcl is not a safetensors file: its header would',
    ],
    [
      'a newer version',
      withMetadata({ version: '12' }),
      'm.qcl was written by a newer qcl-mixnet (model version 12; this one reads up to 2): update',
    ],
    [
      'a version that is not a number',
      withMetadata({ version: '1x' }),
      'm.qcl is damaged: its version is "1x"',
    ],
    [
      'another description',
      withMetadata({ description: '{}' }),
      'm.qcl is damaged: its checksum does not match',
    ],
    [
      'another checksum',
      withMetadata({ checksum: '00000000' }),
      'm.qcl is damaged: its checksum does not match',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeModelFile(bytes, { name: 'm.qcl' })).toThrow(InputError);
    expect(() => decodeModelFile(bytes, { name: 'm.qcl' })).toThrow(message);
  });

  it('a file with a flipped bit anywhere in its header, and advises to copy it again', () => {
    const text = Buffer.from(model).toString('latin1');
    const key = text.indexOf('__metadata__');
    const version = text.indexOf('"version":"') + '"version":"'.length;
    const end = 8 + Number(new DataView(model.buffer, model.byteOffset).getBigUint64(0, true));
    const others: number[] = [];
    for (let at = 8; at < end; at++) {
      const flipped = model.slice();
      flipped[at] ^= 1;
      try {
        decodeModelFile(flipped, { name: 'm' });
        others.push(at);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        if (!/damaged.*copy it again/.test((error as Error).message)) others.push(at);
      }
    }
    // Without the key of the metadata it is another file; a larger version is a newer one.
    expect(others).toEqual([...Array.from('__metadata__', (_, i) => key + i), version].sort((a, b) => a - b));
  });

  it('names the newer version even if its tensors are of a type unknown here', () => {
    const newer = Buffer.from(withMetadata({ version: '3' }))
      .toString('latin1')
      .replaceAll('"I32"', '"I16"');
    expect(() => decodeModelFile(Buffer.from(newer, 'latin1'), { name: 'm' })).toThrow('newer qcl-mixnet');
  });

  it('a file without a version or without a description', () => {
    const without = (key: string) => {
      const { tensors: stored, metadata } = decodeSafetensors(model);
      metadata.delete(key);
      return encodeSafetensors(stored, metadata);
    };
    expect(() => decodeModelFile(without('version'), { name: 'm' })).toThrow('its version is undefined');
    expect(() => decodeModelFile(without('description'), { name: 'm' })).toThrow('m is damaged');
  });

  it('swapped names, shapes or types of tensors, which the format alone would allow', () => {
    const { tensors: stored, metadata } = decodeSafetensors(model);
    const weight = stored.get('weight')!;
    const changed: [string, Partial<ModelTensor>][] = [
      ['weighs', {}],
      ['weight', { shape: [3, 2] }],
      ['weight', { dtype: 'I32', data: new Int32Array(weight.data.buffer) }],
    ];
    for (const [name, fields] of changed) {
      const others = new Map(stored);
      others.delete('weight');
      others.set(name, { ...weight, ...fields });
      expect(() => decodeModelFile(encodeSafetensors(others, metadata), { name: 'm' })).toThrow(
        'm is damaged',
      );
    }
  });

  it('every truncation', () => {
    for (let length = 0; length < model.length; length++) {
      expect(() => decodeModelFile(model.subarray(0, length), { name: 'm' })).toThrow(InputError);
    }
    expect(() => decodeModelFile(model.subarray(0, model.length - 1), { name: 'm' })).toThrow(
      'm is truncated',
    );
  });

  it('or reads unchanged, every file with one flipped bit', () => {
    let refused = 0;
    for (let bit = 0; bit < model.length * 8; bit++) {
      const flipped = model.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      try {
        expect(decodeModelFile(flipped, { name: 'm' })).toEqual(content);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        refused++;
      }
    }
    expect(refused).toBe(model.length * 8);
  });

  it('or reads unchanged, files with several wrong bytes', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: model.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = model.slice();
        for (const [position, value] of changes) damaged[position] = value;
        let read: unknown = content;
        try {
          read = decodeModelFile(damaged, { name: 'm' });
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
        expect(read).toEqual(content);
      }),
      { numRuns: 2000 },
    );
  });
});
