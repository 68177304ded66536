/**
 * A fixed seed of `npm run fuzz`, about a minute of one core. A number of inputs and not a time, so that the same ones
 * run on every machine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/run-command.js';

const RUN = fileURLToPath(new URL('../../fuzz/run.mjs', import.meta.url));
const INPUTS = 20_000;
const MOST_MILLISECONDS = 1_200_000;

/** Everything that the fuzzer prints. */
async function fuzz(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { code, stdout, stderr } = await runCommand(process.execPath, [RUN, ...args], {
    limit: MOST_MILLISECONDS,
  });
  return { code, output: stdout + stderr };
}

describe('npm run fuzz', () => {
  it(
    'finds nothing in the inputs of seed 1',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'qcl-mixnet-fuzz-test-'));
      const { code, output } = await fuzz('--inputs', String(INPUTS), '--seed', '1', '--out', folder);
      expect(code, output).toBe(0);
      expect(output).toContain(`${INPUTS} inputs, 0 failed`);
      // Generators that reach neither side of the readers would find nothing either.
      const counts = [...output.matchAll(/^(\S+): (\d+) inputs, (\d+) accepted, (\d+) refused, 0 failed/gm)];
      for (const [line, , inputs, accepted, refused] of counts) {
        expect(Number(accepted), line).toBeGreaterThan(Number(inputs) / 10);
        expect(Number(refused), line).toBeGreaterThan(Number(inputs) / 10);
      }
      rmSync(folder, { recursive: true });
    },
    MOST_MILLISECONDS + 60_000,
  );

  it('refuses wrong arguments', async () => {
    for (const args of [['--inputs', 'many'], ['--target', 'nothing'], ['--replay', 'x'], ['--fast']]) {
      const { code, output } = await fuzz(...args);
      expect(code, output).toBe(2);
      expect(output).toMatch(/^error: /);
    }
  });
});
