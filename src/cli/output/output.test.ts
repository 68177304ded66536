import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('is the only file of the program that writes to its standard streams', () => {
  const folder = new URL('.', import.meta.url);
  const writing = readdirSync(folder).filter((name) => {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) return false;
    return /process\.std(out|err)|console\./.test(readFileSync(new URL(name, folder), 'utf8'));
  });
  expect(writing).toEqual(['output.ts']);
});
