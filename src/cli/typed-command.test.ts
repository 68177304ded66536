import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedCommand } from './typed-command.js';

describe('typedCommand', () => {
  it('leaves plain arguments as they are', () => {
    expect(typedCommand(['node', 'main.js', 'compare', 'a/b.csv', '--set', 'epochs=3'])).toBe(
      'qcl-mixnet compare a/b.csv --set epochs=3',
    );
  });

  it('means to a shell what was typed', () => {
    const argument = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 4 }), (typed) => {
        const line = typedCommand(['node', 'main.js', ...typed]).replace(
          'qcl-mixnet',
          "printf '%s\\0' begin",
        );
        const seen = execFileSync('/bin/sh', ['-c', line]).toString();
        expect(seen.split('\0')).toEqual(['begin', ...typed, '']);
      }),
      { numRuns: 30 },
    );
  });
});
