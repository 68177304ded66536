/** `npm run fuzz` on a number of inputs and not for a time, so that the same ones run on every machine. */
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Workplace } from '../cli/built-program.js';
import { runCommand } from '../support/run-command.js';

const RUN = fileURLToPath(new URL('../../fuzz/run.mjs', import.meta.url));
const MOST_MILLISECONDS = 800_000;

/** Everything that the fuzzer prints. */
export async function fuzz(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { code, stdout, stderr } = await runCommand(process.execPath, [RUN, ...args], {
    limit: MOST_MILLISECONDS,
  });
  return { code, output: stdout + stderr };
}

/** Runs the first inputs of seed 1; none may fail, and every reader has to accept some and to refuse some. */
export async function expectNothingFound(inputs: number, place: Workplace): Promise<void> {
  const { code, output } = await fuzz('--inputs', String(inputs), '--seed', '1', '--out', place.folder);
  expect(code, output).toBe(0);
  expect(output).toContain(`${inputs} inputs, 0 failed`);
  // Generators that reach neither side of the readers would find nothing either.
  const counts = [...output.matchAll(/^(\S+): (\d+) inputs, (\d+) accepted, (\d+) refused, 0 failed/gm)];
  expect(counts.length).toBeGreaterThan(5);
  for (const [line, , run, accepted, refused] of counts) {
    expect(Number(accepted), line).toBeGreaterThan(Number(run) / 10);
    expect(Number(refused), line).toBeGreaterThan(Number(run) / 10);
  }
}
