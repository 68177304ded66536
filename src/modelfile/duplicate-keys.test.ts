import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from './duplicate-keys.js';

describe('duplicateKey', () => {
  it('finds no duplicate in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
        expect(duplicateKey(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('finds a key given twice beside any other content', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.jsonValue(),
        (before, key, value) => {
          fc.pre(!Object.hasOwn(before, key));
          const fields = Object.entries(before).map((field) =>
            field.map((part) => JSON.stringify(part)).join(':'),
          );
          const field = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
          const text = `{${[field, ...fields, field].join(', ')}}`;
          JSON.parse(text); // it is valid
          expect(duplicateKey(text)).toBe(key);
          expect(duplicateKey(`[0, {"outer": ${text}}]`)).toBe(key);
        },
      ),
    );
  });

  it.each([
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a":{"b":1},"b":[{"c":1},{"c":2}]}', undefined],
    ['{"a":"a","b":["a","a",{}],"c":{}}', undefined],
    ['{"a\\"":1,"a\\\\":2,"b":"}{\\"","a\\"":3}', 'a"'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"x":{},"x":{}}', 'x'],
    ['"a"', undefined],
  ])('%s', (text, expected) => {
    JSON.parse(text); // it is valid
    expect(duplicateKey(text)).toBe(expected);
  });
});
