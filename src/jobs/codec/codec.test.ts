import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from './decode.js';
import { encode } from './encode.js';

const back = (value: unknown) => decode(encode(value));

const typedArrays = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);
const strings = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(undefined, null, true, false),
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    strings,
    // An invalid date equals no other as a key of a Map, for `isDeepStrictEqual`.
    fc.date({ noInvalidDate: true }),
    typedArrays,
    fc.uint8Array().map(({ buffer }) => buffer),
    fc.array(tie('plain')),
    fc.dictionary(fc.oneof(strings, fc.constant('__proto__'), fc.constant('constructor')), tie('plain'), {
      noNullPrototype: true,
    }),
    fc.array(fc.tuple(tie('plain'), tie('plain'))).map((entries) => new Map(entries)),
    fc.array(tie('plain')).map((values) => new Set(values)),
  ),
}));

describe('the codec', () => {
  it('gives back plain data of every kind', () => {
    fc.assert(
      fc.property(plain, (value) => {
        // `toStrictEqual` reads `constructor`, which is a key of some objects here.
        expect(isDeepStrictEqual(back(value), value)).toBe(true);
      }),
    );
  });

  it.each(['\ud800', '😀\ud800', '\udc00😀a'])('keeps lone surrogates beside pairs: %j', (text) => {
    expect(back(text)).toBe(text);
  });

  it('keeps an invalid date', () => {
    expect(back(new Date(Number.NaN))).toStrictEqual(new Date(Number.NaN));
  });

  it('keeps NaN, both zeros, infinities and the bits of NaN in arrays', () => {
    const numbers = [Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** -1074];
    expect(back(numbers)).toStrictEqual(numbers);
    const bits = Uint32Array.of(0x7fc00001, 0xffc12345);
    expect(new Uint32Array((back(new Float32Array(bits.buffer)) as Float32Array).buffer)).toEqual(bits);
  });

  it('copies views without the rest of their buffers, and shared memory', () => {
    const large = Float64Array.from({ length: 100 }, (_, i) => i);
    const view = back(large.subarray(10, 13)) as Float64Array;
    expect(view).toEqual(Float64Array.of(10, 11, 12));
    expect(view.buffer.byteLength).toBe(24);
    const shared = new Int32Array(new SharedArrayBuffer(32), 8, 3).fill(7);
    const copied = back(shared) as Int32Array;
    expect(Array.from(copied)).toEqual([7, 7, 7]);
    expect(copied.buffer).toBeInstanceOf(ArrayBuffer);
    expect(back(new SharedArrayBuffer(3))).toEqual(new ArrayBuffer(3));
    expect(back(Buffer.from([1, 2]))).toStrictEqual(Uint8Array.of(1, 2));
    expect(decode(Buffer.concat([Buffer.from('...'), encode([1n])]).subarray(3))).toEqual([1n]);
  });

  it('keeps a key __proto__ as a key', () => {
    const value = JSON.parse('{"__proto__": {"isAdmin": true}, "a": 1}');
    const decoded = back(value) as Record<string, unknown>;
    expect(Object.keys(decoded)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect(decoded.isAdmin).toBeUndefined();
  });

  class Model {}
  const cycle: unknown[] = [];
  cycle.push(cycle);
  it.each<[unknown, RegExp]>([
    [{ fit: { onProgress: () => {} } }, /the value\.fit\.onProgress is a function, which is not plain data/],
    [[1, [new Model()]], /the value\[1\]\[0\] is an instance of Model/],
    [new Map([['a b', { c: Symbol('s') }]]), /the value\.get\("a b"\)\.c is a symbol/],
    [new Set([/x/]), /element 0 of the value is an instance of RegExp/],
    [{ 'a-b': new DataView(new ArrayBuffer(1)) }, /the value\["a-b"\] is a DataView/],
    [new Map([[new Error('x'), 1]]), /key 0 of the value is an instance of Error/],
    [cycle, /nested more than 500 deep/],
  ])('names what is not plain data (%#)', (value, message) => {
    expect(() => encode(value)).toThrow(TypeError);
    expect(() => encode(value)).toThrow(message);
  });

  it('refuses truncated bytes, and bytes with more after them', () => {
    fc.assert(
      fc.property(plain, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (value, part) => {
        const bytes = encode(value);
        expect(() => decode(bytes.subarray(0, Math.floor(part * bytes.length)))).toThrow(/are damaged/);
        expect(() => decode(Uint8Array.from([...bytes, 0]))).toThrow(/are damaged/);
      }),
    );
  });

  it('takes damaged bytes for other data, or says that they are damaged', () => {
    fc.assert(
      fc.property(plain, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1 }), (value, changes) => {
        const bytes = encode(value);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        try {
          decode(bytes);
        } catch (error) {
          expect((error as Error).message).toMatch(/^the encoded bytes are damaged: /);
        }
      }),
    );
    const nested = Uint8Array.from({ length: 9 * 1000 }, (_, i) => [8, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f][i % 9]);
    expect(() => decode(Uint8Array.from([...encode(null).subarray(0, 4), ...nested]))).toThrow(/500 deep/);
  });
});
