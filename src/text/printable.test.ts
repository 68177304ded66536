import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableLine } from './printable.js';

/** By numbers, so that nobody has to see them; ranges with both ends. */
const UNPRINTABLE: [string, [number, number][]][] = [
  [
    'C0',
    [
      [0x00, 0x08],
      [0x0b, 0x1f],
    ],
  ],
  ['DEL and C1', [[0x7f, 0x9f]]],
  [
    'bidirectional overrides, embeddings and isolates',
    [
      [0x202a, 0x202e],
      [0x2066, 0x2069],
    ],
  ],
  [
    'bidirectional marks',
    [
      [0x200e, 0x200f],
      [0x61c, 0x61c],
    ],
  ],
  [
    'zero-width characters',
    [
      [0x200b, 0x200d],
      [0x2060, 0x2064],
      [0xfeff, 0xfeff],
      [0xad, 0xad],
      [0x180e, 0x180e],
    ],
  ],
  [
    'line and paragraph separators',
    [
      [0x2028, 0x2029],
      [0x85, 0x85],
    ],
  ],
  [
    'annotations, tags and variation selectors',
    [
      [0xfff9, 0xfffb],
      [0xe0000, 0xe007f],
      [0xfe00, 0xfe0f],
    ],
  ],
];
const ALL = UNPRINTABLE.flatMap(([, ranges]) => ranges).flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)),
);

describe('printable', () => {
  it.each(UNPRINTABLE)('escapes %s', (_, ranges) => {
    for (const [first, last] of ranges) {
      for (let code = first; code <= last; code++) {
        const character = String.fromCodePoint(code);
        expect(printable(`a${character}b`)).toMatch(/^a(\\u[0-9a-f]{4}){1,2}b$/);
        expect(printableLine(`a${character}b`)).toBe(printable(`a${character}b`));
      }
    }
  });

  it('leaves what can be seen, with line feeds and tabs, as it is', () => {
    const seen = 'Straße, 東京, عربى, नमस्ते, 👍🏽, ½ "quoted" \\ │ └\tand\nmore';
    expect(printable(seen)).toBe(seen);
    expect(printableLine(seen)).toBe(seen.replace('\t', '\\u0009').replace('\n', '\\u000a'));
  });

  const text = fc.string({ unit: fc.oneof(fc.constantFrom(...ALL, '\n', '\t', '\ud800', 'a'), fc.string()) });

  it('lets none of them through, and changes nothing the second time', () => {
    fc.assert(
      fc.property(text, (any) => {
        const shown = printable(any);
        for (const character of ALL) expect(shown.includes(character)).toBe(false);
        expect(printable(shown)).toBe(shown);
        expect(printable(printableLine(any))).toBe(printableLine(any));
        expect(printableLine(any)).not.toMatch(/[\n\t]/);
      }),
    );
  });

  it('leaves the values of a JSON text as they are', () => {
    fc.assert(
      fc.property(fc.dictionary(text, text), (values) => {
        expect(JSON.parse(printable(JSON.stringify(values)))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });
});
