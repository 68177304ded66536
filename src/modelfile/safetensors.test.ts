import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';
import { ELEMENT_TYPES, type ModelTensor } from './tensor.js';

const golden = JSON.parse(readFileSync(new URL('./fixtures/golden.json', import.meta.url), 'utf8')) as {
  tensors: { name: string; dtype: ModelTensor['dtype']; shape: number[]; values: string[] }[];
  model: string;
  foreign: string;
  without_metadata: string;
};

/** A file with any header text and any bytes behind it. */
function file(header: string | Uint8Array, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const encoded = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(encoded.length), true);
  return Uint8Array.of(...length, ...encoded, ...data);
}

/** A file with one tensor, whose description is `fields` over a valid one, and its 8 bytes. */
function oneTensor(fields: Record<string, unknown>): Uint8Array {
  return file(
    JSON.stringify({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields } }),
    new Uint8Array(8),
  );
}

const names = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__'),
  fc.constantFrom('__proto__', 'constructor', '0', '10', '9', ''),
);

const tensor: fc.Arbitrary<ModelTensor> = fc
  .tuple(
    fc.constantFrom<ModelTensor['dtype']>('F32', 'F64', 'I32', 'U8'),
    fc.array(fc.nat({ max: 3 }), { maxLength: 3 }),
    fc.uint8Array({ minLength: 27 * 8, maxLength: 27 * 8 }),
  )
  .map(([dtype, shape, bytes]) => {
    const { arrayType } = ELEMENT_TYPES.get(dtype)!;
    const count = shape.reduce((product, size) => product * size, 1);
    return { dtype, shape, data: new arrayType(bytes.buffer, 0, count).slice() };
  });

const tensors = fc.array(fc.tuple(names, tensor), { maxLength: 6 }).map((pairs) => new Map(pairs));
const metadata = fc.array(fc.tuple(fc.string(), fc.string())).map((pairs) => new Map(pairs));

const bytesOf = ({ data }: ModelTensor) =>
  Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));

describe('encodeSafetensors and decodeSafetensors', () => {
  it('give back every name, shape, bit and metadata string', () => {
    fc.assert(
      fc.property(tensors, metadata, (written, texts) => {
        const read = decodeSafetensors(encodeSafetensors(written, texts));
        expect(read.metadata).toEqual(texts);
        expect([...read.tensors.keys()].sort()).toEqual([...written.keys()].sort());
        for (const [name, { dtype, shape, data }] of read.tensors) {
          const original = written.get(name)!;
          expect([dtype, shape, data.constructor]).toEqual([
            original.dtype,
            original.shape,
            original.data.constructor,
          ]);
          expect(bytesOf({ dtype, shape, data })).toEqual(bytesOf(original));
        }
      }),
    );
  });

  it('write equal bytes for equal content, with the data aligned and in storage order', () => {
    fc.assert(
      fc.property(tensors, metadata, (written, texts) => {
        const bytes = encodeSafetensors(written, texts);
        expect(encodeSafetensors(new Map([...written].reverse()), texts)).toEqual(bytes);
        expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
        const read = [...decodeSafetensors(bytes).tensors.values()].filter((t) => t.data.length > 0);
        const widths = read.map((t) => t.data.BYTES_PER_ELEMENT);
        expect(widths).toEqual(widths.toSorted((a, b) => b - a));
      }),
    );
  });

  it('read and write views that begin in the middle of a buffer', () => {
    const data = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    const bytes = encodeSafetensors(new Map([['w', { dtype: 'F32', shape: [2], data }]]), new Map());
    const shifted = Buffer.concat([Buffer.from([1, 2, 3]), bytes]).subarray(3);
    const read = decodeSafetensors(shifted).tensors.get('w')!;
    shifted.fill(0);
    expect(read.data).toEqual(new Float32Array([1, 2]));
  });

  it('read what the Python package safetensors wrote', () => {
    const { tensors: read, metadata: texts } = decodeSafetensors(Buffer.from(golden.model, 'hex'));
    expect(texts.get('version')).toBe('2');
    expect(read.size).toBe(golden.tensors.length);
    for (const { name, dtype, shape, values } of golden.tensors) {
      const { arrayType } = ELEMENT_TYPES.get(dtype)!;
      expect(read.get(name)).toEqual({ dtype, shape, data: new arrayType(values.map(Number)) });
    }
    expect(decodeSafetensors(Buffer.from(golden.without_metadata, 'hex')).metadata.size).toBe(0);
    expect(decodeSafetensors(file('{}')).tensors.size).toBe(0);
  });
});

