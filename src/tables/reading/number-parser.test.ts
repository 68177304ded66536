import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberParser } from './number-parser.js';
import { spell, VERBATIM } from './spelling.js';

const encoder = new TextEncoder();

function parse(text: string): NumberParser | undefined {
  const parser = new NumberParser();
  const bytes = encoder.encode(`9${text}9`);
  return parser.parse(bytes, 1, bytes.length - 1) ? parser : undefined;
}

const digits = (most: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: most });
const decimalText = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits(22),
    fc.option(digits(24)),
    fc.option(fc.integer({ min: -340, max: 320 })),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const point = fraction === null ? '' : `.${fraction}`;
    return `${sign}${whole}${point}${exponent === null ? '' : `e${exponent}`}`;
  })
  .filter((text) => /\d/.test(text.replace(/e.*/, '')));

describe('NumberParser', () => {
  it('gives the same float as Number() for every decimal text', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        expect(parse(text)?.value).toBe(Number(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('reads back every float from its shortest and its 17- to 19-digit text', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 16, max: 18 }),
        (value, places) => {
          expect(parse(String(value))?.value).toBe(Number(String(value)));
          expect(parse(value.toExponential(places))?.value).toBe(Number(value.toExponential(places)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('rounds ties between two floats to even, as Number() does', () => {
    for (const text of [
      '9007199254740993',
      '9007199254740995',
      '4503599627370497.5',
      '4503599627370498.5',
      '0.500000000000000055',
    ]) {
      expect(parse(text)?.value).toBe(Number(text));
    }
  });

  it('codes a spelling only if the code gives the text back', () => {
    let coded = 0;
    fc.assert(
      fc.property(decimalText, (text) => {
        const parser = parse(text)!;
        if (parser.spelling === VERBATIM) return;
        coded++;
        expect(spell(parser.value, parser.spelling)).toBe(text);
      }),
      { numRuns: 5000 },
    );
    expect(coded).toBeGreaterThan(100);
  });

  it.each([
    ['-0.439412', 6],
    ['7', 0],
    ['1.0', 1],
    ['-0', 0],
    ['0.12345678901234568', 17],
  ])('codes the common spelling %s by its decimals', (text, decimals) => {
    expect(parse(text)?.spelling).toBe(decimals);
  });

  it.each(['', '-', '.', 'e5', '1e', '1e+', '1.2.3', '0x10', '1_000', '1,5', 'abc', '1a', '--1', '1e5.0'])(
    'does not take %j for a number',
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );

  it('tells when a plain integer loses digits, and only then', () => {
    expect(parse('9007199254740992')?.losesDigits).toBe(false);
    expect(parse('9007199254740993')?.losesDigits).toBe(true);
    expect(parse('-9007199254740993')?.losesDigits).toBe(true);
    expect(parse('10000000000000000000')?.losesDigits).toBe(false);
    expect(parse('38726923599381930')?.losesDigits).toBe(false);
    expect(parse('38726923599381929')?.losesDigits).toBe(true);
    expect(parse('9007199254740993.5')?.losesDigits).toBe(false);
  });
});
