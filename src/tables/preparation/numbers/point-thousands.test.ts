/** Points in numbers of CSV files: decimal, or between thousands. */
import { describe, expect, it } from 'vitest';
import { readTable } from '../../reading/read-table.js';
import type { ColumnOverrides } from '../column-overrides.js';
import { typeColumns } from '../column-types.js';
import { Preparation } from '../preparation.js';

const csv = (text: string) => readTable(new TextEncoder().encode(text), { format: 'csv' });
const PRICES = ['1.440', '1.654', '846', '3.000', '', '-2.999'];
const MEANT = [1440, 1654, 846, 3000, Number.NaN, -2999];
const PLAIN = [1.44, 1.654, 846, 3, Number.NaN, -2.999];
/** A column of prices beside one of other cells, which repeat. */
const withOther = (other: readonly string[], delimiter = ',', prices: readonly string[] = PRICES) =>
  csv(
    `Preis${delimiter}other\n${prices.map((price, i) => `${price}${delimiter}${other[i % other.length]}\n`).join('')}`,
  );

async function values(table: Awaited<ReturnType<typeof csv>>, overrides: ColumnOverrides = {}) {
  const preparation = Preparation.fit(table, undefined, undefined, overrides);
  return { prices: cells(preparation, table), notices: preparation.notices.join('\n'), preparation };
}

function cells(preparation: Preparation, table: Awaited<ReturnType<typeof csv>>): number[] {
  const saved = Preparation.fromJSON(JSON.parse(JSON.stringify(preparation)));
  const { data, columns } = saved.prepare(table, undefined, { form: 'values', keepMissing: true }).matrix;
  return Array.from({ length: table.rows }, (_, row) => data[row * columns]);
}

describe('points before three digits in all cells', () => {
  it.each<[string, ColumnOverrides]>([
    ['--thousands for the column', { thousands: { Preis: '.' } }],
    ['--decimal for the column', { decimal: { Preis: ',' } }],
    ['--decimal for all', { decimal: ',' }],
    ['--thousands with --numeric', { thousands: '.', numeric: ['Preis'] }],
  ])('separate thousands with %s', async (_, overrides) => {
    const { prices, notices } = await values(await withOther(['a', 'b']), overrides);
    expect(prices).toEqual(MEANT);
    expect(notices).not.toContain('not used');
  });

  it.each<[string, string[], string]>([
    ['semicolons separate the cells', ['a', 'b'], ';'],
    ['other columns have decimal commas', ['"0,5"', '"12,25"'], ','],
  ])('are guessed to separate thousands if %s', async (_, other, delimiter) => {
    const table = await withOther(other, delimiter);
    const { prices, notices } = await values(table);
    expect(prices).toEqual(MEANT);
    expect(notices).toMatch(
      /"Preis": numbers such as "1\.440" read with a point between.*--decimal Preis=\./,
    );
    const plain = await values(table, { decimal: { Preis: '.' } });
    expect(plain.prices).toEqual(PLAIN);
    expect(plain.notices).not.toContain('"Preis"');
  });

  it('are decimal otherwise, with a notice that names the option', async () => {
    for (const table of [await withOther(['a', 'b']), await withOther(['0.5', '7.25'], ';')]) {
      const { prices, notices } = await values(table);
      expect(prices).toEqual(PLAIN);
      expect(notices).toMatch(
        /"Preis": numbers such as "1\.440" read with a decimal point.*--thousands Preis=\./,
      );
    }
  });

  it('are decimal without a notice if all cells have three decimals, as other columns have decimal points', async () => {
    const { prices, notices } = await values(
      await withOther(['0.5', '7.25'], ';', ['1.440', '1.654', '3.000']),
    );
    expect(prices).toEqual([1.44, 1.654, 3]);
    expect(notices).not.toContain('"Preis"');
  });

  it.each([
    ['0.123', '1.440'],
    ['1.44', '1.440'],
    ['1234.500', '1.440'],
  ])('are not guessed beside %s', async (first, second) => {
    const table = await withOther(['a', 'b'], ';', [first, second, '7', '8']);
    const { prices, notices } = await values(table);
    expect(prices).toEqual([Number(first), Number(second), 7, 8]);
    expect(notices).not.toContain('"Preis"');
    const asked = await values(table, { thousands: { Preis: '.' } });
    expect(asked.prices).toEqual(prices);
    expect(asked.notices).toMatch(/"Preis": --thousands \. not used, because it does not fit/);
  });

  it('are found in a column of any length, except if the last cell has other decimals', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => (i % 3 === 0 ? '7' : `${1 + (i % 999)}.500`));
    const [numeric] = (await withOther(['a', 'b'], ';', [...rows, '2.000'])).columns;
    expect('pointedIntegers' in numeric && [...numeric.pointedIntegers!]).toEqual([20_000]);
    const [other] = (await withOther(['a', 'b'], ';', [...rows, '2.50'])).columns;
    expect(other).not.toHaveProperty('pointedIntegers');
  });

  it('are no doubt beside integers of four digits, but the options count', async () => {
    const table = await withOther(['a', 'b'], ';', ['1.440', '1440', '7', '8']);
    expect((await values(table)).prices).toEqual([1.44, 1440, 7, 8]);
    expect((await values(table, { thousands: { Preis: '.' } })).prices).toEqual([1440, 1440, 7, 8]);
  });

  it('are read alike in a text column, where a word is missing', async () => {
    const prices = ['1.440', '846', 'k. A.', ' 3.000', '2.125'];
    const guessed = await values(await withOther(['a', 'b'], ';', prices), { missing: ['k. A.'] });
    expect(guessed.prices).toEqual([1440, 846, Number.NaN, 3000, 2125]);
    expect(guessed.notices).toMatch(/--decimal Preis=\. reads them otherwise/);
    const doubted = await values(await withOther(['a', 'b'], ',', prices), { missing: ['k. A.'] });
    expect(doubted.prices).toEqual([1.44, 846, Number.NaN, 3, 2.125]);
    expect(doubted.notices).toMatch(/--thousands Preis=\. reads them so/);
  });
});

