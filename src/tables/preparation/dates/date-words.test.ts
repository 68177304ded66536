import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfText } from './date-format.js';

const LANGUAGES = ['en-GB', 'fr', 'de', 'de-AT', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'pl'];
const day = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('names of months and weekdays', () => {
  it.each(
    LANGUAGES.flatMap((language) => (['full', 'long'] as const).map((style) => [language, style] as const)),
  )('are read as Intl writes them: %s, %s', (language, dateStyle) => {
    const format = new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' });
    fc.assert(
      fc.property(day, (date) => {
        const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
        expect(dateOfText(format.format(date), 'named-month'), format.format(date)).toBe(midnight);
      }),
    );
  });

  it.each(LANGUAGES)('are read as short and upper-case names: %s', (language) => {
    const names = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
    for (let month = 0; month < 12; month++) {
      const parts = names.formatToParts(new Date(Date.UTC(2018, month, 5)));
      const name = parts.find(({ type }) => type === 'month')!.value;
      const expected = Date.UTC(2018, month, 5);
      expect(dateOfText(`5 ${name.toUpperCase()} 2018`, 'named-month'), name).toBe(expected);
      expect(dateOfText(`5-${name.replace('.', '')}-18`, 'named-month'), name).toBe(expected);
    }
  });
});
