import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.js';
import { beyondJsonLimits, MAX_JSON_DEPTH, MAX_JSON_VALUES } from './json-limits.js';
import { decodeModelFile, encodeModelFile } from './model-format.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('beyondJsonLimits', () => {
  it('counts open brackets outside of strings', () => {
    expect(beyondJsonLimits(nested(MAX_JSON_DEPTH))).toBeUndefined();
    expect(beyondJsonLimits(nested(MAX_JSON_DEPTH + 1))).toBe('is nested more than 64 levels deep');
    expect(beyondJsonLimits('{"a":'.repeat(MAX_JSON_DEPTH + 1))).toMatch(/nested/);
    expect(beyondJsonLimits(JSON.stringify(`\\"${nested(99)}`))).toBeUndefined();
    expect(beyondJsonLimits('[],'.repeat(MAX_JSON_DEPTH + 1))).toBeUndefined();
  });

  it('counts values', () => {
    expect(beyondJsonLimits(`[${'0,'.repeat(MAX_JSON_VALUES - 2)}0]`)).toBeUndefined();
    expect(beyondJsonLimits(`[${'0,'.repeat(MAX_JSON_VALUES)}0]`)).toMatch(/more than 3000000 values/);
  });

  it('ends for text that is not JSON', () => {
    for (const text of ['"', '"\\', '"a', '}}]]', '']) expect(beyondJsonLimits(text)).toBeUndefined();
  });
});

describe('a model file nested without end is refused by name', () => {
  const deep = nested(200_000);

  it('in its header', () => {
    const header = new TextEncoder().encode(
      `{"__metadata__":{"format":"qcl-mixnet","version":"1"},"a":{"dtype":${deep},"shape":[],"data_offsets":[0,4]}}`,
    );
    const file = new Uint8Array(8 + header.length + 4);
    new DataView(file.buffer).setUint32(0, header.length, true);
    file.set(header, 8);
    expect(() => decodeModelFile(file, { name: 'm' })).toThrow(
      /^m is not a safetensors file: its header is nested/,
    );
  });

  it('in its description, also when it is written', () => {
    const { tensors, metadata } = decodeSafetensors(encodeModelFile({}, new Map()));
    const sum = crc32(new TextEncoder().encode(JSON.stringify([deep, []])))
      .toString(16)
      .padStart(8, '0');
    const file = encodeSafetensors(tensors, metadata.set('description', deep).set('checksum', sum));
    expect(() => decodeModelFile(file, { name: 'm' })).toThrow(/^m is damaged: its description is nested/);
    expect(() => encodeModelFile({ a: JSON.parse(nested(MAX_JSON_DEPTH)) }, new Map())).toThrow(
      /description is nested/,
    );
  });
});
