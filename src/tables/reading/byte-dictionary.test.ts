import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteDictionary } from './byte-dictionary.js';

describe('ByteDictionary', () => {
  it('numbers distinct texts in the order they are first seen, as a Map does', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((each) => !/\p{Surrogate}/u.test(each));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 400 }), (texts) => {
        const dictionary = new ByteDictionary();
        const expected = new Map<string, number>();
        for (const each of texts) {
          if (!expected.has(each)) expected.set(each, expected.size);
          expect(dictionary.codeOfString(each)).toBe(expected.get(each));
        }
        expect(dictionary.toStrings()).toEqual([...expected.keys()]);
      }),
    );
  });

  it('holds more text than it decodes at once', () => {
    const dictionary = new ByteDictionary();
    const texts = Array.from({ length: 30_000 }, (_, i) => `text ${i} ${i % 3 === 0 ? '漢😀é' : ''}`);
    for (const text of texts) dictionary.codeOfString(text);
    expect(dictionary.toStrings()).toEqual(texts);
  });

  it('refuses what is not valid Unicode', () => {
    const dictionary = new ByteDictionary();
    expect(dictionary.codeOfBytes(new Uint8Array([0xff]), 0, 1)).toBe(-1);
    expect(dictionary.codeOfString('\ud800')).toBe(-1);
    expect(dictionary.size).toBe(0);
  });
});
