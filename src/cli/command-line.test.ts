import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLine } from './command-line.js';

describe('commandLine', () => {
  it('leaves plain arguments as they are', () => {
    expect(commandLine(['train', 'a.csv', '-t', 'label', '--set', 'x=1'])).toBe(
      'qcl-mixnet train a.csv -t label --set x=1',
    );
  });

  it('quotes what a shell would change', () => {
    const args = ["it's", '', 'a b', '$HOME', '`id`', '*', '"', '\\', 'ä;b', 'line\nend'];
    const typed = commandLine(args).replace('qcl-mixnet', 'printf "%s\\0"');
    expect(execFileSync('sh', ['-c', typed]).toString()).toBe(args.map((each) => `${each}\0`).join(''));
  });
});
