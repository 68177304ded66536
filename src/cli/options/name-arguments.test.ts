import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectNames } from './name-arguments.js';

describe('collectNames', () => {
  it('takes any names back that were quoted as CSV', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (names) => {
        const text = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
        expect(collectNames(text)).toEqual(names);
      }),
    );
  });

  it('takes plain names, blanks inside, and goes on where an earlier use ended', () => {
    expect(collectNames('zip code,b', ['a'])).toEqual(['a', 'zip code', 'b']);
  });

  it.each(['', 'a,', ',a', 'a,,b', '""'])('refuses an empty name: %j', (text) => {
    expect(() => collectNames(text)).toThrow('comma-separated names');
  });

  it.each(['a"b', '"a', '"a"b'])('refuses wrong quoting: %j', (text) => {
    expect(() => collectNames(text)).toThrow('as in CSV');
  });
});
