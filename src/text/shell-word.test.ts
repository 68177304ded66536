import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { levelsOption, namesOption, shellWord } from './shell-word.js';

const inShell = (words: string) =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${words}`], { encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);

it.each(['plain', 'Flight Date', 'Länge, mm', "it's", '$6 "x" `y` \\', '', '*'])(
  'gives the shell back %j',
  (word) => {
    expect(inShell(shellWord(word))).toEqual([word]);
  },
);

it.each([
  [['zip', 'code'], '--drop zip,code'],
  [['Flight Date'], "--drop 'Flight Date'"],
  [['Länge, mm'], `--drop '"Länge, mm"'`],
  [['a "b"', 'c'], `--drop '"a ""b""",c'`],
])('quotes the list %j', (names, expected) => {
  expect(namesOption('--drop', names)).toBe(expected);
});

it('quotes levels', () => {
  expect(levelsOption('size', ['S', 'M'])).toBe("--ordinal 'size=S<M'");
  expect(levelsOption('a=b', ['<1', '2'])).toBe(`--ordinal '"a=b"="<1"<2'`);
});
