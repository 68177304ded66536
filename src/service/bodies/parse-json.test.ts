import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../errors/service-error.js';
import { parseJson, parseJsonBytes } from './parse-json.js';

describe('parseJson', () => {
  it('parses what JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        expect(parseJson(text, 'it')).toEqual(JSON.parse(text));
        expect(parseJsonBytes(new TextEncoder().encode(`\ufeff${text}`), 'it')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses a key that an object has twice, however it is spelled', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 2 }), (key, value) => {
        const [name, text] = [JSON.stringify(key), JSON.stringify(value)];
        const spelled = `"${Array.from({ length: key.length }, (_, i) => `\\u${key.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`;
        const twice = `[{"rows":[{${name}:${text},"other":1,${spelled}:2}]}]`;
        if (key !== 'other') expect(() => parseJson(twice, 'it')).toThrow('twice in one object');
      }),
    );
  });

  it('keeps __proto__ as a key of its own', () => {
    const value = parseJson('{"__proto__": 1}', 'it') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['[NaN]', 'NaN and Infinity are not JSON'],
    ['{"a": -Infinity}', 'NaN and Infinity are not JSON'],
    ['{"a": 1', 'it is not valid JSON'],
    ['{"a": "NaN"', 'it is not valid JSON: Expected'],
    ['"a', 'it is not valid JSON'],
    ['['.repeat(100_000), 'it is nested more than 8 levels deep'],
    ['{"a":'.repeat(9), 'it is nested more than 8 levels deep'],
  ])('refuses %j', (text, message) => {
    expect(() => parseJson(text.slice(0, 200_000), 'it')).toThrow(ServiceError);
    expect(() => parseJson(text, 'it')).toThrow(message);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJsonBytes(Uint8Array.of(0x22, 0xff, 0x22), 'it')).toThrow('it is not UTF-8');
  });
});
