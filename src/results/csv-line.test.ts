import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine, tsvLine } from './csv-line.js';

it.each([
  [',', csvLine],
  ['\t', tsvLine],
])('with %j is read back cell for cell by an RFC 4180 reader', (delimiter, asLine) => {
  const unit = fc.constantFrom('"', ',', '\t', '\n', '\r', ' ', 'a');
  const cell = fc.oneof(fc.string(), fc.string({ unit }));
  const line = fc.array(cell, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const read = parse(lines.map(asLine).join(''), {
        delimiter,
        relax_column_count: true,
        record_delimiter: '\n',
      });
      expect(read).toEqual(lines);
    }),
  );
});

it('quotes no cell that needs no quotes', () => {
  expect(csvLine(['plain', '1.5', 'two words', "it's"])).toBe("plain,1.5,two words,it's\n");
});
