import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { withFlags } from './flag-names.js';

const shown = (message: string, ...optionNames: string[]) =>
  withFlags(new InputError(message, { optionNames }), 'train');

describe('withFlags', () => {
  it('names options as the user types them', () => {
    expect(shown('testSize is 5: give less', 'testSize')).toBe('--test-size is 5: give less');
    expect(shown('decision "x" is not valid', 'decision')).toBe('--decide "x" is not valid');
    const rule = new InputError('decision "x" is not valid', { optionNames: ['decision'] });
    expect(withFlags(rule, 'decide')).toBe('the rule "x" is not valid');
    expect(shown('t.csv: group and time differ', 'group', 'time')).toBe('t.csv: --group and --time differ');
    expect(shown('choose (stratify: false)', 'stratify: false')).toBe('choose (--no-stratify)');
  });

  it('leaves quoted values, paths, flags and longer words alone', () => {
    const message = '/group/group.csv: group names "group \\" group", not --group, groups or a group';
    expect(shown(message, 'group')).toBe(message.replace(': group', ': --group'));
    expect(shown('seed is 1')).toBe('seed is 1');
  });
});