describe('decodeSafetensors refuses', () => {
  const json = (value: unknown, bytes = 0) => file(JSON.stringify(value), new Uint8Array(bytes));
  const w = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'it has 0 bytes'],
    ['a file of 7 bytes', new Uint8Array(7), 'it has 7 bytes'],
    [
      'a header above the limit',
      Uint8Array.of(1, 0xe1, 0xf5, 5, 0, 0, 0, 0),
      'header would have 100000001 bytes',
    ],
    [
      'a header length above 2^32',
      Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 123, 125),
      'header would have 4294967298',
    ],
    ['a header behind the end', file('{}').subarray(0, 9), 'its header needs 10 bytes, but there are 9'],
    ['a header of no bytes', file(''), 'its header is not valid JSON'],
    ['a header that is not JSON', file('{"w":'), 'its header is not valid JSON'],
    ['a byte order mark', file('\ufeff{}'), 'its header is not valid JSON'],
    ['a header that is an array', file('[]'), 'its header is not a JSON object'],
    ['a header that is null', file('null'), 'its header is not a JSON object'],
    [
      'a header that is not UTF-8',
      file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
      'its header is not valid UTF-8',
    ],
    [
      'a name given twice',
      file(`{"w":${JSON.stringify(w)},"w":${JSON.stringify(w)}}`, new Uint8Array(8)),
      'the key "w" twice',
    ],
    [
      'a field given twice',
      file('{"w":{"dtype":"F64","dtype":"F32","shape":[2],"data_offsets":[0,8]}}', new Uint8Array(8)),
      'the key "dtype" twice',
    ],
    [
      'metadata that are not an object',
      json({ __metadata__: ['a'] }),
      '__metadata__ is not an object of strings',
    ],
    ['metadata that are not strings', json({ __metadata__: { a: 1 } }), '__metadata__ "a" is not a string'],
    ['an entry that is not an object', json({ w: 5 }), 'tensor "w" is not described by an object'],
    [
      'an unknown dtype',
      oneTensor({ dtype: 'F16' }),
      'tensor "w" has the dtype "F16"; supported are F32, F64, I32',
    ],
    [
      'a dtype that is a property of objects',
      oneTensor({ dtype: 'constructor' }),
      'has the dtype "constructor"',
    ],
    ['no dtype', oneTensor({ dtype: undefined }), 'has the dtype undefined'],
    ['an unknown field', oneTensor({ strides: [1] }), 'tensor "w" has the unknown field "strides"'],
    ['no shape', oneTensor({ shape: undefined }), 'shape undefined is not'],
    ['a negative size', oneTensor({ shape: [-2] }), 'shape [-2] is not an array of non-negative integers'],
    ['a fractional size', oneTensor({ shape: [0.5, 4] }), 'shape [0.5,4] is not'],
    ['a size as text', oneTensor({ shape: ['2'] }), 'shape ["2"] is not'],
    ['a product that overflows', oneTensor({ shape: [2 ** 50, 2 ** 50] }), 'is too large'],
    ['no offsets', oneTensor({ data_offsets: undefined }), 'data_offsets undefined are not [begin, end]'],
    ['three offsets', oneTensor({ data_offsets: [0, 8, 8] }), 'data_offsets [0,8,8] are not [begin, end]'],
    [
      'offsets in the wrong order',
      oneTensor({ data_offsets: [8, 0] }),
      'data_offsets [8,0] are not [begin, end]',
    ],
    [
      'offsets that do not fit the shape',
      oneTensor({ shape: [3] }),
      'shape [3] of F32 takes 12 bytes, but data_offsets [0, 8] give 8',
    ],
    [
      'overlapping tensors',
      json({ w, v: { ...w, data_offsets: [4, 12] } }, 12),
      'tensor "v" overlaps the tensor before it at byte 4',
    ],
    ['two tensors in one place', json({ w, v: w }, 8), 'overlaps'],
    [
      'a hole',
      json({ w, v: { ...w, data_offsets: [12, 20] } }, 20),
      'bytes 8 to 12, before tensor "v", belong to no tensor',
    ],
    ['a hole at the beginning', oneTensor({ shape: [1], data_offsets: [4, 8] }), 'bytes 0 to 4'],
    [
      'bytes behind the last tensor',
      oneTensor({ shape: [1], data_offsets: [0, 4] }),
      'has 4 bytes after its last tensor',
    ],
    ['bytes missing at the end', json({ w }, 7), 'is truncated: its tensors need 8 bytes, but there are 7'],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'm.qcl')).toThrow(InputError);
    expect(() => decodeSafetensors(bytes, 'm.qcl')).toThrow(message);
    expect(() => decodeSafetensors(bytes, 'm.qcl')).toThrow(/^m\.qcl/);
  });

  it('nothing that has a zero size among huge ones: it is empty', () => {
    const bytes = json({ w: { dtype: 'F32', shape: [2 ** 50, 2 ** 50, 0], data_offsets: [0, 0] } });
    expect(decodeSafetensors(bytes).tensors.get('w')?.data).toEqual(new Float32Array(0));
  });
});

describe('encodeSafetensors refuses', () => {
  it.each<[string, string, object, string]>([
    ['the reserved name', '__metadata__', {}, 'a tensor cannot be named __metadata__'],
    [
      'a shape with too few elements',
      'w',
      { shape: [1] },
      'tensor "w": shape [1] does not match its 2 elements',
    ],
    ['a shape of no size', 'w', { shape: [-2, -1] }, 'shape [-2,-1] does not match'],
    ['an array of another type', 'w', { dtype: 'F64' }, 'dtype F64 does not match its data, Float32Array'],
    ['an unknown dtype', 'w', { dtype: 'U8' }, 'dtype U8 does not match'],
  ])('%s', (_, name, fields, message) => {
    const bad = { dtype: 'F32', shape: [2], data: new Float32Array(2), ...fields } as ModelTensor;
    const run = () => encodeSafetensors(new Map([[name, bad]]), new Map());
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });

  it('a header above the limit', () => {
    const run = () => encodeSafetensors(new Map(), new Map([['a', 'x'.repeat(100_000_000)]]));
    expect(run).toThrow('more than the 100000000 allowed');
  });
});
