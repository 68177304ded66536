import { expect, it } from 'vitest';
import { Workplace } from '../cli/built-program.js';
import { expectNothingFound, fuzz } from './run-fuzz.js';

const place = new Workplace();

it('npm run fuzz finds nothing in the first inputs of seed 1', () => expectNothingFound(500, place));

it('npm run fuzz refuses wrong arguments', async () => {
  for (const args of [['--inputs', 'many'], ['--target', 'nothing'], ['--replay', 'x'], ['--fast']]) {
    const { code, stderr } = await fuzz(...args);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/^error: /);
  }
});
