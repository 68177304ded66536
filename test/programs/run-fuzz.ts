/** `npm run fuzz` on a number of inputs and not for a time, so that the same ones run on every machine. */
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Workplace } from '../cli/built-program.js';
import { runCommand } from '../support/run-command.js';

const RUN = fileURLToPath(new URL('../../fuzz/run.mjs', import.meta.url));
const MOST_MILLISECONDS = 800_000;

export const fuzz = (...args: string[]) =>
  runCommand(process.execPath, [RUN, ...args], { limit: MOST_MILLISECONDS });

/** Runs the first inputs of seed 1; none may fail, and every reader has to accept some and to refuse some. */
export async function expectNothingFound(inputs: number, place: Workplace): Promise<void> {
  const { code, stdout, stderr } = await fuzz(
    ...['--inputs', String(inputs), '--seed', '1', '--out', place.folder],
  );
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain(`${inputs} inputs, 0 failed`);
  // Counts while it runs go to standard error. Generators that reach neither side of the readers would find nothing either.
  const counts = [...stdout.matchAll(/^(\S+): (\d+) inputs, (\d+) accepted, (\d+) refused, 0 failed/gm)];
  expect(counts.length).toBeGreaterThan(5);
  for (const [line, , run, accepted, refused] of counts) {
    expect(Number(accepted), line).toBeGreaterThan(Number(run) / 10);
    expect(Number(refused), line).toBeGreaterThan(Number(run) / 10);
  }
}
