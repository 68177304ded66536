import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from './csv-line.js';

it('is read back cell for cell by an RFC 4180 reader', () => {
  const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a') }));
  const line = fc.array(cell, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const read = parse(lines.map(csvLine).join(''), { relax_column_count: true, record_delimiter: '\n' });
      expect(read).toEqual(lines);
    }),
  );
});

it('quotes no cell that needs no quotes', () => {
  expect(csvLine(['plain', '1.5', 'two words', "it's"])).toBe("plain,1.5,two words,it's\n");
});