describe('a comma that may be either sign', () => {
  const commas = ['"5,123"', '"1,234"', '"9,999"'];
  it('is decimal in a table that semicolons separate, with a notice', async () => {
    const { prices, notices } = await values(await withOther(['a', 'b'], ';', commas));
    expect(prices).toEqual([5.123, 1.234, 9.999]);
    expect(notices).toMatch(/decimal commas.*--decimal Preis=\. reads them otherwise/);
  });

  it('separates thousands elsewhere, in amounts, and where numbers have decimal points', async () => {
    const meant = [5123, 1234, 9999];
    expect((await values(await withOther(['a', 'b'], ',', commas))).prices).toEqual(meant);
    expect((await values(await withOther(['0.5', '1.25'], ';', commas))).prices).toEqual(meant);
    const dollars = ['$5,123', '$1,234', '$9,999'];
    expect((await values(await withOther(['a', 'b'], ';', dollars))).prices).toEqual(meant);
  });
});

describe('plain numbers of a new table, where training has decimal commas', () => {
  it('have points between thousands if all of them may', async () => {
    const training = await withOther(['a', 'b'], ';', ['1.234,50', '2.000,25', '300,75', '12,00']);
    const { preparation } = await values(training);
    const fresh = await csv('other;Preis\na;3.000\nb;2.999\na;300\na; 12.345\n');
    expect(cells(preparation, fresh)).toEqual([3000, 2999, 300, 12_345]);
    const decimals = await csv('other;Preis\na;3.000\nb;2.5\n');
    expect(cells(preparation, decimals)).toEqual([3, 2.5]);
  });

  it('have a notice if they would be in the range of training 1000 times larger', async () => {
    const training = await withOther(['a', 'b'], ',', ['1234', '2000', '30075', '800']);
    const { preparation } = await values(training);
    const notices = async (text: string) => preparation.prepare(await csv(text)).notices.join('\n');
    expect(await notices('other,Preis\na,3.000\nb,2.999\na,900\n')).toMatch(
      /"Preis": 3 numbers such as "2\.999" read with a decimal point; .* between 800 and 30075, so they may be meant/,
    );
    expect(await notices('other,Preis\na,3.000\nb,900\na,900\n')).not.toContain('may be meant');
    expect(await notices('other,Preis\na,3000\nb,2999\n')).not.toContain('may be meant');
  });

  it('have none if training says so', async () => {
    const training = await withOther(['a', 'b'], ';', ['1234,50', '2000,25', '300,75', '12,00']);
    const overrides: ColumnOverrides = { thousands: { Preis: 'none' } };
    const { preparation } = await values(training, overrides);
    expect(cells(preparation, await csv('other;Preis\na;3.000\nb;300\n'))).toEqual([3, 300]);
  });
});

describe('the typing of a table', () => {
  it('counts only signs that are certain', async () => {
    const table = await csv('a;b;c\n1.440;"5,123";x\n846;"1,234";y\n');
    const formats = typeColumns(table).types.map((type) => 'format' in type && type.format);
    expect(formats[0]).toEqual({ decimal: ',', thousands: '.' });
    expect(formats[1]).toEqual({ decimal: ',' });
  });
});
