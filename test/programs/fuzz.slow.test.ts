import { it } from 'vitest';
import { Workplace } from '../cli/built-program.js';
import { expectNothingFound } from './run-fuzz.js';

const place = new Workplace();

it('npm run fuzz finds nothing in 20,000 inputs of seed 1', () => expectNothingFound(20_000, place));
